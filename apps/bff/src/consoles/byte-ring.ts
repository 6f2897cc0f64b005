/**
 * The last bytes of a stream, each with its offset from the beginning of the stream. Readers keep their own offset and
 * are handed views of the same memory: a viewer costs no copy. Memory that was handed out is never written again, so a
 * view stays valid when its bytes have left the ring.
 */

/** Chunks from here on are kept as they are; smaller ones are copied together, or one-byte echoes would cost a view each. */
const keepAsIs = 4096;
const slabSizes = { first: 4096, next: 16 * 1024 } as const;

interface Chunk {
  readonly offset: number;
  readonly memory: Buffer;
  length: number;
}

export interface ByteRingOptions {
  /** How many bytes are kept, at least. */
  readonly capacity: number;
  /** Offset of the first byte. */
  readonly start?: number;
}

export class ByteRing {
  readonly capacity: number;
  #chunks: Chunk[] = [];
  /** Index of the oldest chunk in `#chunks`: dropping from the front of an array is linear. */
  #head = 0;
  #bytes = 0;
  #end: number;

  constructor(options: ByteRingOptions) {
    this.capacity = options.capacity;
    this.#end = options.start ?? 0;
  }

  /** Offset of the oldest byte that is still here. */
  get start(): number {
    return this.#chunks[this.#head]?.offset ?? this.#end;
  }

  /** Offset of the next byte that will be appended. */
  get end(): number {
    return this.#end;
  }

  /** How many bytes are held. */
  get size(): number {
    return this.#bytes;
  }

  /** Takes ownership of `bytes`: the caller must not change them afterwards. */
  append(bytes: Buffer): void {
    if (bytes.length === 0) return;
    if (bytes.length >= keepAsIs && bytes.buffer.byteLength <= 2 * bytes.length) {
      this.#chunks.push({ offset: this.#end, memory: bytes, length: bytes.length });
      this.#end += bytes.length;
      this.#bytes += bytes.length;
    } else this.#copyIn(bytes);
    this.#drop();
  }

  /**
   * Leaves a hole: the next byte appended will have this offset.
   * @param offset not before `end`
   */
  jump(offset: number): void {
    if (offset < this.#end) throw new RangeError(`ring can not go back from ${this.#end} to ${offset}`);
    this.#end = offset;
  }

  /**
   * Bytes at an offset, in one piece of memory, as a view.
   * @returns at most `max` bytes and where they begin (later than asked when those bytes are gone or in a hole), or
   *   undefined when there is nothing from there on
   */
  read(offset: number, max: number): { readonly offset: number; readonly bytes: Buffer } | undefined {
    const chunk = this.#find(offset);
    if (chunk === undefined) return undefined;
    const from = Math.max(offset - chunk.offset, 0);
    const to = Math.min(from + max, chunk.length);
    return { offset: chunk.offset + from, bytes: chunk.memory.subarray(from, to) };
  }

  /** All bytes from an offset on, as views, oldest first. */
  *views(offset: number): Generator<Buffer> {
    let next = offset;
    for (;;) {
      const piece = this.read(next, Number.POSITIVE_INFINITY);
      if (piece === undefined) return;
      next = piece.offset + piece.bytes.length;
      yield piece.bytes;
    }
  }

  /** First chunk that ends after `offset`. */
  #find(offset: number): Chunk | undefined {
    let low = this.#head;
    let high = this.#chunks.length;
    // Readers are nearly always at the end.
    const last = this.#chunks[high - 1];
    if (last !== undefined && high > low && offset >= last.offset) {
      return offset < last.offset + last.length ? last : undefined;
    }
    while (low < high) {
      const middle = (low + high) >>> 1;
      const chunk = this.#chunks[middle]!;
      if (chunk.offset + chunk.length > offset) high = middle;
      else low = middle + 1;
    }
    return this.#chunks[low];
  }

  #copyIn(bytes: Buffer): void {
    let rest = bytes;
    while (rest.length > 0) {
      const slab = this.#openSlab();
      const taken = rest.copy(slab.memory, slab.length);
      slab.length += taken;
      this.#end += taken;
      this.#bytes += taken;
      rest = rest.subarray(taken);
    }
  }

  /** The last chunk when it has room and the next byte belongs right behind it, else a new one. */
  #openSlab(): Chunk {
    const last = this.#chunks[this.#chunks.length - 1];
    if (
      last !== undefined &&
      this.#chunks.length > this.#head &&
      last.length < last.memory.length &&
      last.offset + last.length === this.#end
    )
      return last;
    const size = this.#bytes === 0 ? slabSizes.first : slabSizes.next;
    const slab: Chunk = { offset: this.#end, memory: Buffer.allocUnsafeSlow(size), length: 0 };
    this.#chunks.push(slab);
    return slab;
  }

  #drop(): void {
    for (;;) {
      const oldest = this.#chunks[this.#head]!;
      if (this.#bytes - oldest.length < this.capacity) break;
      this.#bytes -= oldest.length;
      this.#chunks[this.#head] = undefined as unknown as Chunk;
      this.#head += 1;
    }
    if (this.#head > 256 && this.#head * 2 > this.#chunks.length) {
      this.#chunks = this.#chunks.slice(this.#head);
      this.#head = 0;
    }
  }
}
