/**
 * Generates the source of decoders: one function per pair of sender's and receiver's struct types, with a local
 * variable per field and one object literal at the end. Names of the sender never get into the source: they are
 * looked up in the receiver's fields, and what is unknown is skipped by its type.
 */
import { embeddedStruct, flattenFields } from "../flatten.ts";
import type { StructWireType, ValueForm, WireField, WireType } from "../wire-type.ts";
import { GobError } from "./errors.ts";
import { leastBytes, type SenderKind, type SenderNode } from "./sender-types.ts";
import { costOf, isRecursive, property, scalarZero, wireKindOf } from "./wire-facts.ts";

/** Where a decoded field goes: a local variable, or (plain form) the fields of an embedded struct. */
type Layout = ReadonlyMap<string, Goal>;

interface Goal {
  readonly field: WireField;
  readonly local?: string;
  readonly inner?: Layout;
}

interface FieldSlot {
  readonly name: string;
  readonly field: WireField;
  readonly local: string;
}

const number = "if (p < end && (x = b[p]) < 128) p++; else { s.pos = p; x = s.length(); p = s.pos; }";

export class DecoderSource {
  readonly constants: unknown[] = [];
  readonly #form: ValueForm;
  /** Where definitions may come in the middle of a value, the buffer changes during calls. */
  readonly #reload: string;
  readonly #functions: string[] = [];
  readonly #decoders = new Map<SenderNode, Map<StructWireType, string>>();
  readonly #slicedDecoders = new Map<SenderNode, Map<StructWireType, string>>();
  readonly #zeros = new Map<StructWireType, string>();
  #names = 0;

  constructor(form: ValueForm, interfaces: boolean) {
    this.#form = form;
    this.#reload = interfaces ? " b = s.buf; end = s.end;" : "";
  }

  /** Source of a function body that returns `{ decode, sliced }` for a top-level value. */
  program(sender: SenderNode, receiver: WireType): string {
    const roots = [false, true].map((sliced) => {
      const star = sliced ? "*" : "";
      return `function${star} ${sliced ? "sliced" : "decode"}(s) {
let b = s.buf, p = s.pos, end = s.end, x = 0, t;
${sender.kind === "struct" ? "" : "if (p >= end) s.eof(); if (b[p++] !== 0) s.badTop();"}
${this.#value(sender, receiver, "t", sliced)}
s.pos = p;
return t;
}`;
    });
    return `"use strict";\n${this.#functions.join("\n")}\n${roots.join("\n")}\nreturn { decode, sliced };`;
  }

