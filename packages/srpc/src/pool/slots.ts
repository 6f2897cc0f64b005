import { SrpcError } from "../errors.ts";
import { type WaitOptions, waitFor } from "../transport/wait.ts";

/** So many places, taken in the order of asking. */
export class Slots {
  readonly #max: number;
  readonly #maxWaiting: number;
  readonly #waiting: (() => void)[] = [];
  #taken = 0;

  /** @param max places, at least 1. */
  constructor(max: number, maxWaiting = Number.POSITIVE_INFINITY) {
    if (!(max >= 1)) throw new RangeError("at least one place is needed");
    this.#max = max;
    this.#maxWaiting = maxWaiting;
  }

  get taken(): number {
    return this.#taken;
  }

  get waiting(): number {
    return this.#waiting.length;
  }

  /** Resolves when a place is ours. @throws SrpcError LIMIT (too many wait), TIMEOUT, ABORTED. */
  async take(options: WaitOptions = {}): Promise<void> {
    if (this.#taken < this.#max) {
      this.#taken++;
      return;
    }
    if (this.#waiting.length >= this.#maxWaiting) {
      throw new SrpcError("LIMIT", "too many callers wait for a connection");
    }
    let wake = (): void => {};
    try {
      await waitFor<void>((resolve) => {
        wake = () => resolve();
        this.#waiting.push(wake);
      }, options);
    } catch (error) {
      const place = this.#waiting.indexOf(wake);
      if (place >= 0) this.#waiting.splice(place, 1);
      throw error;
    }
  }

  /** The place goes to the next one who waits, or becomes free. */
  give(): void {
    const next = this.#waiting.shift();
    if (next === undefined) this.#taken--;
    else next();
  }
}
