/** Cuts received bytes into gob's chunks (length, content) without taking more than the chunk asked for. */
import { GobError } from "./errors.ts";
import { Gathering } from "./gathering.ts";

/** Below this size a chunk that lies in several pieces is put together only when it is complete. */
const gatherFrom = 64 * 1024;

export class FrameQueue {
  readonly #maxLength: number;
  #pieces: Buffer[] = [];
  #offset = 0;
  #length = 0;
  #gathering: Gathering | undefined;
  /** The last chunk taken: `buffer[start..end)`. */
  buffer: Buffer = Buffer.alloc(0);
  start = 0;
  end = 0;

  constructor(maxLength: number) {
    this.#maxLength = maxLength;
  }

  /** Bytes received and not taken yet. */
  get length(): number {
    return this.#length + (this.#gathering?.size ?? 0);
  }

  push(bytes: Uint8Array): void {
    let piece = Buffer.isBuffer(bytes)
      ? bytes
      : Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    if (this.#gathering && this.#length === 0) piece = piece.subarray(this.#gathering.add(piece));
    if (piece.length === 0) return;
    this.#pieces.push(piece);
    this.#length += piece.length;
  }

  /** Takes the next chunk if all of it is there. Throws if its length is invalid or too large. */
  take(): boolean {
    const gathering = this.#gathering;
    if (gathering) return this.#finish(gathering);
    const first = this.#pieces[0];
    if (first === undefined) return false;
    const head = first[this.#offset] as number;
    const headerLength = head < 128 ? 1 : 257 - head;
    if (headerLength > 9) throw new GobError("corrupt", "invalid length of a chunk", true);
    if (this.#length < headerLength) return false;
    const length = head < 128 ? head : this.#longLength(headerLength);
    if (length > this.#maxLength) {
      throw new GobError("limit", `a message is larger than ${this.#maxLength} bytes`, true);
    }
    const whole = headerLength + length;
    const start = this.#offset;
    if (first.length - start >= whole) {
      this.#show(first, start + headerLength, start + whole);
      this.#drop(whole);
      return true;
    }
    if (this.#length >= whole) {
      this.#show(this.#copy(whole), headerLength, whole);
      this.#drop(whole);
      return true;
    }
    if (whole > gatherFrom) this.#startGathering(headerLength, length);
    return false;
  }

  /** All bytes that have not been taken. */
  takeAll(): Buffer {
    const rest = this.#copy(this.#length);
    const all = this.#gathering ? Buffer.concat([this.#gathering.bytes(), rest]) : rest;
    this.#gathering = undefined;
    this.#pieces = [];
    this.#offset = 0;
    this.#length = 0;
    return all;
  }

  #show(buffer: Buffer, start: number, end: number): void {
    this.buffer = buffer;
    this.start = start;
    this.end = end;
  }

  #longLength(headerLength: number): number {
    const header = this.#copy(headerLength);
    let length = 0;
    for (let at = 1; at < headerLength; at++) length = length * 256 + (header[at] as number);
    return length;
  }

  #startGathering(headerLength: number, length: number): void {
    const header = this.#copy(headerLength);
    this.#drop(headerLength);
    const gathering = new Gathering(header, length);
    for (const [index, piece] of this.#pieces.entries()) {
      gathering.add(index === 0 ? piece.subarray(this.#offset) : piece);
    }
    this.#pieces = [];
    this.#offset = 0;
    this.#length = 0;
    this.#gathering = gathering;
  }

  #finish(gathering: Gathering): boolean {
    if (!gathering.isComplete) return false;
    this.#gathering = undefined;
    this.#show(gathering.content(), 0, gathering.filled);
    return true;
  }

  /** A copy of the first `count` bytes. */
  #copy(count: number): Buffer {
    const result = Buffer.allocUnsafeSlow(count);
    let filled = 0;
    for (let i = 0; filled < count; i++) {
      const piece = this.#pieces[i] as Buffer;
      filled += piece.copy(result, filled, i === 0 ? this.#offset : 0);
    }
    return result;
  }

  #drop(count: number): void {
    this.#length -= count;
    let left = count;
    let index = 0;
    while (left > 0) {
      const available = (this.#pieces[index] as Buffer).length - (index === 0 ? this.#offset : 0);
      if (available > left) {
        this.#offset = (index === 0 ? this.#offset : 0) + left;
        break;
      }
      left -= available;
      index++;
      this.#offset = 0;
    }
    if (index === this.#pieces.length) this.#pieces = [];
    else if (index > 0) this.#pieces.splice(0, index);
  }
}
