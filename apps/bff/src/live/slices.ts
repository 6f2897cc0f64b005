/** Work that is done a little at a time: it yields where others may have their turn. */
export type SlicedWork<T> = Generator<void, T>;

/** Longest that work holds up the event loop at once, in milliseconds, but for the last step it takes. */
const sliceMs = 8;

interface Waiting {
  /** Does some of the work; true when it has ended. */
  readonly go: (until: number) => boolean;
}

/**
 * Does long work in slices between which everybody else is heard. What waits takes turns, one slice each, so that a
 * long list holds up no short one.
 */
export class Slices {
  readonly #now: () => number;
  readonly #later: (run: () => void) => void;
  readonly #waiting: Waiting[] = [];

  constructor(o: { now?: () => number; later?: (run: () => void) => void } = {}) {
    this.#now = o.now ?? (() => performance.now());
    this.#later = o.later ?? setImmediate;
  }

  /** Does the work, beginning in the next turn of the event loop. Resolves with what it returns. */
  run<T>(work: SlicedWork<T>): Promise<T> {
    return new Promise((resolve, reject) => {
      const go = (until: number): boolean => {
        try {
          for (;;) {
            const step = work.next();
            if (step.done) {
              resolve(step.value);
              return true;
            }
            if (this.#now() >= until) return false;
          }
        } catch (error) {
          reject(error);
          return true;
        }
      };
      this.#waiting.push({ go });
      if (this.#waiting.length === 1) this.#later(this.#slice);
    });
  }

  readonly #slice = (): void => {
    const next = this.#waiting[0];
    if (next === undefined) return;
    const isDone = next.go(this.#now() + sliceMs);
    this.#waiting.shift();
    if (!isDone) this.#waiting.push(next);
    if (this.#waiting.length > 0) this.#later(this.#slice);
  };
}

/** Does work at once, for what is short. */
export function allAtOnce<T>(work: SlicedWork<T>): T {
  for (;;) {
    const step = work.next();
    if (step.done) return step.value;
  }
}
