/** What a strict reader of DER found wrong. */
export class DerError extends Error {
  override readonly name = "DerError";
}

/** One element: its tag byte and the bounds of its content within the input. */
export interface DerElement {
  readonly tag: number;
  readonly start: number;
  readonly end: number;
}

export const derTag = {
  boolean: 0x01,
  octetString: 0x04,
  oid: 0x06,
  utf8String: 0x0c,
  printableString: 0x13,
  ia5String: 0x16,
  sequence: 0x30,
} as const;

/** Reads the element at `at`, which must end at or before `limit`. Definite, shortest lengths only. */
export function readDer(bytes: Uint8Array, at: number, limit: number): DerElement {
  if (at + 2 > limit) throw new DerError("DER ends inside an element");
  const tag = bytes[at] as number;
  if ((tag & 0x1f) === 0x1f) throw new DerError("DER tag of more than one byte");
  const first = bytes[at + 1] as number;
  let start = at + 2;
  let length = first;
  if (first >= 0x80) {
    const count = first & 0x7f;
    if (count === 0 || count > 3 || start + count > limit) throw new DerError("DER length is malformed");
    length = 0;
    for (let i = 0; i < count; i++) length = length * 256 + (bytes[start + i] as number);
    if (length < 0x80 || length < 256 ** (count - 1))
      throw new DerError("DER length is not the shortest form");
    start += count;
  }
  if (start + length > limit) throw new DerError("DER element is longer than what holds it");
  return { tag, start, end: start + length };
}

/** The elements inside a constructed one. */
export function derChildren(bytes: Uint8Array, parent: { start: number; end: number }): DerElement[] {
  const children: DerElement[] = [];
  for (let at = parent.start; at < parent.end; ) {
    const child = readDer(bytes, at, parent.end);
    children.push(child);
    at = child.end;
  }
  return children;
}

/** An object identifier as dotted text. */
export function derOid(bytes: Uint8Array, element: DerElement): string {
  const parts: number[] = [];
  let value = 0;
  for (let i = element.start; i < element.end; i++) {
    const byte = bytes[i] as number;
    value = value * 128 + (byte & 0x7f);
    if (value > Number.MAX_SAFE_INTEGER / 128) throw new DerError("object identifier is too large");
    if (byte < 0x80) {
      parts.push(value);
      value = 0;
    }
  }
  const first = parts[0] ?? 0;
  const top = Math.min(2, Math.floor(first / 40));
  return [top, first - 40 * top, ...parts.slice(1)].join(".");
}

/**
 * A whole value of the form SEQUENCE OF string.
 * @throws DerError when it is anything else, or bytes follow it.
 */
export function derStringList(bytes: Uint8Array): string[] {
  const list = readDer(bytes, 0, bytes.length);
  if (list.tag !== derTag.sequence) throw new DerError("not a SEQUENCE");
  if (list.end !== bytes.length) throw new DerError("bytes after the SEQUENCE");
  return derChildren(bytes, list).map((child) => {
    const { tag } = child;
    if (tag !== derTag.utf8String && tag !== derTag.printableString && tag !== derTag.ia5String) {
      throw new DerError("not a string");
    }
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes.subarray(child.start, child.end));
  });
}
