/** Maps that may hold very many entries are Maps as values, and the same as others on the wire. */
import { expect, it } from "vitest";
import { GobDecoder } from "../src/gob/decoder.ts";
import { GobEncoder } from "../src/gob/encoder.ts";
import { decodeJson } from "../src/json/json-decoder.ts";
import { encodeJson } from "../src/json/json-encoder.ts";
import { withLargeMaps } from "../src/large-maps.ts";
import type { StructWireType, ValueForm, WireType } from "../src/wire-type.ts";

const sizes = (key: WireType): StructWireType => ({
  kind: "struct",
  name: "Sizes",
  fields: [
    { name: "Sizes", type: { kind: "map", key, elem: { kind: "uint", bits: 64 } } },
    { name: "Others", type: { kind: "map", key, elem: { kind: "bool" } }, omitempty: true },
  ],
});
const byName = sizes({ kind: "string" });
const byNumber = sizes({ kind: "int", bits: 64 });
const forms: readonly ValueForm[] = ["plain", "exact"];

function decode(type: WireType, bytes: Buffer, form: ValueForm): unknown {
  const decoder = new GobDecoder({ form });
  decoder.push(bytes);
  return decoder.next(type)?.value;
}

const cases: readonly (readonly [string, StructWireType, readonly (readonly [string, number])[]])[] = [
  [
    "names that mean something to objects",
    byName,
    [
      ["__proto__", 1],
      ["constructor", 2],
      ["a b", 3],
    ],
  ],
  [
    "numbers",
    byNumber,
    [
      ["12", 1],
      ["-7", 2],
    ],
  ],
  ["none", byName, []],
];

it.each(cases)("hold %s", (_name, type, entries) => {
  const large = withLargeMaps(type, ["Sizes"]);
  const object = Object.assign(Object.create(null), { Sizes: Object.create(null) });
  for (const [key, value] of entries) object.Sizes[key] = value;
  const map = { Sizes: new Map(entries) };
  for (const form of forms) {
    const bytes = new GobEncoder({ form }).encode(type, object);
    expect(new GobEncoder({ form }).encode(large, map)).toEqual(bytes);
    expect(decode(large, bytes, form)).toMatchObject(map);
    const text = encodeJson(type, object, form);
    expect(encodeJson(large, map, form)).toBe(text);
    expect(decodeJson(large, text, form)).toMatchObject(map);
  }
});

it("are an empty Map when absent, null in exact form, and left out where a zero is", () => {
  const large = withLargeMaps(byName, ["Sizes", "Others"]);
  const bytes = new GobEncoder().encode(byName, {});
  expect(decode(large, bytes, "plain")).toEqual({ Sizes: new Map(), Others: undefined });
  expect(decode(large, bytes, "exact")).toEqual({ Sizes: null, Others: null });
  expect(decodeJson(large, "{}")).toMatchObject({ Sizes: new Map() });
  expect(encodeJson(large, { Sizes: new Map(), Others: new Map() })).toBe('{"Sizes":{}}');
});

it("are refused as objects", () => {
  const large = withLargeMaps(byName, ["Sizes"]);
  expect(() => new GobEncoder().encode(large, { Sizes: { a: 1 } })).toThrow("no map");
  expect(() => encodeJson(large, { Sizes: { a: 1 } })).toThrow();
});
