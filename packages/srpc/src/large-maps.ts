import type { StructWireType } from "./wire-type.ts";

/** A struct type as it is, but with the maps in the named fields taken for large ones: their values are Maps. */
export function withLargeMaps(struct: StructWireType, names: readonly string[]): StructWireType {
  const fields = struct.fields.map((field) => {
    const { type } = field;
    if (!names.includes(field.name) || type.kind !== "map") return field;
    return { ...field, type: { ...type, large: true as const } };
  });
  return { ...struct, fields };
}
