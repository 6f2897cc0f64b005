/** A large chunk on its way: memory grows with what has come, not with what was announced. */

const firstSize = 1024 * 1024;
const growth = 4;

/**
 * Puts the pieces of one chunk together. Memory is touched for the first time while it is written, which costs many
 * times the copying itself: so what has come so far moves into a larger buffer bit by bit, along with what arrives.
 */
export class Gathering {
  /** Content bytes that have come. */
  filled = 0;
  readonly #header: Buffer;
  readonly #length: number;
  #buffer: Buffer;
  /** The smaller buffer before, of which `#moved` bytes are in the larger one. */
  #former: Buffer | undefined;
  #moved = 0;

  /** @param header the encoded length, given back by `bytes`; @param length of the content */
  constructor(header: Buffer, length: number) {
    this.#header = header;
    this.#length = length;
    // Sizes end with the length itself: the last step then has room for as much to come as any other.
    let size = length;
    while (size > firstSize) size = Math.ceil(size / growth);
    this.#buffer = Buffer.allocUnsafeSlow(size);
  }

  get isComplete(): boolean {
    return this.filled === this.#length;
  }

  /** Header and content bytes that have come. */
  get size(): number {
    return this.#header.length + this.filled;
  }

  /** Copies what belongs to the chunk and returns how much that was. */
  add(piece: Buffer): number {
    const count = Math.min(piece.length, this.#length - this.filled);
    for (let at = 0; at < count; ) {
      if (this.filled === this.#buffer.length) this.#grow();
      const copied = piece.copy(this.#buffer, this.filled, at, count);
      at += copied;
      this.filled += copied;
      this.#move(2 * copied);
    }
    return count;
  }

  /** The content that has come, in one piece. */
  content(): Buffer {
    this.#move(this.#length);
    return this.#buffer.subarray(0, this.filled);
  }

  /** Everything that has come, as it came. */
  bytes(): Buffer {
    return Buffer.concat([this.#header, this.content()]);
  }

  #grow(): void {
    this.#move(this.#length);
    this.#former = this.#buffer;
    this.#buffer = Buffer.allocUnsafeSlow(Math.min(this.#length, this.#buffer.length * growth));
  }

  #move(atMost: number): void {
    if (this.#former === undefined) return;
    const end = Math.min(this.#former.length, this.#moved + atMost);
    this.#moved += this.#former.copy(this.#buffer, this.#moved, this.#moved, end);
    if (this.#moved < this.#former.length) return;
    this.#former = undefined;
    this.#moved = 0;
  }
}
