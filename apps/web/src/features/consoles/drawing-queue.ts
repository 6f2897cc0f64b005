/** Where bytes are drawn. */
export interface TerminalSink {
  /** `drawn` is called when the terminal has taken them in. */
  write(data: Uint8Array | string, drawn: () => void): void;
  /** Empties the terminal. */
  reset(): void;
  size(): { readonly cols: number; readonly rows: number };
  /** Whether the guest's program wants to be told where pasted text begins and ends. */
  bracketsPaste(): boolean;
  /** A new boot begins at the place that is drawn next. */
  markBoot(): void;
  /** While set, what is drawn is old: the terminal must not answer questions in it. */
  setReplaying(replaying: boolean): void;
}

/** Handed to the terminal and not yet drawn, in bytes: more would make Ctrl-C wait behind it. */
const ahead = 128 * 1024;

type Piece =
  | { readonly kind: "bytes"; readonly bytes: Uint8Array }
  | { readonly kind: "text"; readonly text: string }
  | { readonly kind: "act"; readonly act: () => void };

/**
 * Feeds a terminal at the pace at which it draws. What it has drawn is reported, so that the server sends no more than
 * can be shown; so a flood fills neither the page's memory nor its time.
 */
export class DrawingQueue {
  readonly #sink: TerminalSink;
  readonly #drawn: (bytes: number) => void;
  #pieces: Piece[] = [];
  #writing = 0;
  #paused = false;

  /** @param drawn called with the number of the server's bytes that have been drawn */
  constructor(sink: TerminalSink, drawn: (bytes: number) => void) {
    this.#sink = sink;
    this.#drawn = drawn;
  }

  /** Nothing waits to be drawn. */
  get idle(): boolean {
    return this.#writing === 0 && this.#pieces.length === 0;
  }

  bytes(bytes: Uint8Array): void {
    this.#add({ kind: "bytes", bytes });
  }

  /** Text of our own, in its place between the bytes. */
  text(text: string): void {
    this.#add({ kind: "text", text });
  }

  /** Something to be done when everything before it has been drawn. */
  act(act: () => void): void {
    this.#add({ kind: "act", act });
  }

  /** Stops drawing, for reading in peace; the server notices and waits, then skips. */
  pause(paused: boolean): void {
    this.#paused = paused;
    this.#draw();
  }

  /** Forgets what waits. */
  clear(): void {
    this.#pieces = [];
  }

  #add(piece: Piece): void {
    this.#pieces.push(piece);
    this.#draw();
  }

  #draw(): void {
    while (!this.#paused && this.#writing < ahead) {
      const piece = this.#pieces[0];
      // The terminal takes things in later than it is given them: what is done at once would come before them.
      if (piece === undefined || (piece.kind === "act" && this.#writing > 0)) return;
      this.#pieces.shift();
      if (piece.kind === "act") piece.act();
      else if (piece.kind === "text") this.#write(piece.text, piece.text.length, 0);
      else this.#write(piece.bytes, piece.bytes.length, piece.bytes.length);
    }
  }

  #write(data: Uint8Array | string, length: number, counted: number): void {
    this.#writing += length;
    this.#sink.write(data, () => {
      this.#writing -= length;
      if (counted > 0) this.#drawn(counted);
      this.#draw();
    });
  }
}
