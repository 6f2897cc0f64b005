import { Slots } from "./slots.ts";

const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

/** Lets only so many things run at once; the others wait in order. One for a whole process limits its dials. */
export class DialLimiter {
  readonly #slots: Slots;
  readonly #spacingMs: number;
  #line: Promise<void> = Promise.resolve();
  #lastStart = Number.NEGATIVE_INFINITY;

  /**
   * @param max most at once, at least 1
   * @param spacingMs least time between two starts. A handshake is milliseconds of work for the processor: many that
   *   start together also end together, and nothing else runs meanwhile.
   */
  constructor(max = 50, spacingMs = 0) {
    this.#slots = new Slots(max);
    this.#spacingMs = spacingMs;
  }

  get running(): number {
    return this.#slots.taken;
  }

  get waiting(): number {
    return this.#slots.waiting;
  }

  /** Runs `act` when its turn comes. @throws SrpcError ABORTED when the signal fires while it waits. */
  async run<T>(act: () => Promise<T>, signal?: AbortSignal): Promise<T> {
    await this.#slots.take({ signal });
    try {
      if (this.#spacingMs > 0) await this.#turn();
      return await act();
    } finally {
      this.#slots.give();
    }
  }

  /** One after the other: timers that a busy process fires late must not fire all together. */
  #turn(): Promise<void> {
    this.#line = this.#line.then(async () => {
      const rest = this.#lastStart + this.#spacingMs - performance.now();
      if (rest > 0) await pause(rest);
      this.#lastStart = performance.now();
    });
    return this.#line;
  }
}
