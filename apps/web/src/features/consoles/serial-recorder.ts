import { Value } from "../../ui/subscribable.ts";
import { type Cast, type CastEvent, castLimits } from "./asciicast.ts";

export interface RecorderState {
  readonly recording: boolean;
  /** UTF-16 units recorded. */
  readonly length: number;
  /** It grew to its limit and has ended by itself. */
  readonly full: boolean;
}

const idle: RecorderState = { recording: false, length: 0, full: false };
/** Longest recording, in UTF-16 units: it is kept in the page's memory until it is saved. */
const maxLength = castLimits.bytes / 4;

/** Records what a terminal shows. What is typed is not recorded: it may be a password. */
export class SerialRecorder {
  readonly state = new Value<RecorderState>(idle);
  readonly #now: () => number;
  #decoder = new TextDecoder();
  #events: CastEvent[] = [];
  #start = 0;
  #size = { cols: 80, rows: 24 };

  /** @param now Unix time in milliseconds */
  constructor(now: () => number) {
    this.#now = now;
  }

  /** @param screen what the terminal shows already, as terminal sequences */
  start(size: { readonly cols: number; readonly rows: number }, screen: string): void {
    this.#decoder = new TextDecoder();
    this.#events = [];
    this.#start = this.#now();
    this.#size = size;
    this.state.set({ ...idle, recording: true });
    this.#add("output", screen);
  }

  /** The terminal has been given something to draw. */
  output(data: Uint8Array | string): void {
    if (!this.state.get().recording) return;
    this.#add("output", typeof data === "string" ? data : this.#decoder.decode(data, { stream: true }));
  }

  resized({ cols, rows }: { readonly cols: number; readonly rows: number }): void {
    if (this.state.get().recording) this.#add("resize", `${cols}x${rows}`);
  }

  /** Ends the recording. */
  stop(title: string): Cast {
    this.state.set(idle);
    const events = this.#events;
    this.#events = [];
    return { title, ...this.#size, startedAt: this.#start / 1000, events };
  }

  #add(kind: CastEvent["kind"], data: string): void {
    if (data === "") return;
    const length = this.state.get().length + data.length;
    if (length > maxLength || this.#events.length >= castLimits.events - 1) {
      this.state.set({ ...this.state.get(), recording: false, full: true });
      return;
    }
    const last = this.#events.at(-1);
    const at = Math.max((this.#now() - this.#start) / 1000, last?.at ?? 0);
    // A flood comes in many small pieces: those of one instant are one event.
    if (last?.kind === "output" && kind === "output" && at - last.at < 0.01)
      this.#events[this.#events.length - 1] = { ...last, data: last.data + data };
    else this.#events.push({ at, kind, data });
    this.state.set({ ...this.state.get(), length });
  }
}
