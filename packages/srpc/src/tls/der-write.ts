import { derTag } from "./der.ts";

/** SEQUENCE OF UTF8String, the form of the extensions with methods and groups. */
export function derStringListBytes(texts: readonly string[]): Buffer {
  const items = texts.map((text) => derBytes(derTag.utf8String, Buffer.from(text, "utf8")));
  return derBytes(derTag.sequence, Buffer.concat(items));
}

function derBytes(tag: number, content: Buffer): Buffer {
  return Buffer.concat([Buffer.from([tag, ...lengthBytes(content.length)]), content]);
}

function lengthBytes(length: number): number[] {
  if (length < 0x80) return [length];
  if (length < 0x100) return [0x81, length];
  if (length < 0x10000) return [0x82, length >> 8, length & 0xff];
  throw new RangeError("a list of more than 64 KiB has no place in a certificate");
}
