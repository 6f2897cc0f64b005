/** A growing buffer, chunks of it, and the encodings of numbers. */
import { GobError } from "./errors.ts";

const floatBytes = Buffer.alloc(8);
const float64 = new Float64Array(floatBytes.buffer, floatBytes.byteOffset, 1);
const maxUint64 = 0xffff_ffff_ffff_ffffn;
/** Most bytes any number or time takes, with its length. */
export const room = 20;
const firstSize = 4096;

/** The error for a value that does not fit its type. */
export function bad(what: string): GobError {
  return new GobError("value", `the value to encode is no ${what}`);
}

export class NumberWriter {
  buf: Buffer;
  pos: number;
  depth = 0;
  readonly #start: number;
  readonly maxDepth: number;

  /** @param start bytes left free at the beginning, for a length */
  constructor(start: number, maxDepth: number) {
    this.buf = Buffer.allocUnsafeSlow(firstSize);
    this.pos = start;
    this.#start = start;
    this.maxDepth = maxDepth;
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
}

/** Bytes an unsigned number below 2^53 takes. */
export function uintWidth(value: number): number {
  if (value < 128) return 1;
  let width = 2;
  for (let rest = value; rest > 255; rest = Math.floor(rest / 256)) width++;
  return width;
}
