/** Byte strings from their text forms. */
import { GobError } from "./errors.ts";

/** Without groups: those would take a level of the stack for each repetition, and megabytes have too many. */
const base64Pattern = /^[A-Za-z0-9+/]*={0,2}$/;

/** The bytes of padded base64 text; throws a `value` error if it is none. */
export function parseBase64(value: unknown): Buffer {
  if (typeof value !== "string" || value.length % 4 !== 0 || !base64Pattern.test(value)) {
    throw new GobError("value", "the value to encode is no base64 text");
  }
  return Buffer.from(value, "base64");
}

/** The bytes of a hardware address in text; throws a `value` error if it is none. */
export function parseMac(value: unknown): Buffer {
  if (value === "") return Buffer.alloc(0);
  if (
    typeof value !== "string" ||
    !/^[0-9a-fA-F]{2}(?:([:-])[0-9a-fA-F]{2})(?:\1[0-9a-fA-F]{2})*$/.test(value)
  ) {
    throw new GobError("value", "the value to encode is no hardware address");
  }
  const bytes = Buffer.from(value.replace(/[:-]/g, ""), "hex");
  if (![6, 8, 20].includes(bytes.length))
    throw new GobError("value", "the value to encode is no hardware address");
  return bytes;
}
