/** Bytes per chunk: the grain at which we remember where a file holds data. */
export const CHUNK = 64 * 1024;

/** Which chunks of a file hold data; everything else is a hole and reads as zeros. */
export class ChunkSet {
  readonly #chunks: Set<number>;

  constructor(chunks: Iterable<number> = []) {
    this.#chunks = new Set(chunks);
  }

  /** Reads the text made by `toText`: "0-3,7". */
  static fromText(text: string): ChunkSet {
    const set = new ChunkSet();
    for (const part of text.split(",")) {
      const [first, last] = part.split("-").map(Number);
      if (first === undefined || part === "") continue;
      for (let chunk = first; chunk <= (last ?? first); chunk++) set.#chunks.add(chunk);
    }
    return set;
  }

  toText(): string {
    const sorted = [...this.#chunks].sort((a, b) => a - b);
    const ranges: string[] = [];
    for (let start = 0; start < sorted.length; ) {
      let end = start;
      while (sorted[end + 1] === (sorted[end] ?? 0) + 1) end++;
      ranges.push(end === start ? `${sorted[start]}` : `${sorted[start]}-${sorted[end]}`);
      start = end + 1;
    }
    return ranges.join(",");
  }

  add(offset: number, length: number): void {
    for (let chunk = Math.floor(offset / CHUNK); chunk * CHUNK < offset + length; chunk++)
      this.#chunks.add(chunk);
  }

  /** Forgets everything from `size` on. */
  truncate(size: number): void {
    for (const chunk of this.#chunks) if (chunk * CHUNK >= size) this.#chunks.delete(chunk);
  }

  /** True if some byte of the range may differ from zero. */
  touches(offset: number, length: number): boolean {
    if (this.#chunks.size === 0) return false;
    for (let chunk = Math.floor(offset / CHUNK); chunk * CHUNK < offset + length; chunk++) {
      if (this.#chunks.has(chunk)) return true;
    }
    return false;
  }

  /** Byte ranges with data, in order, neighbours merged. */
  *ranges(size: number): Generator<{ readonly offset: number; readonly length: number }> {
    const sorted = [...this.#chunks].sort((a, b) => a - b);
    for (let start = 0; start < sorted.length; ) {
      let end = start;
      while (sorted[end + 1] === (sorted[end] ?? 0) + 1) end++;
      const offset = (sorted[start] ?? 0) * CHUNK;
      const stop = Math.min(((sorted[end] ?? 0) + 1) * CHUNK, size);
      if (stop > offset) yield { offset, length: stop - offset };
      start = end + 1;
    }
  }

  clone(): ChunkSet {
    return new ChunkSet(this.#chunks);
  }
}
