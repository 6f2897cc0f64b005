/** A growing buffer and the encodings of single values. Generated encoders call these methods. */
import type { ExactTime, InterfaceWireType } from "../wire-type.ts";
import { GobError } from "./errors.ts";
import { parseIp } from "./ip-text.ts";
import { parseTimeText } from "./time-parse.ts";
import { yearOneToUnix } from "./time-text.ts";

const floatBytes = Buffer.alloc(8);
const float64 = new Float64Array(floatBytes.buffer, floatBytes.byteOffset, 1);
const maxUint64 = 0xffff_ffff_ffff_ffffn;
/** Most bytes any number or time takes, with its length. */
const room = 20;
const firstSize = 4096;
const shortText = 40;

function bad(what: string): GobError {
  return new GobError("value", `the value to encode is no ${what}`);
}

/** How interface values are written; they may bring type definitions into the middle of a message. */
export type InterfaceEncoder = (writer: GobWriter, type: InterfaceWireType, value: unknown) => void;

export class GobWriter {
  buf: Buffer;
  pos: number;
  depth = 0;
  readonly #start: number;
  readonly interfaceValue: InterfaceEncoder;
  readonly maxDepth: number;

  /** @param start bytes left free at the beginning, for a length */
  constructor(start: number, maxDepth: number, interfaceValue: InterfaceEncoder) {
    this.buf = Buffer.allocUnsafeSlow(firstSize);
    this.pos = start;
    this.#start = start;
    this.maxDepth = maxDepth;
    this.interfaceValue = interfaceValue;
  }

  reset(): void {
    this.pos = this.#start;
    this.depth = 0;
    if (this.buf.length > 2 ** 20) this.buf = Buffer.allocUnsafeSlow(firstSize);
  }

  /** Bytes written so far. */
  get size(): number {
    return this.pos - this.#start;
  }

  /** What has been written, preceded by its length; starts anew. Valid until the next write. */
  takeChunk(): Buffer {
    const size = this.pos - this.#start;
    const end = this.pos;
    const width = uintWidth(size);
    this.pos = this.#start - width;
    const start = this.pos;
    this.uint(size);
    this.pos = this.#start;
    return this.buf.subarray(start, end);
  }

  enter(): void {
    if (++this.depth > this.maxDepth) throw new GobError("limit", "values are nested too deeply");
  }

  ensure(count: number): void {
    if (this.pos + count > this.buf.length) this.#grow(count);
  }