  #name(prefix: string): string {
    return `${prefix}${this.#names++}`;
  }

  #constant(value: unknown): string {
    const known = this.constants.indexOf(value);
    return `c[${known >= 0 ? known : this.constants.push(value) - 1}]`;
  }

  /** Statements that decode one value into the variable `target`. */
  #value(sender: SenderNode, receiver: WireType, target: string, sliced: boolean): string {
    if (receiver.kind === "pointer") return this.#value(sender, receiver.elem, target, sliced);
    requireKind(sender, receiver);
    switch (receiver.kind) {
      case "struct":
        return this.#structCall(sender, receiver, target, sliced);
      case "slice":
      case "array":
        return this.#list(sender, receiver, target, sliced);
      case "map":
        return this.#map(sender, receiver, target, sliced);
      case "interface":
        return `s.pos = p; ${target} = s.interfaceValue(${this.#constant(receiver)}); p = s.pos;${this.#reload}`;
      default:
        return this.#scalar(receiver, target);
    }
  }

  #scalar(type: WireType, target: string): string {
    const plain = this.#form === "plain";
    const call = (expression: string): string => `s.pos = p; ${target} = ${expression}; p = s.pos;`;
    const small = (fast: string, slow: string): string =>
      `if (p < end && (x = b[p]) < 128) { p++; ${target} = ${fast}; } else { ${call(slow)} }`;
    switch (type.kind) {
      case "bool":
        return small("x !== 0", "s.bool()");
      case "uint":
        if (type.bits < 64) return small("x", `s.smallUint(${2 ** type.bits - 1})`);
        return small("x", plain ? "s.safeUint()" : "s.uint64()");
      case "int":
        if (type.bits < 64) {
          return small("(x & 1) ? ~(x >> 1) : x >> 1", `s.smallInt(${2 ** (type.bits - 1) - 1})`);
        }
        return small("(x & 1) ? ~(x >> 1) : x >> 1", plain ? "s.safeInt()" : "s.int64()");
      case "duration":
        return small("(x & 1) ? ~(x >> 1) : x >> 1", plain ? "s.safeInt()" : "s.int64()");
      case "enum":
        if (!plain) return small("x", "s.uint64()");
        return `${small("x", "s.safeUint()")} ${target} = ${this.#constant(type.texts)}[${target}] ?? unknownEnum(${JSON.stringify(type.name)}, ${target});`;
      case "float":
        if (type.bits === 64) return call("s.float64()");
        return call(plain ? "shortFloat32(s.float32())" : "s.float32()");
      case "complex":
        return call("s.complex()");
      case "string":
        return `${number} if (x > end - p) s.eof(); ${target} = x === 0 ? "" : text(s, b, p, x); p += x;`;
      case "bytes":
        return call(plain ? (type.text === "mac" ? "s.macText()" : "s.base64()") : "s.bytes()");
      case "ip":
        if (!plain) return call("s.bytes()");
        return `if (end - p > 4 && b[p] === 4) { ${target} = ipv4(b, p + 1); p += 5; } else { ${call("s.ipText()")} }`;
      case "time":
        return call(plain ? "s.timeText()" : "s.exactTime()");
      default:
        throw new GobError("mismatch", `${type.kind} is no scalar`);
    }
  }

  #list(
    sender: SenderNode,
    receiver: WireType & { kind: "slice" | "array" },
    target: string,
    sliced: boolean,
  ): string {
    const [count, list, index, item] = ["n", "l", "i", "e"].map((prefix) => this.#name(prefix)) as [
      string,
      string,
      string,
      string,
    ];
    const fixed = receiver.kind === "array";
    const body = this.#value(sender.elem as SenderNode, receiver.elem, item, false);
    const result = fixed && receiver.text === "hex" && this.#form === "plain" ? `hex(${list})` : list;
    return `{ ${number} const ${count} = x; ${fixed ? `if (${count} !== ${receiver.len}) s.badArray();` : ""}
s.pos = p; s.admit(${count}, ${leastBytes(sender)}, ${8 + costOf(receiver.elem)}); s.enter();
const ${list} = new Array(${count} > 4096 ? 0 : ${count});
for (let ${index} = 0; ${index} < ${count}; ${index}++) { let ${item};${atElement(sender)}
${body}
${list}[${index}] = ${item};${sliced ? pauseAfter(index) : ""} }
s.depth--; ${target} = ${result}; }`;
  }

  #map(sender: SenderNode, receiver: WireType & { kind: "map" }, target: string, sliced: boolean): string {
    const [count, map, index, key, item] = ["n", "m", "i", "k", "e"].map((prefix) => this.#name(prefix)) as [
      string,
      string,
      string,
      string,
      string,
    ];
    const readKey = this.#value(sender.key as SenderNode, receiver.key, key, false);
    const body = this.#value(sender.elem as SenderNode, receiver.elem, item, false);
    return `{ ${number} const ${count} = x; s.pos = p; s.admit(${count}, ${leastBytes(sender)}, ${48 + costOf(receiver.elem)}); s.enter();
const ${map} = ${count} > 12 ? { __proto__: null } : new NullMap();
for (let ${index} = 0; ${index} < ${count}; ${index}++) { let ${key}, ${item};${atElement(sender)}
${readKey}
${body}
${map}[${key}] = ${item};${sliced ? pauseAfter(index) : ""} }
s.depth--; ${target} = ${map}; }`;
  }

  #structCall(sender: SenderNode, receiver: StructWireType, target: string, sliced: boolean): string {
    const name = this.#structFunction(sender, receiver, sliced);
    return `s.pos = p; ${target} = ${sliced ? "yield* " : ""}${name}(s); p = s.pos;${this.#reload}`;
  }

  #structFunction(sender: SenderNode, receiver: StructWireType, sliced: boolean): string {
    const cache = sliced ? this.#slicedDecoders : this.#decoders;
    const byReceiver = cache.get(sender) ?? new Map<StructWireType, string>();
    cache.set(sender, byReceiver);
    const known = byReceiver.get(receiver);
    if (known) return known;
    const name = this.#name(sliced ? "g" : "f");
    byReceiver.set(receiver, name);
    const slots: FieldSlot[] = [];
    const layout = this.#layout(receiver, slots);
    const recursive = isRecursive(receiver);
    const loop = this.#structLoop(sender, layout, sliced && !recursive);
    const properties = slots.map((slot) => `${property(slot.name)}: ${this.#finish(slot)}`);
    this.#functions.push(`function${sliced ? "*" : ""} ${name}(s) {
