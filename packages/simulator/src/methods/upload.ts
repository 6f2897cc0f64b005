import type { CallStream } from "@stackdeck/srpc";
import type { VmFiles } from "../disk/vm-files.ts";

const PIECE = 1024 * 1024;

/** The raw bytes that follow a request: read in order, or thrown away. */
export class Upload {
  readonly #stream: CallStream;
  #left: number;

  constructor(stream: CallStream, total: number) {
    this.#stream = stream;
    this.#left = total;
  }

  /** Reads so many bytes into a volume file, beginning at `start` in the file. */
  async intoFile(files: VmFiles, name: string, length: number, start = 0): Promise<void> {
    let offset = start;
    for await (const piece of this.#pieces(length)) {
      await files.write(name, offset, piece);
      offset += piece.length;
    }
  }

  async intoMemory(length: number): Promise<Buffer> {
    const pieces: Buffer[] = [];
    for await (const piece of this.#pieces(length)) pieces.push(piece);
    return Buffer.concat(pieces);
  }

  /** Reads and drops what is left. */
  async drain(): Promise<void> {
    for await (const piece of this.#pieces(this.#left)) void piece;
  }

  async *#pieces(length: number): AsyncGenerator<Buffer> {
    let parts: Buffer[] = [];
    let size = 0;
    if (length > 0) {
      for await (const part of this.#stream.readExactly(length)) {
        this.#left -= part.length;
        parts.push(part);
        size += part.length;
        if (size < PIECE) continue;
        yield Buffer.concat(parts);
        parts = [];
        size = 0;
      }
    }
    if (size > 0) yield Buffer.concat(parts);
  }
}
