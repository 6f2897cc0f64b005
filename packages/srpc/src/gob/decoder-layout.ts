/** Which fields of a receiver there are, under which names, and whether a sender's type fits them. */
import { embeddedStruct } from "../flatten.ts";
import type { StructWireType, ValueForm, WireField, WireType } from "../wire-type.ts";
import { GobError } from "./errors.ts";
import type { SenderKind, SenderNode } from "./sender-types.ts";
import { wireKindOf } from "./wire-facts.ts";

/** Where a decoded field goes: a local variable, or (plain form) the fields of an embedded struct. */
export type Layout = ReadonlyMap<string, Goal>;

export interface Goal {
  readonly field: WireField;
  readonly local?: string;
  readonly inner?: Layout;
}

/** A property of the object that is made, and the variable that holds it until then. */
export interface FieldSlot {
  readonly name: string;
  readonly field: WireField;
  readonly local: string;
}

/** The layout of plain form, in which embedded structs share the variables of the outer object. */
export function flatLayout(
  struct: StructWireType,
  prefix: string,
  locals: ReadonlyMap<string, string>,
): Layout {
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
export function isExported(name: string): boolean {
  return /^\p{Lu}/u.test(name);
}

/** Throws a `mismatch` where a sender's value is of another kind than the receiver's. */
export function requireKind(sender: SenderNode, receiver: WireType): void {
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

/** Whether a zero field is left out of the object (plain form, `omitempty`). */
export function isOmitted(field: WireField, form: ValueForm): boolean {
  const { kind } = field.type;
  if (form !== "plain" || !field.omitempty) return false;
  return kind !== "struct" && kind !== "time" && kind !== "array";
}
