import type { ByteRing } from "./byte-ring.ts";

const sequenceStart = 0x1b;
const lineFeed = 0x0a;
/** Longest look for such a place, in bytes. */
export const searchBytes = 4096;

/**
 * The next place in a terminal's stream where one may begin to read: behind the end of a line, or before a sequence
 * begins. Anywhere else may be the middle of a sequence or of a letter, and the rest of it would be drawn as it is.
 * @returns `offset` itself when there is none near
 */
export function calmPlace(ring: ByteRing, offset: number): number {
  let at = offset;
  while (at < offset + searchBytes) {
    const piece = ring.read(at, offset + searchBytes - at);
    if (piece === undefined) break;
    const found = piece.bytes.findIndex((byte) => byte === sequenceStart || byte === lineFeed);
    if (found >= 0) return piece.offset + found + (piece.bytes[found] === lineFeed ? 1 : 0);
    at = piece.offset + piece.bytes.length;
  }
  return offset;
}
