/** Strings out of the receive buffer. */

/** Node's own slicing to one-byte text: a call of `toString` costs half as much again for short pieces. */
interface Latin1Slices {
  latin1Slice(start: number, end: number): string;
}

/** The one-byte text of `buf[start..end)`. */
export function latin1At(buf: Buffer, start: number, end: number): string {
  return (buf as unknown as Latin1Slices).latin1Slice(start, end);
}

/** A piece of the buffer as one-byte text, of which ASCII strings are cut. */
export interface TextWindow {
  windowText: string;
  windowStart: number;
  windowEnd: number;
  readonly end: number;
}

/**
 * Strings of a window keep it in memory, so it must be small; each costs a call into native code, so it must hold more
 * than a few strings.
 */
const windowSize = 2048;

/** Strings seen more than once, by hash: users, images and tags occur again and again. */
const tableSize = 4096;
const longestShared = 64;
const shared: string[] = new Array(tableSize).fill("");
const seenHashes = new Int32Array(tableSize);

/** The string of `length` bytes at `start`; bytes that are no UTF-8 become U+FFFD. */
export function textAt(window: TextWindow, buf: Buffer, start: number, length: number): string {
  const end = start + length;
  if (length > longestShared) return longText(buf, start, end);
  let bits = 0;
  let hash = length;
  for (let at = start; at < end; at++) {
    const byte = buf[at] as number;
    bits |= byte;
    hash = (Math.imul(hash, 31) + byte) | 0;
  }
  if (bits > 127) return buf.toString("utf8", start, end);
  const slot = (hash ^ (hash >>> 13)) & (tableSize - 1);
  if (seenHashes[slot] === hash) {
    const candidate = shared[slot] as string;
    if (matches(candidate, buf, start, length)) return candidate;
    // A copy of its own: a piece of the window would keep that in memory.
    const text = latin1At(buf, start, end);
    shared[slot] = text;
    return text;
  }
  seenHashes[slot] = hash;
  if (start < window.windowStart || end > window.windowEnd) slide(window, buf, start);
  const from = start - window.windowStart;
  return window.windowText.substring(from, from + length);
}

function matches(candidate: string, buf: Buffer, start: number, length: number): boolean {
  if (candidate.length !== length) return false;
  for (let i = 0; i < length; i++) if (candidate.charCodeAt(i) !== buf[start + i]) return false;
  return true;
}

function slide(window: TextWindow, buf: Buffer, start: number): void {
  window.windowStart = start;
  window.windowEnd = Math.min(window.end, start + windowSize);
  window.windowText = latin1At(buf, start, window.windowEnd);
}

function longText(buf: Buffer, start: number, end: number): string {
  let bits = 0;
  for (let at = start; at < end; at++) bits |= buf[at] as number;
  return bits > 127 ? buf.toString("utf8", start, end) : latin1At(buf, start, end);
}

/** Maps of the wire: no property of theirs is inherited, and small ones keep the shape of a plain object. */
export const NullMap = function NullMap() {} as unknown as new () => Record<string, unknown>;
(NullMap as unknown as { prototype: object }).prototype = Object.freeze(Object.create(null));

/** The text of an enumeration's number this version has no name for; the encoder takes it back. */
export function unknownEnumText(name: string, value: number): string {
  return `UNKNOWN ${name} ${value}`;
}
