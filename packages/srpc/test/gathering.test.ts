import fc from "fast-check";
import { afterEach, describe, expect, it, vi } from "vitest";
import { Gathering } from "../src/gob/gathering.ts";

const header = Buffer.from([0xfd, 1, 2, 3]);
const mebibyte = 2 ** 20;

function numbered(length: number): Buffer {
  const bytes = Buffer.alloc(length);
  for (let at = 0; at + 4 <= length; at += 4) bytes.writeUInt32BE((at * 2654435761) >>> 0, at);
  return bytes;
}

/** Adds `bytes` in pieces of the given sizes, taken in turn. */
function addAll(gathering: Gathering, bytes: Buffer, sizes: readonly number[]): number {
  let taken = 0;
  for (let at = 0, i = 0; at < bytes.length; i++) {
    const size = sizes[i % sizes.length] as number;
    taken += gathering.add(bytes.subarray(at, at + size));
    at += size;
  }
  return taken;
}

describe("Gathering", () => {
  afterEach(() => {
    vi.restoreAllMocks();
  });

  const lengths = fc.oneof(
    fc.integer({ min: 1, max: 100_000 }),
    fc.constantFrom(mebibyte - 1, mebibyte, mebibyte + 1, 4 * mebibyte + 3, 17 * mebibyte + 1),
  );
  const sizes = fc.array(fc.integer({ min: 3000, max: 6 * mebibyte }), { minLength: 1, maxLength: 5 });

  it("puts pieces of any size together, at every moment", () => {
    fc.assert(
      fc.property(lengths, sizes, fc.double({ min: 0, max: 1, noNaN: true }), (length, pieces, part) => {
        const bytes = numbered(length);
        const cut = Math.floor(length * part);
        const gathering = new Gathering(header, length);
        addAll(gathering, bytes.subarray(0, cut), pieces);
        expect(gathering.isComplete).toBe(cut === length);
        expect(gathering.size).toBe(header.length + cut);
        expect(gathering.bytes().equals(Buffer.concat([header, bytes.subarray(0, cut)]))).toBe(true);
        addAll(gathering, bytes.subarray(cut), pieces);
        expect(gathering.isComplete).toBe(true);
        expect(gathering.content().equals(bytes)).toBe(true);
      }),
      { numRuns: 60 },
    );
  });

  it("leaves what comes after the chunk", () => {
    const gathering = new Gathering(header, 10);
    expect(gathering.add(numbered(8))).toBe(8);
    expect(gathering.add(numbered(8))).toBe(2);
    expect(gathering.add(numbered(8))).toBe(0);
    expect(gathering.content()).toHaveLength(10);
  });

  it("reserves memory for what has come, whatever was announced", () => {
    const before = process.memoryUsage().arrayBuffers;
    const gathering = new Gathering(header, 64 * mebibyte);
    expect(process.memoryUsage().arrayBuffers - before).toBeLessThanOrEqual(mebibyte);
    addAll(gathering, numbered(2 * mebibyte), [16 * 1024]);
    expect(process.memoryUsage().arrayBuffers - before).toBeLessThanOrEqual(8 * mebibyte);
  });

  it("is never busy for long: what has come moves along with what comes", () => {
    const copy = vi.spyOn(Buffer.prototype, "copy");
    const gathering = new Gathering(header, 32 * mebibyte);
    const piece = numbered(16 * 1024);
    while (!gathering.isComplete) {
      copy.mockClear();
      gathering.add(piece);
      const bytes = copy.mock.results.reduce((sum, { value }) => sum + (value as number), 0);
      expect(bytes).toBeLessThanOrEqual(3 * piece.length);
    }
    copy.mockClear();
    gathering.content();
    expect(copy).not.toHaveBeenCalled();
  });
});
