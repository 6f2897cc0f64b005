import { Value } from "../../ui/subscribable.ts";
import { type Cast, castDuration, castSize } from "./asciicast.ts";
import type { ConsoleClock } from "./console-link.ts";

/** Where a recording is shown. */
export interface CastScreen {
  /** `drawn` is called when the terminal has taken it in. */
  write(text: string, drawn: () => void): void;
  reset(): void;
  resize(cols: number, rows: number): void;
}

/** Time as a dependency; `now` in milliseconds of a clock that is never set. */
export interface PlayerClock extends ConsoleClock {
  now(): number;
}

export interface PlayerState {
  readonly playing: boolean;
  /** Seconds. */
  readonly position: number;
  readonly duration: number;
  readonly speed: number;
}

export const playerSpeeds: readonly number[] = [0.5, 1, 2, 4, 8, 16];

/** Time between two pictures, in milliseconds. */
const tickMs = 33;
/** Handed to the terminal at once, in UTF-16 units: so the page stays quick while it catches up. */
const pieceLength = 128 * 1024;

/** Plays a recording: no faster than the terminal draws. */
export class CastPlayer {
  readonly state: Value<PlayerState>;
  readonly cast: Cast;
  readonly #screen: CastScreen;
  readonly #clock: PlayerClock;
  #next = 0;
  /** Grows with every jump: what was begun before it is not gone on with. */
  #run = 0;
  #drawing = false;
  #lastTick = 0;
  #cancel: (() => void) | undefined;

  constructor(cast: Cast, screen: CastScreen, clock: PlayerClock) {
    this.cast = cast;
    this.#screen = screen;
    this.#clock = clock;
    this.state = new Value<PlayerState>({
      playing: false,
      position: 0,
      duration: castDuration(cast),
      speed: 1,
    });
    this.#rewind();
    this.#draw();
  }

  /** Goes on, from the beginning when it is at its end. */
  play(): void {
    const { playing, position, duration } = this.state.get();
    if (playing) return;
    if (position >= duration) this.seek(0);
    this.#set({ playing: true });
    this.#lastTick = this.#clock.now();
    this.#tickLater();
  }

  pause(): void {
    this.#cancel?.();
    this.#set({ playing: false });
  }

  setSpeed(speed: number): void {
    this.#set({ speed });
  }

  /** @param position seconds; what lies outside goes to the nearer end */
  seek(position: number): void {
    const { position: before, duration } = this.state.get();
    const to = Math.min(Math.max(position, 0), duration);
    if (to < before) this.#rewind();
    this.#set({ position: to });
    this.#lastTick = this.#clock.now();
    this.#draw();
  }

  dispose(): void {
    this.pause();
    this.#run += 1;
  }

  #rewind(): void {
    this.#run += 1;
    this.#drawing = false;
    this.#next = 0;
    this.#screen.reset();
    this.#screen.resize(this.cast.cols, this.cast.rows);
  }

  #tickLater(): void {
    this.#cancel?.();
    this.#cancel = this.#clock.after(tickMs, () => this.#tick());
  }

  #tick(): void {
    const now = this.#clock.now();
    const { position, duration, speed } = this.state.get();
    // While the terminal catches up the recording waits for it.
    const to = this.#drawing
      ? position
      : Math.min(position + ((now - this.#lastTick) / 1000) * speed, duration);
    this.#lastTick = now;
    const over = to >= duration && !this.#drawing;
    this.#set({ position: to, playing: !over });
    this.#draw();
    if (!over) this.#tickLater();
  }

  /** Draws what has happened up to the position, in pieces. */
  #draw(): void {
    if (this.#drawing) return;
    const text = this.#takeText();
    if (text === "") return;
    this.#drawing = true;
    const run = this.#run;
    this.#screen.write(text, () => {
      if (run !== this.#run) return;
      this.#drawing = false;
      this.#draw();
    });
  }

  /** Output up to the position, a limit or a new size; sizes that come first are applied. */
  #takeText(): string {
    let text = "";
    const { position } = this.state.get();
    for (;;) {
      const event = this.cast.events[this.#next];
      if (event === undefined || event.at > position || text.length >= pieceLength) return text;
      if (event.kind === "resize" && text !== "") return text;
      this.#next += 1;
      if (event.kind === "output") text += event.data;
      else this.#resize(event.data);
    }
  }

  #resize(data: string): void {
    const size = castSize(data);
    if (size !== undefined) this.#screen.resize(size.cols, size.rows);
  }

  #set(change: Partial<PlayerState>): void {
    this.state.update((before) => ({ ...before, ...change }));
  }
}
