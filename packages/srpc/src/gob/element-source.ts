/** What generated decoders do around each element of a list or map. */
import { leastBytes, type SenderNode } from "./sender-types.ts";

/** Where the count cannot be held against the bytes left, each element is: an empty struct takes none at the end. */
export function atElement(list: SenderNode): string {
  return leastBytes(list) === 0 ? " if (p >= end) s.eof();" : "";
}

/** Every few elements a sliced decoder looks whether its time is up. */
export function pauseAfter(index: string): string {
  return ` if ((${index} & 7) === 7) { s.pos = p; if (s.expired()) yield; }`;
}
