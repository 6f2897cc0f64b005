/**
 * Position in the chunk being decoded, and everything generated decoders do not do inline: numbers of several bytes,
 * rare kinds, errors. Generated code reads `buf`, `pos` and `end` into locals and writes `pos` back around calls.
 */
import type { ExactTime } from "../wire-type.ts";
import { GobError } from "./errors.ts";
import { ipText } from "./ip-text.ts";
import { defaultGobLimits, type GobLimits } from "./limits.ts";
import type { TextWindow } from "./text.ts";
import { checkTime, timeNanoseconds, timeOffset, timeSeconds } from "./time-bytes.ts";
import { timeText } from "./time-text.ts";

const floatBytes = Buffer.alloc(8);
const float64 = new Float64Array(floatBytes.buffer, floatBytes.byteOffset, 1);
const maxFloat32 = 3.4028234663852886e38;

export function corrupt(message: string): GobError {
  return new GobError("corrupt", message);
}

export class GobReader implements TextWindow {
  buf: Buffer = Buffer.alloc(0);
  pos = 0;
  end = 0;
  depth = 0;
  /** Bytes of memory the rest of this message may still take. */
  budget = 0;
  /** When a sliced decoder has to pause (milliseconds of `performance.now`). */
  deadline = 0;
  readonly maxDepth: number;
  windowText = "";
  windowStart = 0;
  windowEnd = 0;

  constructor(limits: GobLimits = defaultGobLimits) {
    this.maxDepth = limits.maxDepth;
  }

  open(buf: Buffer, start: number, end: number): void {
    this.buf = buf;
    this.pos = start;
    this.end = end;
    this.windowStart = 0;
    this.windowEnd = 0;
  }

  eof(): never {
    throw corrupt("the value goes beyond its message");
  }

  /** Counts one more level of nesting. */
  enter(): void {
    if (++this.depth > this.maxDepth) throw new GobError("limit", "values are nested too deeply");
  }

  /** Checks a count of elements, each at least `least` bytes long and `cost` bytes in memory. */
  admit(count: number, least: number, cost: number): void {
    if (count * least > this.end - this.pos) throw corrupt(`${count} elements do not fit into the message`);
    this.budget -= count * cost;
    if (this.budget < 0) throw new GobError("limit", "the message takes too much memory");
  }

  expired(): boolean {
    return performance.now() >= this.deadline;
  }

