import type { ConsoleClock } from "./console-link.ts";

export interface PasteJobOptions {
  readonly clock: ConsoleClock;
  readonly send: (piece: string) => void;
  /** Whether the next piece may be sent. */
  readonly ready: () => boolean;
  readonly progress: (progress: { readonly sent: number; readonly total: number } | undefined) => void;
}

/** A serial line takes about this much without losing characters: 64 characters each 10 ms, a little over 57,600 baud. */
const pieceLength = 64;
const pieceMs = 10;

/** Types a text piece by piece; characters are never cut in two. */
export class PasteJob {
  readonly #characters: readonly string[];
  readonly #o: PasteJobOptions;
  #sent = 0;
  #cancel: (() => void) | undefined;

  constructor(text: string, options: PasteJobOptions) {
    this.#characters = [...terminalText(text)];
    this.#o = options;
  }

  start(): void {
    this.#step();
  }

  cancel(): void {
    this.#cancel?.();
    this.#cancel = undefined;
    this.#o.progress(undefined);
  }

  #step(): void {
    if (this.#o.ready()) {
      this.#o.send(this.#characters.slice(this.#sent, this.#sent + pieceLength).join(""));
      this.#sent = Math.min(this.#sent + pieceLength, this.#characters.length);
    }
    const total = this.#characters.length;
    if (this.#sent >= total) {
      this.cancel();
      return;
    }
    this.#o.progress({ sent: this.#sent, total });
    this.#cancel = this.#o.clock.after(pieceMs, () => this.#step());
  }
}

/** A terminal's Enter is a carriage return; other control characters but tab would be commands, and are left out. */
export function terminalText(text: string): string {
  return text.replace(/\r\n|\n/g, "\r").replace(/[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]/g, "");
}

export interface PasteFacts {
  readonly lines: number;
  /** How often Enter will be pressed. */
  readonly enters: number;
  readonly characters: number;
  /** Control characters that will be left out. */
  readonly dropped: number;
}

/** What a paste would do, for its preview. */
export function pasteFacts(text: string): PasteFacts {
  const clean = terminalText(text);
  const enters = clean.split("\r").length - 1;
  return {
    // An Enter at the very end begins no further line.
    lines: enters + (clean.endsWith("\r") ? 0 : 1),
    enters,
    characters: [...clean].length,
    dropped: text.replace(/\r\n/g, "\n").length - clean.length,
  };
}
