import { SrpcError } from "../errors.ts";

const QUOTE = 0x22;
const BACKSLASH = 0x5c;

/** True for the four bytes JSON allows between texts. */
export function isJsonSpace(byte: number): boolean {
  return byte === 0x20 || byte === 0x0a || byte === 0x0d || byte === 0x09;
}

/**
 * Finds the end of one JSON text that arrives in chunks, without parsing it: what a server needs, as requests
 * are not ended by a line feed. Only objects and arrays: they alone end by themselves.
 */
export class JsonTextScanner {
  #depth = 0;
  #inString = false;
  #escaped = false;
  #started = false;

  get started(): boolean {
    return this.#started;
  }

  /**
   * Index after the last byte of the text, or -1 when it goes on beyond the chunk.
   * @throws SrpcError PROTOCOL when the text does not start as an object or array.
   */
  scan(chunk: Uint8Array): number {
    for (let i = 0; i < chunk.length; i++) {
      const byte = chunk[i] as number;
      if (!this.#started) {
        if (isJsonSpace(byte)) continue;
        if (byte !== 0x7b && byte !== 0x5b) throw invalidStart(byte);
        this.#started = true;
      }
      if (this.#step(byte)) return i + 1;
    }
    return -1;
  }

  /** Takes one byte; true when it was the last one of the text. */
  #step(byte: number): boolean {
    if (this.#inString) {
      if (this.#escaped) this.#escaped = false;
      else if (byte === BACKSLASH) this.#escaped = true;
      else if (byte === QUOTE) this.#inString = false;
      return false;
    }
    if (byte === QUOTE) this.#inString = true;
    else if (byte === 0x7b || byte === 0x5b) this.#depth++;
    else if (byte === 0x7d || byte === 0x5d) return --this.#depth === 0;
    return false;
  }
}

function invalidStart(byte: number): SrpcError {
  const shown =
    byte > 0x20 && byte < 0x7f ? `'${String.fromCharCode(byte)}'` : `0x${byte.toString(16).padStart(2, "0")}`;
  return new SrpcError("PROTOCOL", `invalid character ${shown} looking for beginning of value`);
}
