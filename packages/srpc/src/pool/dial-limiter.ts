import { Slots } from "./slots.ts";

/** Lets only so many things run at once; the others wait in order. One for a whole process limits its dials. */
export class DialLimiter {
  readonly #slots: Slots;

  /** @param max most at once, at least 1. */
  constructor(max = 50) {
    this.#slots = new Slots(max);
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
      return await act();
    } finally {
      this.#slots.give();
    }
  }
}
