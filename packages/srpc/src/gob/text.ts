/** Strings out of the receive buffer. */

/** The string of `length` bytes at `start`; bytes that are no UTF-8 become U+FFFD. */
export function textAt(buf: Buffer, start: number, length: number): string {
  const end = start + length;
  for (let at = start; at < end; at++) {
    if ((buf[at] as number) > 127) return buf.toString("utf8", start, end);
  }
  return buf.toString("latin1", start, end);
}

/** Maps of the wire: no property of theirs is inherited, and small ones keep the shape of a plain object. */
export const NullMap = function NullMap() {} as unknown as new () => Record<string, unknown>;
(NullMap as unknown as { prototype: object }).prototype = Object.freeze(Object.create(null));

/** The text of an enumeration's number this version has no name for; the encoder takes it back. */
export function unknownEnumText(name: string, value: number): string {
  return `UNKNOWN ${name} ${value}`;
}
