import type { ConsoleClock } from "./console-link.ts";

export interface PasteProgress {
  readonly sent: number;
  readonly total: number;
}

export interface PasteJobOptions {
  readonly clock: ConsoleClock;
  readonly send: (piece: string) => void;
  /** Whether the next piece may be sent. */
  readonly ready: () => boolean;
  /** The guest's program wants to know where the text begins and ends: it then runs nothing of it by itself. */
  readonly bracketed: boolean;
  /** How far it is; undefined when it has ended. */
  readonly progress: (progress: PasteProgress | undefined) => void;
}

/** A serial line takes about this much without losing characters: 64 characters each 10 ms, a little over 57,600 baud. */
const pieceLength = 64;
const pieceMs = 10;
const pasteBegins = "\x1b[200~";
const pasteEnds = "\x1b[201~";

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

  /** How much of it has been typed. */
  get progress(): PasteProgress {
    return { sent: this.#sent, total: this.#characters.length };
  }

  start(): void {
    this.#step();
  }

  /** Types no more of it, but tells the guest's program that the text has ended. */
  cancel(): void {
    if (this.#o.bracketed && this.#sent > 0 && this.#cancel !== undefined) this.#o.send(pasteEnds);
    this.stop();
  }

  /** Types no more at all. */
  stop(): void {
    this.#cancel?.();
    this.#cancel = undefined;
    this.#o.progress(undefined);
  }

  #step(): void {
    const { bracketed, send, ready, progress, clock } = this.#o;
    const total = this.#characters.length;
    if (ready()) {
      const piece = this.#characters.slice(this.#sent, this.#sent + pieceLength).join("");
      const isFirst = this.#sent === 0;
      this.#sent = Math.min(this.#sent + pieceLength, total);
      const isLast = this.#sent >= total;
      send((bracketed && isFirst ? pasteBegins : "") + piece + (bracketed && isLast ? pasteEnds : ""));
    }
    if (this.#sent >= total) {
      this.stop();
      return;
    }
    progress({ sent: this.#sent, total });
    this.#cancel = clock.after(pieceMs, () => this.#step());
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
