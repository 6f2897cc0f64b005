import { type SerialServerMessage, serialFlow } from "@stackdeck/api-types";
import { DrawingQueue, type TerminalSink } from "./drawing-queue.ts";
import { markText, skippedText } from "./stream-text.ts";

type Said<Kind extends SerialServerMessage["type"]> = Extract<SerialServerMessage, { type: Kind }>;

/**
 * The output of a serial port on its way to the terminal: knows the place of each byte, so that a new connection goes on
 * where the former one was cut, and what of it is old.
 */
export class SerialStream {
  readonly #sink: TerminalSink;
  readonly #queue: DrawingQueue;
  readonly #acknowledge: (bytes: number) => void;
  /** Where we are in the stream; undefined before the first attachment. */
  #place: { epoch: string; offset: number } | undefined;
  #lastMark = "";
  /** What comes before this offset is old; undefined until the server said where that ends. */
  #replayUntil: number | undefined;
  #unacknowledged = 0;

  /** @param acknowledge tells the server how many bytes have been drawn since it was told last */
  constructor(sink: TerminalSink, acknowledge: (bytes: number) => void) {
    this.#sink = sink;
    this.#acknowledge = acknowledge;
    this.#queue = new DrawingQueue(sink, (bytes) => this.#drawn(bytes));
  }

  /** Whether a server has ever let us in. */
  get hasBegun(): boolean {
    return this.#place !== undefined;
  }

  /** What a connection asks for: the size of the terminal, and the place where to go on when there is one. */
  query(): URLSearchParams {
    const { cols, rows } = this.#sink.size();
    const query = new URLSearchParams({ flow: "drawn", cols: String(cols), rows: String(rows) });
    if (this.#place !== undefined) {
      query.set("epoch", this.#place.epoch);
      query.set("offset", String(this.#place.offset));
    }
    return query;
  }

  /** Another connection is made: what the former one has not been told does not count there. */
  connecting(): void {
    this.#unacknowledged = 0;
  }

  attached(message: Said<"attached">): void {
    if (!message.resumed) {
      this.#queue.clear();
      this.#queue.act(() => this.#sink.reset());
      this.#lastMark = "";
    }
    this.#queue.act(() => this.#sink.setReplaying(true));
    this.#replayUntil = undefined;
    this.#place = { epoch: message.epoch, offset: message.offset };
  }

  received(bytes: Uint8Array): void {
    if (this.#place === undefined) return;
    this.#place.offset += bytes.length;
    this.#queue.bytes(bytes);
    this.#endReplay();
  }

  /** Text that draws the screen as it was before the bytes that follow. */
  screen(text: string): void {
    this.#queue.text(text);
  }

  mark(mark: Said<"mark">): void {
    if (this.#place !== undefined) this.#place.offset = mark.offset;
    // A mark at the very place of a resumption may come a second time.
    const key = `${mark.kind} ${mark.on} ${mark.text}`;
    if (key === this.#lastMark) return;
    this.#lastMark = key;
    this.#queue.text(markText(mark.kind, mark.text, mark.on));
    if (mark.kind === "boot") this.#queue.act(() => this.#sink.markBoot());
  }

  skipped(message: Said<"skipped">): void {
    if (this.#place !== undefined) this.#place.offset = message.offset;
    this.#queue.text(skippedText(message.bytes));
  }

  /** Everything from this offset on is live. */
  liveFrom(offset: number): void {
    this.#replayUntil ??= offset;
    this.#endReplay();
  }

  pause(paused: boolean): void {
    this.#queue.pause(paused);
  }

  clear(): void {
    this.#queue.clear();
  }

  #endReplay(): void {
    const end = this.#replayUntil;
    if (end === undefined || this.#place === undefined || this.#place.offset < end) return;
    this.#replayUntil = Number.POSITIVE_INFINITY;
    this.#queue.act(() => this.#sink.setReplaying(false));
  }

  #drawn(bytes: number): void {
    this.#unacknowledged += bytes;
    if (this.#unacknowledged < serialFlow.acknowledgeEvery && !this.#queue.idle) return;
    this.#acknowledge(this.#unacknowledged);
    this.#unacknowledged = 0;
  }
}
