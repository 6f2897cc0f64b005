import { serialFlow } from "@stackdeck/api-types";

/** So much drawing may be on its way to a viewer, in milliseconds: what comes next, such as the end of a flood, waits behind it. */
const aheadMs = 100;
/** Less than this would make a distant viewer wait for its own acknowledgements, in bytes. */
const leastWindow = 96 * 1024;
/** Weight of the newest measurement. */
const newest = 0.3;

/** How much a viewer that acknowledges is sent ahead: what it draws in a moment, by how fast it has drawn so far. */
export class DrawingWindow {
  readonly #elapsed: () => number;
  /** Sent and not acknowledged. */
  #undrawn = 0;
  #since = 0;
  /** Bytes a millisecond; 0 while nothing was measured. */
  #rate = 0;

  /** @param elapsed milliseconds of a clock that never goes back */
  constructor(elapsed: () => number) {
    this.#elapsed = elapsed;
  }

  /** Bytes that may be sent now: a whole number, which may be negative. */
  get room(): number {
    const fits =
      this.#rate === 0 ? serialFlow.window : Math.max(leastWindow, Math.floor(this.#rate * aheadMs));
    return Math.min(serialFlow.window, fits) - this.#undrawn;
  }

  sent(bytes: number): void {
    if (this.#undrawn === 0) this.#since = this.#elapsed();
    this.#undrawn += bytes;
  }

  drawn(bytes: number): void {
    if (this.#undrawn === 0) return;
    const now = this.#elapsed();
    const rate = Math.min(bytes, this.#undrawn) / Math.max(1, now - this.#since);
    // A few bytes say nothing about speed.
    if (bytes >= serialFlow.acknowledgeEvery / 2)
      this.#rate = this.#rate === 0 ? rate : this.#rate * (1 - newest) + rate * newest;
    this.#since = now;
    this.#undrawn = Math.max(0, this.#undrawn - bytes);
  }

  /** Nothing is waited for any more. */
  clear(): void {
    this.#undrawn = 0;
  }
}
