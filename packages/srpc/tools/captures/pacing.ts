/** Ways to cut a stream of bytes, and to wait for the other side without clocks. */

export type Pace = "whole" | "byte by byte" | "cut anywhere";

export const paces: readonly Pace[] = ["whole", "byte by byte", "cut anywhere"];

/** A turn of the event loop: everything that is at hand has been looked at. */
export function turn(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}

/** Several turns: promises and streams in a row have settled. */
export async function settle(): Promise<void> {
  for (let i = 0; i < 12; i++) await turn();
}

/** The pieces in which bytes are delivered; the same for the same seed. */
export function* pieces(bytes: Buffer, pace: Pace, seed: number): Generator<Buffer> {
  if (pace === "whole") {
    if (bytes.length > 0) yield bytes;
    return;
  }
  let state = seed >>> 0 || 1;
  for (let at = 0; at < bytes.length; ) {
    let size = 1;
    if (pace === "cut anywhere") {
      state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
      size = 1 + ((state >>> 16) % 97);
    }
    yield bytes.subarray(at, at + size);
    at += size;
  }
}
