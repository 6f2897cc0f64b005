/**
 * Generates the source of decoders: one function per pair of sender's and receiver's struct types, with a local
 * variable per field and one object literal at the end. Names of the sender never get into the source: they are
 * looked up in the receiver's fields, and what is unknown is skipped by its type.
 */
import { embeddedStruct, flattenFields } from "../flatten.ts";
import type { MapWireType, StructWireType, ValueForm, WireField, WireType } from "../wire-type.ts";
import {
  type FieldSlot,
  flatLayout,
  isExported,
  isOmitted,
  type Layout,
  requireKind,
} from "./decoder-layout.ts";
import { atElement, emptyMap, pauseAfter, putEntry } from "./element-source.ts";
import { GobError } from "./errors.ts";
import { readCount, scalarSource } from "./scalar-source.ts";
import { leastBytes, type SenderNode } from "./sender-types.ts";
import { costOf, isRecursive, property, scalarZero } from "./wire-facts.ts";

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
        return scalarSource(receiver, {
          target,
          form: this.#form,
          constant: (value) => this.#constant(value),
        });
    }
  }

  #list(
    sender: SenderNode,
    receiver: WireType & { kind: "slice" | "array" },
    target: string,
    sliced: boolean,
  ): string {
    const [count, list] = [this.#name("n"), this.#name("l")];
    const [index, item] = [this.#name("i"), this.#name("e")];
    const fixed = receiver.kind === "array";
    const body = this.#value(sender.elem as SenderNode, receiver.elem, item, false);
    const result = fixed && receiver.text === "hex" && this.#form === "plain" ? `hex(${list})` : list;
    return `{ ${readCount} const ${count} = x; ${fixed ? `if (${count} !== ${receiver.len}) s.badArray();` : ""}
s.pos = p; s.admit(${count}, ${leastBytes(sender)}, ${8 + costOf(receiver.elem)}); s.enter();
const ${list} = new Array(${count} > 4096 ? 0 : ${count});
for (let ${index} = 0; ${index} < ${count}; ${index}++) { let ${item};${atElement(sender)}
${body}
${list}[${index}] = ${item};${sliced ? pauseAfter(index) : ""} }
s.depth--; ${target} = ${result}; }`;
  }

  #map(sender: SenderNode, receiver: MapWireType, target: string, sliced: boolean): string {
    const [count, map, index] = [this.#name("n"), this.#name("m"), this.#name("i")];
    const [key, item] = [this.#name("k"), this.#name("e")];
    const readKey = this.#value(sender.key as SenderNode, receiver.key, key, false);
    const body = this.#value(sender.elem as SenderNode, receiver.elem, item, false);
    return `{ ${readCount} const ${count} = x; s.pos = p; s.admit(${count}, ${leastBytes(sender)}, ${48 + costOf(receiver.elem)}); s.enter();
const ${map} = ${emptyMap(receiver, count)};
for (let ${index} = 0; ${index} < ${count}; ${index}++) { let ${key}, ${item};${atElement(sender)}
${readKey}
${body}
${putEntry(receiver, { map, key, item })}${sliced ? pauseAfter(index) : ""} }
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
    return `for (let ${field} = -1; p < end;) { ${readCount} if (x === 0) break;
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
    return isOmitted(field, this.#form) ? "undefined" : (scalarZero(field.type, this.#form) ?? "undefined");
  }

  /** The field's value for the object literal. */
  #finish({ field, local }: FieldSlot): string {
    if (isOmitted(field, this.#form) || scalarZero(field.type, this.#form) !== undefined) return local;
    return `${local} === undefined ? ${this.#zero(field.type)} : ${local}`;
  }

  /** An expression for the zero of a type that is no scalar. */
  #zero(type: WireType): string {
    switch (type.kind) {
      case "slice":
        return "[]";
      case "map":
        return emptyMap(type, "0");
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
      const value = isOmitted(field, this.#form)
        ? "undefined"
        : (scalarZero(field.type, this.#form) ?? this.#zero(field.type));
      return `${property(key)}: ${value}`;
    });
    this.#functions.push(`function ${name}() { return { ${properties.join(", ")} }; }`);
    return name;
  }
}