  /** An unsigned number as the bytes that hold it; leaves `pos` behind it and returns their count (0: one byte). */
  #width(): number {
    if (this.pos >= this.end) this.eof();
    const first = this.buf[this.pos] as number;
    if (first < 128) return 0;
    const width = 256 - first;
    if (width > 8) throw corrupt("a number is announced with more than eight bytes");
    if (this.pos + 1 + width > this.end) this.eof();
    return width;
  }

  /** An unsigned number; beyond 2^53 a bigint. */
  uint64(): number | bigint {
    const width = this.#width();
    if (width === 0) return this.buf[this.pos++] as number;
    let at = this.pos + 1;
    this.pos = at + width;
    let value = 0;
    if (width <= 6) {
      for (; at < this.pos; at++) value = value * 256 + (this.buf[at] as number);
      return value;
    }
    let high = 0;
    for (; at < this.pos - 4; at++) high = high * 256 + (this.buf[at] as number);
    for (; at < this.pos; at++) value = value * 256 + (this.buf[at] as number);
    if (high < 0x200000) return high * 0x1_0000_0000 + value;
    return (BigInt(high) << 32n) | BigInt(value);
  }

  /** A length, count or step; a huge one comes back as some number no message can hold. */
  length(): number {
    const value = this.uint64();
    return typeof value === "number" ? value : Number(value);
  }

  safeUint(): number {
    const value = this.uint64();
    if (typeof value === "bigint") throw new GobError("value", "a number is too large to be exact");
    return value;
  }

  /** The lower 53 bits of an unsigned number. */
  lowBits(): number {
    const value = this.uint64();
    return typeof value === "number" ? value : Number(BigInt.asUintN(53, value));
  }

  /** An unsigned number of at most `max`. */
  smallUint(max: number): number {
    const value = this.uint64();
    if (value > max) throw new GobError("value", "a number is out of the range of its field");
    return value as number;
  }

  /** A signed number; beyond 2^53 a bigint. */
  int64(): number | bigint {
    const raw = this.uint64();
    if (typeof raw === "number") {
      if (raw < 0x4000_0000) return raw & 1 ? ~(raw >> 1) : raw >> 1;
      const half = Math.floor(raw / 2);
      return raw % 2 === 1 ? -half - 1 : half;
    }
    const half = raw >> 1n;
    const value = raw & 1n ? -half - 1n : half;
    return value >= -0x1f_ffff_ffff_ffffn && value <= 0x1f_ffff_ffff_ffffn ? Number(value) : value;
  }

  safeInt(): number {
    const value = this.int64();
    if (typeof value === "bigint") throw new GobError("value", "a number is too large to be exact");
    return value;
  }

  /** A signed number from -max-1 to max. */
  smallInt(max: number): number {
    const value = this.int64();
    if (value > max || value < -max - 1) {
      throw new GobError("value", "a number is out of the range of its field");
    }
    return value as number;
  }

  bool(): boolean {
    return this.uint64() !== 0;
  }

  float64(): number {
    const width = this.#width();
    floatBytes.fill(0);
    if (width === 0) floatBytes[7] = this.buf[this.pos++] as number;
    else {
      this.buf.copy(floatBytes, 8 - width, this.pos + 1, this.pos + 1 + width);
      this.pos += 1 + width;
    }
    return float64[0] as number;
  }

  float32(): number {
    const value = this.float64();
    if (Number.isFinite(value) && Math.abs(value) > maxFloat32) {
      throw new GobError("value", "a number is out of the range of its field");
    }
    return value;
  }

  complex(): [number, number] {
    return [this.float64(), this.float64()];
  }

  /** Length of a byte string, all of which is there; `pos` is on its first byte. */
  span(): number {
    const length = this.length();
    if (length > this.end - this.pos) this.eof();
    return length;
  }

  /** A string; bytes that are no UTF-8 become U+FFFD. */
  string(): string {
    const length = this.span();
    const start = this.pos;
    this.pos += length;
    return this.buf.toString("utf8", start, this.pos);
  }

  /** A copy of a byte string. */
  bytes(): Uint8Array {
    const length = this.span();
    const start = this.pos;
    this.pos += length;
    const copy = new Uint8Array(length);
    if (length > 32) copy.set(this.buf.subarray(start, this.pos));
    else for (let i = 0; i < length; i++) copy[i] = this.buf[start + i] as number;
    return copy;
  }

  base64(): string {
    const length = this.span();
    const start = this.pos;
    this.pos += length;
    return length === 0 ? "" : this.buf.toString("base64", start, this.pos);
  }

  /** Hardware address as text with colons. */
  macText(): string {
    return Array.from(this.bytes(), (byte) => byte.toString(16).padStart(2, "0")).join(":");
  }

  ipText(): string {
    const length = this.span();
    const start = this.pos;
    this.pos += length;
    return ipText(this.buf, start, length);
  }

  /** Checks a time and leaves `pos` behind it; its fields start at the returned position. */
  #time(): number {
    const length = this.span();
    const start = this.pos;
    checkTime(this.buf, start, length);
    this.pos += length;
    return start;
  }

  timeText(): string {
    const { buf } = this;
    const start = this.#time();
    return timeText(timeSeconds(buf, start), timeNanoseconds(buf, start), timeOffset(buf, start));
  }

  exactTime(): ExactTime {
    const { buf } = this;
    const start = this.#time();
    return {
      unixSeconds: timeSeconds(buf, start),
      nanoseconds: timeNanoseconds(buf, start),
      offsetSeconds: timeOffset(buf, start),
    };
  }
}
