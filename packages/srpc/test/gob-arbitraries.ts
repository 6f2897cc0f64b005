/** Random types and exact values of them, for property tests and the fuzzer. */
import fc from "fast-check";
import type { MapWireType, StructWireType, WireField, WireType } from "../src/wire-type.ts";

const enumType: WireType = { kind: "enum", name: "State", texts: ["starting", "running", "stopped"] };
const circle: StructWireType = {
  kind: "struct",
  name: "Circle",
  fields: [{ name: "Radius", type: { kind: "float", bits: 64 } }],
};
const group: StructWireType = {
  kind: "struct",
  name: "Group",
  get fields(): readonly WireField[] {
    return [
      { name: "Name", type: { kind: "string" } },
      { name: "Of", type: shape },
    ];
  },
};
const shape: WireType = {
  kind: "interface",
  name: "Shape",
  implementations: new Map<string, WireType>([
    ["*test.Circle", circle],
    ["*test.Group", group],
    ["[]string", { kind: "slice", elem: { kind: "string" } }],
  ]),
};

const scalars: readonly WireType[] = [
  { kind: "bool" },
  { kind: "int", bits: 8 },
  { kind: "int", bits: 32 },
  { kind: "int", bits: 64 },
  { kind: "uint", bits: 16 },
  { kind: "uint", bits: 64 },
  { kind: "float", bits: 32 },
  { kind: "float", bits: 64 },
  { kind: "complex" },
  { kind: "string" },
  { kind: "bytes" },
  { kind: "ip" },
  { kind: "time" },
  { kind: "duration" },
  enumType,
];
const keys: readonly WireType[] = [
  { kind: "string" },
  { kind: "uint", bits: 64 },
  { kind: "int", bits: 64 },
  { kind: "bool" },
];

const fieldNames = ["A", "Bb", "Name", "IpAddress", "Constructor", "X9", "Übung", "HasOwnProperty", "Y"];

const { type: wireType, struct: structType } = fc.letrec<{ type: WireType; struct: StructWireType }>(
  (tie) => ({
    type: fc.oneof(
      { depthSize: "small", withCrossShrink: true },
      fc.constantFrom(...scalars),
      fc.constant(shape),
      tie("struct"),
      tie("type").map((elem): WireType => ({ kind: "slice", elem: notPointer(elem) })),
      fc
        .tuple(tie("type"), fc.nat(3))
        .map(([elem, len]): WireType => ({ kind: "array", elem: notPointer(elem), len })),
      fc
        .tuple(fc.constantFrom(...keys), tie("type"), fc.boolean())
        .map(([key, elem, large]) => mapType(key, notPointer(elem), large)),
      tie("type").map((elem): WireType => ({ kind: "pointer", elem })),
    ),
    struct: fc
      .tuple(
        fc.uniqueArray(fc.constantFrom(...fieldNames), { maxLength: 6 }),
        fc.array(tie("type"), { minLength: 6, maxLength: 6 }),
      )
      .map(([names, types]): StructWireType => {
        const fields = names.map((name, index) => ({ name, type: types[index] as WireType }));
        return { kind: "struct", name: "Random", fields };
      }),
  }),
);

function mapType(key: WireType, elem: WireType, large: boolean): MapWireType {
  return { kind: "map", key, elem, ...(large && { large }) };
}

/** Nil elements cannot be sent. */
function notPointer(type: WireType): WireType {
  return type.kind === "pointer" ? notPointer(type.elem) : type;
}

export const anyStruct = structType;
export const anyType = wireType;

const time = fc.record({
  unixSeconds: fc.integer({ min: -62_135_596_800, max: 253_402_300_799 }),
  nanoseconds: fc.integer({ min: 0, max: 999_999_999 }),
  offsetSeconds: fc.option(
    fc
      .integer({ min: -14 * 60, max: 14 * 60 })
      .filter((n) => n !== -1)
      .map((n) => n * 60),
  ),
});

function integer(bits: number, signed: boolean): fc.Arbitrary<number | bigint> {
  const max = 2n ** BigInt(signed ? bits - 1 : bits) - 1n;
  const all = fc.bigInt({ min: signed ? -max - 1n : 0n, max });
  return fc
    .oneof(fc.constantFrom(0n, 1n, max), all)
    .map((n) => (Number.isSafeInteger(Number(n)) ? Number(n) : n));
}

/** Exact values of a type. */
export function exactValue(type: WireType, depth = 0): fc.Arbitrary<unknown> {
  const inner = (elem: WireType): fc.Arbitrary<unknown> => exactValue(elem, depth + 1);
  const maxLength = depth > 3 ? 1 : 3;
  switch (type.kind) {
    case "bool":
      return fc.boolean();
    case "int":
    case "uint":
      return integer(type.bits, type.kind === "int");
    case "duration":
      return integer(64, true);
    case "enum":
      return integer(64, false);
    case "float":
      return type.bits === 32 ? fc.float() : fc.double();
    case "complex":
      return fc.tuple(fc.double(), fc.double());
    case "string":
      return fc.string({ unit: "grapheme", maxLength: 50 });
    case "bytes":
      return fc.uint8Array({ maxLength: 200 });
    case "ip":
      return fc.oneof(
        fc.uint8Array({ minLength: 4, maxLength: 4 }),
        fc.uint8Array({ minLength: 16, maxLength: 16 }),
      );
    case "time":
      return time;
    case "struct":
      return fc.tuple(...type.fields.map((field) => inner(field.type))).map((values) => {
        return Object.fromEntries(type.fields.map((field, index) => [field.name, values[index]]));
      });
    case "slice":
      return fc.array(inner(type.elem), { maxLength });
    case "array":
      return fc.array(inner(type.elem), { minLength: type.len, maxLength: type.len });
    case "map":
      return fc.option(mapOf(type, inner(type.elem), maxLength));
    case "pointer":
      return fc.option(inner(type.elem));
    default:
      return depth > 4
        ? fc.constant(null)
        : fc.option(
            fc
              .constantFrom(...type.implementations)
              .chain(([name, implementation]) =>
                inner(implementation).map(($value) => ({ $type: name, $value })),
              ),
          );
  }
}

function mapOf(
  type: MapWireType,
  elem: fc.Arbitrary<unknown>,
  maxLength: number,
): fc.Arbitrary<Record<string, unknown> | ReadonlyMap<string, unknown>> {
  const names = fc.constantFrom("__proto__", "constructor", "a", "toString", "b c", "7");
  const key = type.key.kind === "string" ? names : exactValue(type.key).map(String);
  return fc.array(fc.tuple(key, elem), { maxLength }).map((entries) => {
    const map: Record<string, unknown> = Object.create(null);
    for (const [name, value] of entries) map[name] = value;
    return type.large ? new Map(Object.entries(map)) : map;
  });
}
