/** So many of those that wait go on in one turn of the event loop. */
const perTurn = 10;

/**
 * Spreads what many want to do at the same moment over turns of the event loop, in the order of asking: when a thousand
 * connections end at once, what follows from each must not hold up everything else.
 */
export class Turns {
  readonly #waiting: (() => void)[] = [];

  /** Resolves when it is the caller's turn: at the earliest in the next turn of the loop. */
  next(): Promise<void> {
    return new Promise((resolve) => {
      this.#waiting.push(resolve);
      if (this.#waiting.length === 1) setImmediate(this.#go);
    });
  }

  readonly #go = (): void => {
    for (const resolve of this.#waiting.splice(0, perTurn)) resolve();
    if (this.#waiting.length > 0) setImmediate(this.#go);
  };
}
