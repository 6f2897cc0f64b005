/** Generates the source of encoders: one function per struct type, each field written in line. */
import { embeddedStruct, flattenFields, jsonNameOf } from "../flatten.ts";
import type { EnumWireType, MapWireType, StructWireType, ValueForm, WireType } from "../wire-type.ts";
import { enumNumbers } from "./enum-numbers.ts";
import { GobError } from "./errors.ts";
import { keyExpression } from "./key-expression.ts";
import { isRecursive, pointee } from "./wire-facts.ts";

/** Reads a property of its own, whatever its name. */
function access(object: string, name: string): string {
  const read = `${object}[${JSON.stringify(name)}]`;
  return name in Object.prototype
    ? `(Object.hasOwn(${object}, ${JSON.stringify(name)}) ? ${read} : undefined)`
    : read;
}

export class EncoderSource {
  readonly constants: unknown[] = [];
  readonly #form: ValueForm;
  readonly #functions: string[] = [];
  readonly #structs = new Map<StructWireType, string>();
  #names = 0;

  constructor(form: ValueForm) {
    this.#form = form;
  }

  /** Source of a function body that returns an encoder for a top-level value, type number aside. */
  program(type: WireType): string {
    const target = pointee(type);
    const code = `${target.kind === "struct" ? "" : "w.byte(0);"} ${this.#value(target, "v")}`;
    return `"use strict";\n${this.#functions.join("\n")}\nreturn function encode(w, v) { ${code} };`;
  }