  #grow(count: number): void {
    const larger = Buffer.allocUnsafeSlow(Math.max(this.buf.length * 2, this.pos + count));
    this.buf.copy(larger, 0, 0, this.pos);
    this.buf = larger;
  }

  byte(value: number): void {
    if (this.pos + room > this.buf.length) this.#grow(room);
    this.buf[this.pos++] = value;
  }

  /** A field step, length or count. */
  count(value: number): void {
    if (this.pos + room > this.buf.length) this.#grow(room);
    if (value < 128) this.buf[this.pos++] = value;
    else this.#wide(value);
  }

  bool(value: unknown): void {
    if (typeof value !== "boolean") throw bad("boolean");
    this.byte(value ? 1 : 0);
  }

  uint(value: unknown): void {
    if (this.pos + room > this.buf.length) this.#grow(room);
    if (typeof value === "number") {
      if (value >= 0 && value < 128 && value === (value | 0)) this.buf[this.pos++] = value;
      else if (Number.isSafeInteger(value) && value >= 0) this.#wide(value);
      else throw bad("unsigned integer");
    } else this.#big(value, false);
  }

  smallUint(value: unknown, max: number): void {
    if (typeof value !== "number" || !(value <= max)) throw bad(`unsigned integer of at most ${max}`);
    this.uint(value);
  }

  int(value: unknown): void {
    if (this.pos + room > this.buf.length) this.#grow(room);
    if (typeof value === "number") {
      if (value >= -64 && value < 64 && value === (value | 0)) {
        this.buf[this.pos++] = value < 0 ? (~value << 1) | 1 : value << 1;
      } else if (!Number.isSafeInteger(value)) throw bad("integer");
      else if (Math.abs(value) < 2 ** 51) this.#wide(value < 0 ? -value * 2 - 1 : value * 2);
      else this.#big(BigInt(value), true);
    } else this.#big(value, true);
  }

  smallInt(value: unknown, max: number): void {
    if (typeof value !== "number" || !(value <= max && value >= -max - 1)) {
      throw bad(`integer from ${-max - 1} to ${max}`);
    }
    this.int(value);
  }

  /** An unsigned number below 2^53. */
  #wide(value: number): void {
    if (value < 128) {
      this.buf[this.pos++] = value;
      return;
    }
    const width = uintWidth(value) - 1;
    this.buf[this.pos] = 256 - width;
    let rest = value;
    for (let at = this.pos + width; at > this.pos; at--) {
      this.buf[at] = rest % 256;
      rest = Math.floor(rest / 256);
    }
    this.pos += width + 1;
  }

  #big(value: unknown, signed: boolean): void {
    if (typeof value !== "bigint") throw bad("integer");
    const bits = signed ? (value < 0n ? (~value << 1n) | 1n : value << 1n) : value;
    if (bits < 0n || bits > maxUint64) throw bad("64-bit integer");
    let width = 1;
    while (bits >> BigInt(8 * width) !== 0n) width++;
    if (width === 1 && bits < 128n) {
      this.buf[this.pos++] = Number(bits);
      return;
    }
    this.buf[this.pos++] = 256 - width;
    for (let shift = 8 * (width - 1); shift >= 0; shift -= 8) {
      this.buf[this.pos++] = Number((bits >> BigInt(shift)) & 255n);
    }
  }

  float(value: unknown): void {
    if (typeof value !== "number") throw bad("number");
    // Go's NaN of 64 bits, bit by bit; JavaScript's has another payload.
    this.#float(value, Number.isNaN(value) ? 1 : undefined);
  }

  /** @param lowest the lowest byte, if it is to be another one */
  #float(value: number, lowest?: number): void {
    this.ensure(room);
    float64[0] = value;
    if (lowest !== undefined) floatBytes[0] = lowest;
    let first = 0;
    while (first < 7 && floatBytes[first] === 0) first++;
    const width = 8 - first;
    if (width === 1 && (floatBytes[7] as number) < 128) {
      this.buf[this.pos++] = floatBytes[7] as number;
      return;
    }
    this.buf[this.pos++] = 256 - width;
    floatBytes.copy(this.buf, this.pos, first);
    this.pos += width;
  }

  /** A 32-bit float; numbers in between are rounded. */
  float32(value: unknown): void {
    if (typeof value !== "number") throw bad("number");
    this.#float(Math.fround(value));
  }

  complex(value: unknown): void {
    if (!Array.isArray(value) || value.length !== 2) throw bad("pair of numbers");
    this.float(value[0]);
    this.float(value[1]);
  }

  text(value: unknown): void {
    if (typeof value !== "string") throw bad("string");
    const length = value.length;
    this.ensure(length * 3 + room);
    if (length < shortText && this.#ascii(value, length)) return;
    const size = length < shortText ? Buffer.byteLength(value) : this.#longText(value, length);
    if (size < 0) return;
    this.count(size);
    this.pos += this.buf.write(value, this.pos, "utf8");
  }

  /** Writes short ASCII text; false (and nothing written) if it is not ASCII. */
  #ascii(value: string, length: number): boolean {
    const { buf } = this;
    let at = this.pos;
    buf[at++] = length;
    for (let i = 0; i < length; i++) {
      const code = value.charCodeAt(i);
      if (code > 127) return false;
      buf[at++] = code;
    }
    this.pos = at;
    return true;
  }

  /** Writes long text if it turns out to be ASCII (returns -1), else returns its size. */
  #longText(value: string, length: number): number {
    const width = uintWidth(length);
    const size = this.buf.write(value, this.pos + width, "utf8");
    if (size !== length) return size;
    this.count(size);
    this.pos += size;
    return -1;
  }

  bytes(value: unknown): void {
    if (!(value instanceof Uint8Array)) throw bad("byte string");
    this.ensure(value.length + room);
    this.count(value.length);
    this.buf.set(value, this.pos);
    this.pos += value.length;
  }

  base64(value: unknown): void {
    if (value instanceof Uint8Array) this.bytes(value);
    else this.bytes(parseBase64(value));
  }

  macText(value: unknown): void {
    this.bytes(parseMac(value));
  }

  ipText(value: unknown): void {
    if (typeof value !== "string") throw bad("IP address");
    if (value === "") this.byte(0);
    else if (!this.#ipv4(value)) {
      const bytes = parseIp(value);
      if (!bytes) throw bad("IP address");
      this.bytes(bytes);
    }
  }

  #ipv4(text: string): boolean {
    this.ensure(room);
    const { buf } = this;
    let at = this.pos;
    buf[at++] = 4;
    let value = -1;
    for (let i = 0; i < text.length; i++) {
      const code = text.charCodeAt(i);
      if (code === 46) {
        if (value < 0 || at > this.pos + 3) return false;
        buf[at++] = value;
        value = -1;
      } else {
        if (code < 48 || code > 57 || value === 0) return false;
        value = (value < 0 ? 0 : value * 10) + code - 48;
        if (value > 255) return false;
      }
    }
    if (value < 0 || at !== this.pos + 4) return false;
    buf[at++] = value;
    this.pos = at;
    return true;
  }

  timeText(value: unknown): void {
    const time = typeof value === "string" ? parseTimeText(value) : undefined;
    if (!time) throw bad("time");
    this.exactTime(time);
  }

  exactTime(value: ExactTime): void {
    const { unixSeconds, nanoseconds, offsetSeconds } = value;
    this.ensure(room);
    const seconds = offsetSeconds === null ? 0 : offsetSeconds % 60;
    const minutes = offsetSeconds === null ? -1 : Math.trunc(offsetSeconds / 60);
    if ((offsetSeconds !== null && minutes === -1) || Math.abs(minutes) > 0x7fff)
      throw bad("usable zone offset");
    const { buf } = this;
    const at = this.pos;
    buf[at] = seconds === 0 ? 15 : 16;
    buf[at + 1] = seconds === 0 ? 1 : 2;
    if (typeof unixSeconds === "number") {
      const since = unixSeconds + yearOneToUnix;
      const high = Math.floor(since / 0x1_0000_0000);
      buf.writeInt32BE(high, at + 2);
      buf.writeUInt32BE(since - high * 0x1_0000_0000, at + 6);
    } else buf.writeBigInt64BE(unixSeconds + BigInt(yearOneToUnix), at + 2);
    buf.writeUInt32BE(nanoseconds, at + 10);
    buf.writeInt16BE(minutes, at + 14);
    this.pos = at + 16;
    if (seconds !== 0) buf[this.pos++] = seconds & 255;
  }
}

/** Bytes an unsigned number below 2^53 takes. */
function uintWidth(value: number): number {
  if (value < 128) return 1;
  let width = 2;
  for (let rest = value; rest > 255; rest = Math.floor(rest / 256)) width++;
  return width;
}

const base64Pattern = /^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/;

/** The bytes of padded base64 text; throws a `value` error if it is none. */
export function parseBase64(value: unknown): Buffer {
  if (typeof value !== "string" || !base64Pattern.test(value)) throw bad("base64 text");
  return Buffer.from(value, "base64");
}

/** The bytes of a hardware address in text; throws a `value` error if it is none. */
export function parseMac(value: unknown): Buffer {
  if (value === "") return Buffer.alloc(0);
  if (
    typeof value !== "string" ||
    !/^[0-9a-fA-F]{2}(?:([:-])[0-9a-fA-F]{2})(?:\1[0-9a-fA-F]{2})*$/.test(value)
  ) {
    throw bad("hardware address");
  }
  const bytes = Buffer.from(value.replace(/[:-]/g, ""), "hex");
  if (![6, 8, 20].includes(bytes.length)) throw bad("hardware address");
  return bytes;
}
