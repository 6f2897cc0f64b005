import type { SerialServerMessage } from "@stackdeck/api-types";
import type { ByteRing, RingPiece } from "./byte-ring.ts";
import { calmPlace } from "./calm-place.ts";
import type { ConsoleCaller } from "./console-ports.ts";
import { DrawingWindow } from "./drawing-window.ts";
import type { SerialLimits } from "./serial-limits.ts";
import type { SerialMarks } from "./serial-marks.ts";
import type { ViewerSocket } from "./viewer-socket.ts";

/** How a viewer wants to be served. */
export interface ViewerWish {
  /** Waits for acknowledgements of what was drawn. */
  readonly acknowledges: boolean;
  /** Bytes only, no messages. */
  readonly plain: boolean;
}

export interface SerialViewerOptions {
  readonly id: string;
  readonly caller: ConsoleCaller;
  readonly socket: ViewerSocket;
  readonly wish: ViewerWish;
  readonly stream: { readonly ring: ByteRing; readonly marks: SerialMarks; readonly limits: SerialLimits };
  /** Milliseconds of a clock that never goes back. */
  readonly elapsed: () => number;
}

/**
 * One viewer's place in the stream. Sends what the ring holds from there on, as far as the network and the viewer's
 * acknowledgements allow, and skips when it falls too far behind. Never waits, never copies.
 */
export class SerialViewer {
  readonly id: string;
  readonly caller: ConsoleCaller;
  readonly #socket: ViewerSocket;
  readonly #wish: ViewerWish;
  readonly #stream: SerialViewerOptions["stream"];
  #cursor = 0;
  #nextMark = 0;
  #inFlight = 0;
  readonly #window: DrawingWindow;
  #skipped = 0;
  /** Has been at the end once: from then on it is live and must not lag. */
  #live = false;
  #started = false;
  #closed = false;

  constructor(options: SerialViewerOptions) {
    this.id = options.id;
    this.caller = options.caller;
    this.#socket = options.socket;
    this.#wish = options.wish;
    this.#stream = options.stream;
    this.#window = new DrawingWindow(options.elapsed);
  }

  /** Offset of the next byte it gets. */
  get cursor(): number {
    return this.#cursor;
  }

  get closed(): boolean {
    return this.#closed;
  }

  /** Begins to send, at an offset and a mark. */
  start(cursor: number, nextMark: number): void {
    this.#cursor = cursor;
    this.#nextMark = nextMark;
    this.#started = true;
    this.pump();
  }

  send(message: SerialServerMessage): void {
    if (!this.#wish.plain && !this.#closed) this.#socket.sendText(JSON.stringify(message));
  }

  /** The viewer has drawn so many bytes. */
  drawn(bytes: number): void {
    this.#window.drawn(bytes);
    this.pump();
  }

  /** The viewer has typed an interrupt: it wants to see what comes of it, not what a flood has left before. */
  interrupted(): void {
    const { ring, limits } = this.#stream;
    if (this.#wish.acknowledges) this.#skipTo(ring.end - limits.keepAfterSkipBytes);
    this.pump();
  }

  /** Sends what may be sent now. To be called when the stream has grown. */
  pump(): void {
    if (!this.#started || this.#closed) return;
    this.#skipIfBehind();
    for (;;) {
      this.#sendMarks();
      const room = this.#room();
      if (room <= 0) return;
      const piece = this.#stream.ring.read(this.#cursor, Math.min(room, this.#untilMark()));
      if (piece === undefined) {
        this.#live = true;
        return;
      }
      if (piece.offset > this.#cursor) {
        this.#jump(piece.offset);
        continue;
      }
      this.#sendSkipped();
      this.#sendPiece(piece);
    }
  }

  /** Sends the rest as far as that is bounded, then closes. */
  close(code: number, reason: string): void {
    if (this.#closed) return;
    this.#window.clear();
    this.#inFlight = -this.#stream.limits.liveLagBytes;
    this.pump();
    this.#closed = true;
    this.#socket.close(code, reason);
  }

  /** The connection is gone: nothing more is sent. */
  gone(): void {
    this.#closed = true;
  }

  #sendPiece({ bytes, lease }: RingPiece): void {
    const length = bytes.length;
    this.#cursor += length;
    this.#inFlight += length;
    if (this.#wish.acknowledges) this.#window.sent(length);
    const limit = this.#stream.limits.inFlightBytes;
    lease.users += 1;
    this.#socket.sendBytes(bytes, () => {
      lease.users -= 1;
      const wasFull = this.#inFlight >= limit / 2;
      this.#inFlight = Math.max(0, this.#inFlight - length);
      if (wasFull && this.#inFlight < limit / 2) this.pump();
    });
  }

  #room(): number {
    const network = this.#stream.limits.inFlightBytes - this.#inFlight;
    return this.#wish.acknowledges ? Math.min(network, this.#window.room) : network;
  }

  #untilMark(): number {
    const mark = this.#stream.marks.from(this.#nextMark);
    return mark === undefined || mark.offset <= this.#cursor
      ? Number.POSITIVE_INFINITY
      : mark.offset - this.#cursor;
  }

  #sendMarks(): void {
    for (;;) {
      const mark = this.#stream.marks.from(this.#nextMark);
      if (mark === undefined || mark.offset > this.#cursor) return;
      this.#nextMark = mark.number + 1;
      this.send({ type: "mark", kind: mark.kind, on: mark.on, text: mark.text, offset: this.#cursor });
    }
  }

  /** The bytes up to `offset` were dropped. */
  #jump(offset: number): void {
    this.#skipped += offset - this.#cursor;
    this.#cursor = offset;
  }

  #skipIfBehind(): void {
    const { ring, limits } = this.#stream;
    if (this.#cursor < ring.start) {
      this.#jump(ring.start);
      // What is oldest is about to go as well.
      if (this.#live) this.#skipTo(ring.end - limits.keepAfterSkipBytes);
      return;
    }
    const mayLag = this.#wish.acknowledges && this.#live ? limits.liveLagBytes : ring.capacity;
    if (ring.end - this.#cursor > mayLag && this.#live) this.#skipTo(ring.end - limits.keepAfterSkipBytes);
  }

  /** Forward to a place near `offset` where the terminal is not left inside a sequence. */
  #skipTo(offset: number): void {
    const place = calmPlace(this.#stream.ring, Math.max(offset, this.#stream.ring.start));
    if (place > this.#cursor) this.#jump(place);
  }

  #sendSkipped(): void {
    if (this.#skipped === 0) return;
    const bytes = this.#skipped;
    this.#skipped = 0;
    this.send({ type: "skipped", bytes, offset: this.#cursor });
  }
}
