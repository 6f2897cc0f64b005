import type { SlicedWork, Slices } from "./slices.ts";

/** A list that is being made, a little at a time. */
interface Making {
  readonly sortText: string;
  /** Of everybody who waits for it: whether they still do. */
  readonly wanted: (() => boolean)[];
  done: Promise<void>;
}

/** Lists that take long to make: what is being made already is not made twice. */
export class ListsInMaking {
  readonly #slices: Slices;
  readonly #byKey = new Map<string, Making>();

  constructor(slices: Slices) {
    this.#slices = slices;
  }

  /** The orders of the lists that are being made. */
  sortTexts(): readonly string[] {
    return [...this.#byKey.values()].map(({ sortText }) => sortText);
  }

  /**
   * Waits for the list of this key, which is begun when nobody waits for it yet.
   * @param work makes it, as long as what it is given says that somebody waits
   */
  join(
    key: string,
    o: {
      readonly sortText: string;
      readonly isWanted: () => boolean;
      readonly work: (isWanted: () => boolean) => SlicedWork<void>;
    },
  ): Promise<void> {
    const known = this.#byKey.get(key);
    if (known !== undefined) {
      known.wanted.push(o.isWanted);
      return known.done;
    }
    const making: Making = { sortText: o.sortText, wanted: [o.isWanted], done: Promise.resolve() };
    this.#byKey.set(key, making);
    const work = o.work(() => making.wanted.some((isWanted) => isWanted()));
    making.done = this.#slices.run(this.#toItsEnd(key, work));
    return making.done;
  }

  /** Who asks when it has ended, or was given up, begins anew. */
  *#toItsEnd(key: string, work: SlicedWork<void>): SlicedWork<void> {
    try {
      yield* work;
    } finally {
      this.#byKey.delete(key);
    }
  }
}

/** Does work as long as it is wanted; undefined when it was given up. */
export function* whileWanted<T>(work: SlicedWork<T>, isWanted: () => boolean): SlicedWork<T | undefined> {
  while (isWanted()) {
    const step = work.next();
    if (step.done) return step.value;
    yield;
  }
  return undefined;
}
