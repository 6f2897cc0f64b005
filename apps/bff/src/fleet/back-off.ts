/** Waiting times between attempts: they double, and vary so that many who failed together do not come back together. */
export class BackOff {
  readonly #firstMs: number;
  readonly #maxMs: number;
  readonly #random: () => number;
  #attempts = 0;

  constructor(o: { firstMs: number; maxMs: number; random?: () => number }) {
    this.#firstMs = o.firstMs;
    this.#maxMs = o.maxMs;
    this.#random = o.random ?? Math.random;
  }

  /** Failed attempts since the last success. */
  get attempts(): number {
    return this.#attempts;
  }

  /** Milliseconds to wait before the next attempt: between half and the whole of the present step. */
  next(): number {
    const step = Math.min(this.#maxMs, this.#firstMs * 2 ** Math.min(this.#attempts, 30));
    this.#attempts += 1;
    return step * (0.5 + this.#random() / 2);
  }

  succeeded(): void {
    this.#attempts = 0;
  }
}
