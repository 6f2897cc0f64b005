/** How Dominator's JSON (and the plain form) flattens embedded structs, by the rules of Go's encoding/json. */
import type { StructWireType, WireField } from "./wire-type.ts";

/** One property of the flattened object: the way to it through embedded structs, and the field itself last. */
export interface FlatField {
  readonly name: string;
  readonly path: readonly WireField[];
  readonly field: WireField;
}

const cache = new WeakMap<StructWireType, readonly FlatField[]>();

export function jsonNameOf(field: WireField): string {
  return field.jsonName ?? field.name;
}

/** The struct type of an embedded field whose own fields move up into the outer object. */
export function embeddedStruct(field: WireField): StructWireType | undefined {
  return field.embedded && field.type.kind === "struct" ? field.type : undefined;
}

/**
 * Properties of a struct's object. Of several with one name the least deeply embedded wins; two at that depth cancel
 * each other out unless exactly one has an explicit JSON name.
 */
export function flattenFields(struct: StructWireType): readonly FlatField[] {
  let fields = cache.get(struct);
  if (!fields) {
    fields = withoutHidden(collect(struct, []));
    cache.set(struct, fields);
  }
  return fields;
}

function collect(struct: StructWireType, path: readonly WireField[]): FlatField[] {
  return struct.fields.flatMap((field) => {
    const inner = embeddedStruct(field);
    if (inner) return collect(inner, [...path, field]);
    return [{ name: jsonNameOf(field), path: [...path, field], field }];
  });
}

function withoutHidden(all: readonly FlatField[]): FlatField[] {
  const byName = groupByName(all);
  return all.filter((one) => {
    const rivals = byName.get(one.name) ?? [];
    if (rivals.length === 1) return true;
    const least = Math.min(...rivals.map((f) => f.path.length));
    const top = rivals.filter((f) => f.path.length === least);
    const named = top.filter((f) => f.field.jsonName !== undefined);
    const winner = top.length === 1 ? top[0] : named.length === 1 ? named[0] : undefined;
    return one === winner;
  });
}

function groupByName(all: readonly FlatField[]): Map<string, FlatField[]> {
  const groups = new Map<string, FlatField[]>();
  for (const field of all) groups.set(field.name, [...(groups.get(field.name) ?? []), field]);
  return groups;
}
