/** What generated decoders do around each element of a list or map. */
import type { MapWireType } from "../wire-type.ts";
import { leastBytes, type SenderNode } from "./sender-types.ts";

/** Where the count cannot be held against the bytes left, each element is: an empty struct takes none at the end. */
export function atElement(list: SenderNode): string {
  return leastBytes(list) === 0 ? " if (p >= end) s.eof();" : "";
}

/** Every few elements a sliced decoder looks whether its time is up. */
export function pauseAfter(index: string): string {
  return ` if ((${index} & 7) === 7) { s.pos = p; if (s.expired()) yield; }`;
}

/** What entries are put into; objects of a class are faster as long as they are small. `count` is the source of their number. */
export function emptyMap(type: MapWireType, count: string): string {
  return type.large ? "new Map()" : `(${count} > 12 ? { __proto__: null } : new NullMap())`;
}

/** Puts one entry, given by the names of variables, into its map. Keys are text, whatever they are in gob. */
export function putEntry(type: MapWireType, names: { map: string; key: string; item: string }): string {
  const { map, key, item } = names;
  if (!type.large) return `${map}[${key}] = ${item};`;
  return `${map}.set(${type.key.kind === "string" ? key : `String(${key})`}, ${item});`;
}
