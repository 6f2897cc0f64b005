/** Bit masks of 64 bits: what other programs set above the bits that mean something does not stop a message. */
import { describe, expect, it } from "vitest";
import { GobDecoder } from "../src/gob/decoder.ts";
import { GobEncoder } from "../src/gob/encoder.ts";
import { GobError } from "../src/gob/errors.ts";
import { decodeJson } from "../src/json/json-decoder.ts";
import type { WireType } from "../src/wire-type.ts";

const structOf = (type: WireType): WireType => ({
  kind: "struct",
  name: "Filter",
  fields: [{ name: "Mask", type }],
});
const mask = structOf({ kind: "uint", bits: 64, mask: true });
const plain = structOf({ kind: "uint", bits: 64 });
const ALL = 2n ** 64n - 1n;

/** What a mask comes to in each coder. */
const coders = {
  gob: (type: WireType, Mask: bigint, form: "plain" | "exact") => {
    const decoder = new GobDecoder({ form });
    decoder.push(new GobEncoder({ form: "exact" }).encode(plain, { Mask }));
    return decoder.next(type)?.value;
  },
  json: (type: WireType, Mask: bigint, form: "plain" | "exact") => decodeJson(type, `{"Mask":${Mask}}`, form),
};

describe.each(Object.entries(coders))("%s", (_name, decode) => {
  it.each([
    [5n, 5],
    [2n ** 53n - 1n, 2 ** 53 - 1],
    [2n ** 53n, 0],
    [ALL & ~2n, 2 ** 53 - 3],
  ])("a mask of %d keeps its lower 53 bits", (sent, kept) => {
    expect(decode(mask, sent, "plain")).toEqual({ Mask: kept });
  });

  it("is whole in the exact form, and no number but a mask loses bits", () => {
    expect(decode(mask, ALL, "exact")).toEqual({ Mask: ALL });
    expect(() => decode(plain, ALL, "plain")).toThrow(GobError);
  });
});