  #name(prefix: string): string {
    return `${prefix}${this.#names++}`;
  }

  #constant(value: unknown): string {
    const known = this.constants.indexOf(value);
    return `c[${known >= 0 ? known : this.constants.push(value) - 1}]`;
  }

  /** Writes a value that is always sent, even if zero. */
  #value(type: WireType, value: string): string {
    switch (type.kind) {
      case "pointer":
        return `if (${value} == null) nilElement(); ${this.#value(type.elem, value)}`;
      case "struct":
        return `${this.#structFunction(type)}(w, ${value} ?? nothing);`;
      case "slice":
        return this.#list(type.elem, value);
      case "array":
        return this.#array(type, value);
      case "map":
        return this.#map(type, value);
      case "interface":
        return `w.interfaceValue(w, ${this.#constant(type)}, ${value});`;
      default:
        return this.#scalar(type, value);
    }
  }

  #scalar(type: WireType, value: string): string {
    const plain = this.#form === "plain";
    switch (type.kind) {
      case "bool":
        return `w.bool(${value} ?? false);`;
      case "uint":
        return type.bits < 64
          ? `w.smallUint(${value} ?? 0, ${2 ** type.bits - 1});`
          : `w.uint(${value} ?? 0);`;
      case "int":
        return type.bits < 64
          ? `w.smallInt(${value} ?? 0, ${2 ** (type.bits - 1) - 1});`
          : `w.int(${value} ?? 0);`;
      case "duration":
        return `w.int(${value} ?? 0);`;
      case "enum":
        return plain ? `w.uint(${this.#enumNumber(type)}(${value}));` : `w.uint(${value} ?? 0);`;
      case "float":
        return type.bits === 32 ? `w.float32(${value} ?? 0);` : `w.float(${value} ?? 0);`;
      case "complex":
        return `w.complex(${value} ?? [0, 0]);`;
      case "string":
        return `w.text(${value} ?? "");`;
      case "bytes":
        if (!plain) return `w.bytes(${value} ?? noBytes);`;
        return type.text === "mac" ? `w.macText(${value} ?? "");` : `w.base64(${value} ?? "");`;
      case "ip":
        return plain ? `w.ipText(${value} ?? "");` : `w.bytes(${value} ?? noBytes);`;
      case "time":
        return plain ? `w.timeText(${value} ?? zeroTimeText);` : `w.exactTime(${value} ?? zeroTime);`;
      default:
        throw new GobError("value", `${type.kind} is no scalar`);
    }
  }

  #enumNumber(type: EnumWireType): string {
    return this.#constant(enumNumbers(type));
  }

  #list(elem: WireType, value: string): string {
    const [list, index, item] = [this.#name("l"), this.#name("i"), this.#name("e")];
    return `{ const ${list} = ${value} ?? noList; if (!Array.isArray(${list})) notList();
w.count(${list}.length); w.enter();
for (let ${index} = 0; ${index} < ${list}.length; ${index}++) { const ${item} = ${list}[${index}]; ${this.#value(elem, item)} }
w.depth--; }`;
  }

  #array(type: WireType & { kind: "array" }, value: string): string {
    const list = this.#name("a");
    const hex = type.text === "hex" && this.#form === "plain";
    const source = hex ? `fromHex(${value}, ${type.len})` : `arrayOf(${value}, ${type.len})`;
    return `{ const ${list} = ${source}; ${this.#list(type.elem, list)} }`;
  }

  #map(type: MapWireType, value: string): string {
    const [map, keys, index] = [this.#name("m"), this.#name("ks"), this.#name("i")];
    const [key, item] = [this.#name("k"), this.#name("e")];
    if (type.large) {
      return `{ const ${map} = ${value} ?? noEntries; if (!(${map} instanceof Map)) notMap();
w.count(${map}.size); w.enter();
for (const [${key}, ${item}] of ${map}) {
${this.#value(type.key, keyExpression(type.key, key, this.#form))}
${this.#value(type.elem, item)} }
w.depth--; }`;
    }
    return `{ const ${map} = ${value} ?? nothing; if (typeof ${map} !== "object") notMap();
const ${keys} = Object.keys(${map}); w.count(${keys}.length); w.enter();
for (let ${index} = 0; ${index} < ${keys}.length; ${index}++) { const ${key} = ${keys}[${index}], ${item} = ${map}[${key}];
${this.#value(type.key, keyExpression(type.key, key, this.#form))}
${this.#value(type.elem, item)} }
w.depth--; }`;
  }

  #structFunction(struct: StructWireType): string {
    const known = this.#structs.get(struct);
    if (known) return known;
    const name = this.#name("f");
    this.#structs.set(struct, name);
    const deep = isRecursive(struct);
    this.#functions.push(`function ${name}(w, v) {
if (typeof v !== "object") notStruct();
${deep ? "w.enter();" : ""}
${this.#fields(struct, visibleNames(struct, this.#form))}
w.byte(0);${deep ? " w.depth--;" : ""}
}`);
    return name;
  }

  /** Writes the fields of a struct; in plain form those of embedded structs come from the same object `v`. */
  #fields(struct: StructWireType, visible: ReadonlySet<string> | undefined, prefix = ""): string {
    const last = this.#name("n");
    const fields = struct.fields.map((field, index) => {
      const step = `w.count(${index} - ${last}); ${last} = ${index};`;
      const path = prefix + field.name;
      const inner = embeddedStruct(field);
      if (inner && visible) return `${step} ${this.#fields(inner, visible, `${path}.`)} w.byte(0);`;
      if (visible && !visible.has(path)) return "";
      const local = this.#name("x");
      const read = `const ${local} = ${access("v", visible ? jsonNameOf(field) : field.name)};`;
      const condition = this.#isSent(field.type, local);
      const write = `${step} ${this.#value(pointee(field.type), local)}`;
      return condition === "true" ? `${read} ${write}` : `${read} if (${condition}) { ${write} }`;
    });
    return `let ${last} = -1;\n${fields.join("\n")}`;
  }

  /** A condition that is true when a field's value is sent. */
  #isSent(type: WireType, value: string): string {
    const present = `${value} != null`;
    const plain = this.#form === "plain";
    switch (type.kind) {
      case "pointer": {
        const target = pointee(type);
        // A pointer to a zero is sent where what it points to has an encoding of its own, as times have.
        return target.kind === "struct" || target.kind === "time"
          ? present
          : `${present} && ${this.#isSent(target, value)}`;
      }
      case "struct":
      case "array":
        return "true";
      case "bool":
        return `${present} && ${value} !== false`;
      case "int":
      case "uint":
      case "duration":
      case "float":
        return `${present} && ${value} !== 0`;
      case "complex":
        return `${present} && (${value}[0] !== 0 || ${value}[1] !== 0)`;
      case "string":
        return `${present} && ${value} !== ""`;
      case "bytes":
      case "ip":
      case "slice":
        return `${present} && ${value}.length !== 0`;
      case "enum":
        return plain
          ? `${present} && ${value} !== ${JSON.stringify(type.texts[0] ?? "")}`
          : `${present} && ${value} !== 0`;
      case "time":
        return plain ? `${present} && ${value} !== zeroTimeText` : `${present} && !isZeroTime(${value})`;
      default:
        return present;
    }
  }
}

/** Paths of the fields that are visible in plain form; undefined in exact form, where all are. */
function visibleNames(struct: StructWireType, form: ValueForm): ReadonlySet<string> | undefined {
  if (form === "exact") return undefined;
  return new Set(flattenFields(struct).map((flat) => flat.path.map((field) => field.name).join(".")));
}
