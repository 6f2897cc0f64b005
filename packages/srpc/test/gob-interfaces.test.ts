/** Interface values: they may bring the definitions of their types along, in the middle of the value around them. */
import { describe, expect, it } from "vitest";
import { GobDecoder } from "../src/gob/decoder.ts";
import { GobEncoder } from "../src/gob/encoder.ts";
import type { StructWireType, WireType } from "../src/wire-type.ts";

const text: WireType = { kind: "string" };
const square: StructWireType = {
  kind: "struct",
  name: "Square",
  fields: [{ name: "Side", type: { kind: "uint", bits: 64 } }],
};
const group: StructWireType = {
  kind: "struct",
  name: "Group",
  get fields() {
    return [{ name: "Of", type: shapes }];
  },
};
const shape: WireType = {
  kind: "interface",
  name: "Shape",
  implementations: new Map<string, WireType>([
    ["test.Square", square],
    ["test.Group", group],
    ["string", text],
  ]),
};
const shapes: WireType = { kind: "slice", elem: shape };
const drawing: StructWireType = {
  kind: "struct",
  name: "Drawing",
  fields: [
    { name: "Shapes", type: shapes },
    { name: "ByName", type: { kind: "map", key: text, elem: shape } },
    { name: "Note", type: text },
  ],
};
const note: StructWireType = { kind: "struct", name: "Drawing", fields: [{ name: "Note", type: text }] };

const someSquare = { $type: "test.Square", $value: { Side: 3 } };
const strings = (count: number): unknown[] => new Array(count).fill({ $type: "string", $value: "x" });

function decoded<T>(type: WireType, stream: Buffer): T | undefined {
  const decoder = new GobDecoder();
  decoder.push(stream);
  decoder.end();
  return decoder.next<T>(type)?.value;
}

interface Drawing {
  readonly Shapes?: readonly unknown[];
  readonly ByName?: Readonly<Record<string, unknown>>;
  readonly Note?: string;
}

describe("a list of interface values", () => {
  // What follows a definition lies in the next chunk, which may well be shorter than the list is long.
  const value = {
    Shapes: [...strings(300), someSquare, ...strings(300)],
    ByName: Object.fromEntries([["first", someSquare], ...strings(200).map((s, i) => [`name ${i}`, s])]),
    Note: "end",
  };

  it.each<[string, Drawing]>([
    ["in its first element", { ...value, Shapes: [someSquare, ...strings(300)] }],
    ["in the middle", value],
    ["of a map", { ByName: value.ByName }],
  ])("goes on in the next chunk after a definition %s", (_, sent) => {
    const stream = new GobEncoder().encode(drawing, sent);
    const got = decoded<Drawing>(drawing, stream);
    expect(got?.Shapes ?? []).toEqual(sent.Shapes ?? []);
    expect({ ...got?.ByName }).toEqual(sent.ByName);
  });

  it("is skipped as far as it goes", () => {
    expect(decoded(note, new GobEncoder().encode(drawing, value))).toEqual({ Note: "end" });
  });
});

describe("a definition inside an interface value inside another one", () => {
  it("may be followed by any number of bytes of the values around it", () => {
    const inner = { $type: "test.Group", $value: { Of: [someSquare, ...strings(50_000)] } };
    const sent = { Shapes: [inner], Note: "end" };
    const stream = new GobEncoder().encode(drawing, sent);
    expect(stream.length).toBeGreaterThan(2 ** 17);
    expect(decoded<Drawing>(drawing, stream)?.Shapes).toEqual(sent.Shapes);
  });

  it("is itself limited in size", () => {
    const named: StructWireType = { ...square, name: "n".repeat(70_000) };
    const any = (name: string, type: WireType): WireType => ({
      kind: "interface",
      name: "Any",
      implementations: new Map([[name, type]]),
    });
    const type: WireType = {
      kind: "slice",
      elem: any("list", { kind: "slice", elem: any("named", named) }),
    };
    const sent = [{ $type: "list", $value: [{ $type: "named", $value: { Side: 1 } }] }];
    expect(() => decoded(type, new GobEncoder().encode(type, sent))).toThrow(
      expect.objectContaining({ code: "limit" }),
    );
  });
});

describe("a huge count of values that may be interfaces", () => {
  const holder: StructWireType = { kind: "struct", name: "Holder", fields: [{ name: "V", type: shape }] };
  const cases: readonly (readonly [string, WireType])[] = [
    ["list", { kind: "slice", elem: holder }],
    ["map", { kind: "map", key: { kind: "uint", bits: 64 }, elem: holder }],
  ];

  /** The definitions, and a value that announces 2^52 elements and has two empty ones. */
  function hugeStream(outer: StructWireType): Buffer {
    const emptyValue = "03ff8200";
    const empty = new GobEncoder().encode(outer, {}).toString("hex");
    expect(empty.endsWith(emptyValue)).toBe(true);
    const value = "0fff8201f91000000000000000000000";
    return Buffer.from(empty.slice(0, -emptyValue.length) + value, "hex");
  }

  it.each(cases)("of a %s ends with the bytes, wanted or skipped", (_, type) => {
    const outer: StructWireType = { kind: "struct", name: "Outer", fields: [{ name: "L", type }] };
    const stream = hugeStream(outer);
    expect(() => decoded(outer, stream)).toThrow(expect.objectContaining({ code: "limit" }));
    const decoder = new GobDecoder();
    decoder.push(stream);
    expect(() => decoder.skip()).toThrow(expect.objectContaining({ code: "corrupt" }));
  });
});
