/** Random types and values come back as they went, however the stream is cut and whoever else is on it. */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { GobDecoder } from "../src/gob/decoder.ts";
import { GobEncoder } from "../src/gob/encoder.ts";
import type { StructWireType, WireType } from "../src/wire-type.ts";
import { canonicalMessages } from "../tools/vectors/canonical.ts";
import { anyStruct, anyType, exactValue } from "./gob-arbitraries.ts";

const runs = { numRuns: 120 };

function encodeAll(type: WireType, values: readonly unknown[], form: "plain" | "exact" = "exact"): Buffer {
  const encoder = new GobEncoder({ form });
  return Buffer.concat(values.map((value) => encoder.encode(type, value)));
}

function decodeAll(
  type: WireType,
  pieces: readonly Uint8Array[],
  form: "plain" | "exact" = "exact",
): unknown[] {
  const decoder = new GobDecoder({ form });
  const values: unknown[] = [];
  for (const piece of pieces) {
    decoder.push(piece);
    for (let message = decoder.next(type); message; message = decoder.next(type)) values.push(message.value);
  }
  decoder.end();
  expect(decoder.next(type)).toBeUndefined();
  return values;
}

/** Some type and a few values of it. */
function streams(types: fc.Arbitrary<WireType>): fc.Arbitrary<[WireType, unknown[]]> {
  return types.chain((type) =>
    fc.tuple(
      fc.constant(type),
      fc.array(
        exactValue(type).filter((v) => v !== null),
        { minLength: 1, maxLength: 3 },
      ),
    ),
  );
}

const topLevel = anyType.filter((type) => type.kind !== "interface" && type.kind !== "pointer");

describe("random types and values", () => {
  it("are the same after a second trip, and the same bytes", () => {
    fc.assert(
      fc.property(streams(topLevel), ([type, values]) => {
        const first = encodeAll(type, values);
        const decoded = decodeAll(type, [first]);
        const second = encodeAll(type, decoded);
        expect(canonicalMessages(second)).toEqual(canonicalMessages(first));
        expect(decodeAll(type, [second])).toEqual(decoded);
      }),
      runs,
    );
  });

  it("keep every scalar", () => {
    const scalars = topLevel.filter((type) => !["struct", "array", "slice", "map"].includes(type.kind));
    fc.assert(
      fc.property(streams(scalars), ([type, values]) => {
        expect(decodeAll(type, [encodeAll(type, values)])).toEqual(values);
      }),
      runs,
    );
  });

  it("do not depend on how the stream is cut", () => {
    fc.assert(
      fc.property(streams(anyStruct), fc.array(fc.nat(400), { maxLength: 12 }), ([type, values], cuts) => {
        const stream = encodeAll(type, values);
        const places = [...new Set(cuts.map((cut) => cut % stream.length))].sort((a, b) => a - b);
        const pieces = [...places, stream.length].map((end, index) =>
          stream.subarray(places[index - 1] ?? 0, end),
        );
        const whole = decodeAll(type, [stream]);
        expect(decodeAll(type, pieces)).toEqual(whole);
        expect(
          decodeAll(
            type,
            Array.from(stream, (byte) => Uint8Array.of(byte)),
          ),
        ).toEqual(whole);
      }),
      { numRuns: 60 },
    );
  });

  it("have a plain form that is stable", () => {
    fc.assert(
      fc.property(streams(anyStruct), ([type, values]) => {
        const stream = encodeAll(type, values);
        let plain: unknown[];
        try {
          plain = decodeAll(type, [stream], "plain");
        } catch {
          return; // numbers beyond 2^53 have no plain form
        }
        expect(decodeAll(type, [encodeAll(type, plain, "plain")], "plain")).toEqual(plain);
      }),
      runs,
    );
  });

  it("are decoded in slices as in one go", async () => {
    const everyPause = { slicedFrom: 0, sliceMs: -1 };
    await fc.assert(
      fc.asyncProperty(streams(anyStruct), async ([type, values]) => {
        const stream = encodeAll(type, values);
        const decoder = new GobDecoder({ form: "exact" });
        const sliced: unknown[] = [];
        for (const byte of stream) {
          decoder.push(Uint8Array.of(byte));
          const message = await decoder.nextSliced(type, everyPause);
          if (message) sliced.push(message.value);
        }
        expect(sliced).toEqual(decodeAll(type, [stream]));
      }),
      { numRuns: 50 },
    );
  });
});

it("byte strings of many megabytes have a text form too", () => {
  const type: StructWireType = {
    kind: "struct",
    name: "S",
    fields: [{ name: "B", type: { kind: "bytes" } }],
  };
  const text = Buffer.alloc(8 * 2 ** 20, 7).toString("base64");
  const decoder = new GobDecoder();
  decoder.push(new GobEncoder().encode(type, { B: text }));
  expect(decoder.next(type)?.value).toEqual({ B: text });
  for (const bad of ["A", "AAA", "A===", "AA=A", "AA AA", "AA-_", "===="]) {
    expect(() => new GobEncoder().encode(type, { B: bad })).toThrow(/no base64/);
  }
});
