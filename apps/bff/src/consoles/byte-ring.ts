/**
 * The last bytes of a stream, each with its offset from the beginning of the stream. Readers keep their own offset and
 * are handed views of the same memory: a viewer costs no copy. Whoever keeps a view beyond the moment (a socket that is
 * sending it) says so with its lease: memory is used again only when nobody has it. Without that, a flood through a ring
 * of a few MiB makes the garbage collector the largest cost.
 */

/** Small at first, as most consoles are quiet, and larger with what is held: an eighth of it may be room for more. */
const slabSizes = { first: 4096, share: 8, full: 64 * 1024 } as const;
/** Slabs kept for use again, at most: as many come in as go out. */
const sparesKept = 4;

/** Memory with a count of those who are still using it. */
export interface Lease {
  users: number;
}

interface Chunk extends Lease {
  readonly offset: number;
  readonly memory: Buffer;
  length: number;
}

/** Bytes of a ring and the lease to be taken by whoever keeps them. */
export interface RingPiece {
  readonly offset: number;
  readonly bytes: Buffer;
  readonly lease: Lease;
}

export interface ByteRingOptions {
  /** How many bytes are kept, at least. */
  readonly capacity: number;
  /** Offset of the first byte. */
  readonly start?: number;
  /** The oldest bytes go: a view for use at once. */
  readonly onDrop?: (bytes: Buffer, offset: number) => void;
}

export class ByteRing {
  readonly capacity: number;
  #chunks: Chunk[] = [];
  /** Index of the oldest chunk in `#chunks`: dropping from the front of an array is linear. */
  #head = 0;
  #bytes = 0;
  #spares: Buffer[] = [];
  #end: number;
  readonly #onDrop: ByteRingOptions["onDrop"];

  constructor(options: ByteRingOptions) {
    this.capacity = options.capacity;
    this.#end = options.start ?? 0;
    this.#onDrop = options.onDrop;
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

  /** Takes in a copy of the bytes. */
  append(bytes: Buffer): void {
    let rest = bytes;
    while (rest.length > 0) {
      const slab = this.#openSlab();
      const taken = rest.copy(slab.memory, slab.length);
      slab.length += taken;
      this.#end += taken;
      this.#bytes += taken;
      rest = rest.subarray(taken);
    }
    if (this.#bytes > this.capacity) this.#drop();
  }

  /**
   * Bytes at an offset, in one piece of memory, as a view.
   * @returns at most `max` bytes and where they begin (later than asked when those bytes are gone), or
   *   undefined when there is nothing from there on
   */
  read(offset: number, max: number): RingPiece | undefined {
    const chunk = this.#find(offset);
    if (chunk === undefined) return undefined;
    const from = Math.max(offset - chunk.offset, 0);
    const to = Math.min(from + max, chunk.length);
    return { offset: chunk.offset + from, bytes: chunk.memory.subarray(from, to), lease: chunk };
  }

  /** All bytes from an offset on, as views for use at once, oldest first. */
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

  /** The last chunk when it has room, else a new one. */
  #openSlab(): Chunk {
    const last = this.#chunks[this.#chunks.length - 1];
    if (last !== undefined && this.#chunks.length > this.#head && last.length < last.memory.length)
      return last;
    const slab: Chunk = { offset: this.#end, memory: this.#newMemory(), length: 0, users: 0 };
    this.#chunks.push(slab);
    return slab;
  }

  #newMemory(): Buffer {
    const share = this.#bytes / slabSizes.share;
    // A ring that is about to be full gets as many slabs as it gives: they must be of one size to be used again.
    if (share >= slabSizes.full || this.#bytes >= this.capacity / 2)
      return this.#spares.pop() ?? Buffer.allocUnsafeSlow(slabSizes.full);
    return Buffer.allocUnsafeSlow(Math.max(slabSizes.first, 2 ** Math.floor(Math.log2(share + 1))));
  }

  #drop(): void {
    for (;;) {
      const oldest = this.#chunks[this.#head]!;
      if (this.#bytes - oldest.length < this.capacity) break;
      this.#bytes -= oldest.length;
      this.#onDrop?.(oldest.memory.subarray(0, oldest.length), oldest.offset);
      const reusable = oldest.users === 0 && oldest.memory.length === slabSizes.full;
      if (reusable && this.#spares.length < sparesKept) this.#spares.push(oldest.memory);
      this.#chunks[this.#head] = undefined as unknown as Chunk;
      this.#head += 1;
    }
    if (this.#head > 256 && this.#head * 2 > this.#chunks.length) {
      this.#chunks = this.#chunks.slice(this.#head);
      this.#head = 0;
    }
  }
}
