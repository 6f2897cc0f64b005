import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { ByteRing } from "../../src/consoles/byte-ring.ts";

const contentFrom = (ring: ByteRing, offset: number): string =>
  Buffer.concat([...ring.views(offset)]).toString("latin1");

describe("byte ring", () => {
  it("gives back what was appended, from any offset, whatever the pieces", () => {
    fc.assert(
      fc.property(fc.array(fc.uint8Array({ maxLength: 9000 }), { maxLength: 12 }), fc.nat(), (pieces, at) => {
        const ring = new ByteRing({ capacity: 1 << 20, start: 5 });
        for (const piece of pieces) ring.append(Buffer.from(piece));
        const all = Buffer.concat(pieces);
        const offset = all.length === 0 ? 0 : at % all.length;
        expect(ring.end).toBe(5 + all.length);
        expect(contentFrom(ring, 5 + offset)).toBe(all.subarray(offset).toString("latin1"));
      }),
      { numRuns: 50 },
    );
  });

  it("keeps at least its capacity and at most one piece more", () => {
    const ring = new ByteRing({ capacity: 100_000 });
    for (let count = 0; count < 1000; count += 1) ring.append(Buffer.alloc(7000, count));
    expect(ring.size).toBeGreaterThanOrEqual(100_000);
    expect(ring.size).toBeLessThan(100_000 + 65_536 + 7000);
    expect(ring.start).toBe(ring.end - ring.size);
  });

  it("does not spend memory on one-byte pieces", () => {
    const ring = new ByteRing({ capacity: 65_536 });
    for (let count = 0; count < 200_000; count += 1) ring.append(Buffer.from("x"));
    expect([...ring.views(0)].length).toBeLessThan(8);
  });

  it("never changes a view that is still in use, and uses other memory again", () => {
    const ring = new ByteRing({ capacity: 200_000 });
    for (let count = 0; count < 100; count += 1) ring.append(Buffer.alloc(3000, count));
    const piece = ring.read(ring.start, 3000);
    const before = piece?.bytes.toString("latin1");
    if (piece !== undefined) piece.lease.users += 1;
    for (let count = 0; count < 2000; count += 1) ring.append(Buffer.alloc(3000, "z"));
    expect(piece?.bytes.toString("latin1")).toBe(before);
  });

  it.each([1000, 24_000, 100_000, 1_000_000])(
    "holds %i bytes in little more memory than they need",
    (size) => {
      const ring = new ByteRing({ capacity: 4 << 20 });
      for (let left = size; left > 0; left -= 500) ring.append(Buffer.alloc(500));
      const memories = new Set([...ring.views(0)].map((view) => view.buffer));
      const held = [...memories].reduce((sum, memory) => sum + memory.byteLength, 0);
      expect(held).toBeLessThanOrEqual(Math.max(ring.size + 4096, ring.size * 1.15));
    },
  );
});
