import type { WaitOptions } from "../transport/wait.ts";
import { Slots } from "./slots.ts";

/**
 * Lets few TLS handshakes be under way at once. Their answers are milliseconds of work each, and all that have come are
 * worked off in one turn of the event loop. A peer that does not answer holds its place for a moment only, so that the
 * dead hold nobody up. One for a whole process.
 */
export class HandshakeGate {
  readonly #slots: Slots;
  readonly #patienceMs: number;

  /** @param max most at once, at least 1 */
  constructor(max = 10, patienceMs = 100) {
    this.#slots = new Slots(max);
    this.#patienceMs = patienceMs;
  }

  /** Runs `act` when its turn comes. @throws SrpcError TIMEOUT or ABORTED while it waits. */
  async run<T>(act: () => Promise<T>, options: WaitOptions): Promise<T> {
    await this.#slots.take(options);
    let hasPlace = true;
    const leave = () => {
      if (hasPlace) this.#slots.give();
      hasPlace = false;
    };
    const timer = setTimeout(leave, this.#patienceMs);
    try {
      return await act();
    } finally {
      clearTimeout(timer);
      leave();
    }
  }
}