let b = s.buf, p = s.pos, end = s.end, x = 0;
${recursive ? "s.enter();" : ""}
${slots.length ? `let ${slots.map((slot) => `${slot.local} = ${this.#initial(slot.field)}`).join(", ")};` : ""}
${loop}
s.pos = p;${recursive ? " s.depth--;" : ""}
return { ${properties.join(", ")} };
}`);
    return name;
  }

  /** Gives each field a variable; in plain form embedded structs share those of the outer object. */
  #layout(receiver: StructWireType, slots: FieldSlot[]): Layout {
    if (this.#form === "exact") {
      return new Map(
        receiver.fields.map((field) => {
          const local = this.#name("v");
          slots.push({ name: field.name, field, local });
          return [field.name, { field, local }];
        }),
      );
    }
    const locals = new Map<string, string>();
    for (const flat of flattenFields(receiver)) {
      const local = this.#name("v");
      slots.push({ name: flat.name, field: flat.field, local });
      locals.set(flat.path.map((f) => f.name).join("."), local);
    }
    return flatLayout(receiver, "", locals);
  }

  #structLoop(sender: SenderNode, layout: Layout, sliced: boolean): string {
    const field = this.#name("n");
    const fields = sender.fields ?? [];
    let known = 0;
    const cases = fields.map(({ name, node }, index) => {
      if (name === "") throw new GobError("mismatch", "a field of the sender has no name");
      const goal = isExported(name) ? layout.get(name) : undefined;
      if (!goal) return "";
      known++;
      const inner = embeddedStruct(goal.field);
      if (goal.inner && inner) {
        requireKind(node, inner);
        return `case ${index}: { ${this.#structLoop(node, goal.inner, sliced)} break; }`;
      }
      if (goal.local === undefined) {
        requireKind(node, goal.field.type);
        return "";
      }
      return `case ${index}: { ${this.#fieldValue(node, goal.field, goal.local, sliced)} break; }`;
    });
    if (fields.length > 0 && known === 0 && layout.size > 0) {
      throw new GobError("mismatch", "no field of the sender's type is known to the receiver's");
    }
    return `for (let ${field} = -1; p < end;) { ${number} if (x === 0) break;
switch (${field} += x) {
${cases.filter(Boolean).join("\n")}
default: s.pos = p; skipField(s, ${this.#constant(sender)}, ${field}); p = s.pos;${this.#reload} } }`;
  }

  #fieldValue(node: SenderNode, field: WireField, local: string, sliced: boolean): string {
    const code = this.#value(node, field.type, local, sliced);
    const { kind } = field.type;
    const dropEmpty = this.#form === "plain" && field.omitempty && (kind === "slice" || kind === "map");
    return dropEmpty ? `if (p < end && b[p] === 0) { p++; ${local} = undefined; } else ${code}` : code;
  }

  #initial(field: WireField): string {
    return this.#omits(field) ? "undefined" : (scalarZero(field.type, this.#form) ?? "undefined");
  }

  #omits(field: WireField): boolean {
    const { kind } = field.type;
    if (this.#form !== "plain" || !field.omitempty) return false;
    return kind !== "struct" && kind !== "time" && kind !== "array";
  }

  /** The field's value for the object literal. */
  #finish({ field, local }: FieldSlot): string {
    if (this.#omits(field) || scalarZero(field.type, this.#form) !== undefined) return local;
    return `${local} === undefined ? ${this.#zero(field.type)} : ${local}`;
  }

  /** An expression for the zero of a type that is no scalar. */
  #zero(type: WireType): string {
    switch (type.kind) {
      case "slice":
        return "[]";
      case "map":
        return "new NullMap()";
      case "array": {
        if (type.text === "hex" && this.#form === "plain") return `"${"00".repeat(type.len)}"`;
        return `Array.from({ length: ${type.len} }, () => ${scalarZero(type.elem, this.#form) ?? this.#zero(type.elem)})`;
      }
      case "struct":
        return `${this.#zeroFunction(type)}()`;
      default:
        return scalarZero(type, this.#form) ?? "undefined";
    }
  }

  #zeroFunction(struct: StructWireType): string {
    const known = this.#zeros.get(struct);
    if (known) return known;
    const name = this.#name("z");
    this.#zeros.set(struct, name);
    const fields =
      this.#form === "plain"
        ? flattenFields(struct)
        : struct.fields.map((field) => ({ name: field.name, field }));
    const properties = fields.map(({ name: key, field }) => {
      const value = this.#omits(field)
        ? "undefined"
        : (scalarZero(field.type, this.#form) ?? this.#zero(field.type));
      return `${property(key)}: ${value}`;
    });
    this.#functions.push(`function ${name}() { return { ${properties.join(", ")} }; }`);
    return name;
  }
}

function flatLayout(struct: StructWireType, prefix: string, locals: ReadonlyMap<string, string>): Layout {
  return new Map(
    struct.fields.map((field): [string, Goal] => {
      const inner = embeddedStruct(field);
      const path = prefix + field.name;
      if (inner) return [field.name, { field, inner: flatLayout(inner, `${path}.`, locals) }];
      const local = locals.get(path);
      return [field.name, local === undefined ? { field } : { field, local }];
    }),
  );
}

/** Go leaves fields alone that do not begin with an upper-case letter. */
function isExported(name: string): boolean {
  return /^\p{Lu}/u.test(name);
}

function requireKind(sender: SenderNode, receiver: WireType): void {
  const type = receiver.kind === "pointer" ? receiver.elem : receiver;
  if (type.kind === "pointer") {
    requireKind(sender, type);
    return;
  }
  const wanted: SenderKind = wireKindOf(type);
  const sameLength = type.kind !== "array" || type.len === sender.len;
  if (sender.kind !== wanted || !sameLength) {
    throw new GobError("mismatch", `the sender's ${sender.kind} does not fit the receiver's ${type.kind}`);
  }
}

/** Where the count cannot be held against the bytes left, each element is: an empty struct takes none at the end. */
function atElement(list: SenderNode): string {
  return leastBytes(list) === 0 ? " if (p >= end) s.eof();" : "";
}

/** Every few elements a sliced decoder looks whether its time is up. */
function pauseAfter(index: string): string {
  return ` if ((${index} & 7) === 7) { s.pos = p; if (s.expired()) yield; }`;
}
