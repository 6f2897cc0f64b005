import type { Duplex } from "node:stream";
import { ThumbnailError } from "./thumbnail-error.ts";

/** Longest piece that is put together in memory: everything longer is taken as it comes. In bytes. */
const maxPiece = 4096;

/** Reads a byte channel by lengths. Nothing is read ahead of what was asked for but the chunk that is here. */
export class ByteSource {
  readonly #chunks: AsyncIterator<Buffer>;
  #rest: Buffer = Buffer.alloc(0);

  constructor(channel: Duplex) {
    this.#chunks = channel[Symbol.asyncIterator]() as AsyncIterator<Buffer>;
  }

  /** Exactly so many bytes, at most 4 KiB. */
  async read(length: number): Promise<Buffer> {
    if (length > maxPiece) throw new ThumbnailError("protocol", `A piece of ${length} bytes is too long.`);
    while (this.#rest.length < length) {
      const had = this.#rest;
      this.#rest = Buffer.alloc(0);
      this.#rest = Buffer.concat([had, await this.#next()]);
    }
    const piece = this.#rest.subarray(0, length);
    this.#rest = this.#rest.subarray(length);
    return piece;
  }

  /** So many bytes, in pieces as they come. */
  async stream(length: number, take: (bytes: Buffer) => void): Promise<void> {
    let left = length;
    while (left > 0) {
      const chunk = this.#rest.length > 0 ? this.#rest : await this.#next();
      const piece = chunk.subarray(0, left);
      this.#rest = chunk.subarray(piece.length);
      left -= piece.length;
      take(piece);
    }
  }

  async #next(): Promise<Buffer> {
    const next = await this.#chunks.next().catch(() => undefined);
    if (next === undefined || next.done === true)
      throw new ThumbnailError("protocol", "The screen ended in the middle of a picture.");
    return next.value;
  }
}
