import { consoleCloseCodes } from "@stackdeck/api-types";
import type { ConsoleClock } from "./console-link.ts";

/** Ends that trying again does not change. */
const finalCodes: ReadonlySet<number> = new Set([
  consoleCloseCodes.sessionEnded,
  consoleCloseCodes.forbidden,
  consoleCloseCodes.noSuchVm,
  consoleCloseCodes.vmDestroyed,
  consoleCloseCodes.tooMany,
]);

/** Whether a console that was closed with this code stays closed. */
export function isFinalEnd(code: number): boolean {
  return finalCodes.has(code);
}

/** Tries to connect again after a cut, later each time, until something has come through. */
export class Retries {
  readonly #o: {
    readonly clock: ConsoleClock;
    readonly delays: readonly number[];
    readonly connect: () => void;
  };
  #failures = 0;
  #cancel: (() => void) | undefined;

  /** @param options `delays` are the waiting times in milliseconds; the last one repeats */
  constructor(options: {
    readonly clock: ConsoleClock;
    readonly delays: readonly number[];
    readonly connect: () => void;
  }) {
    this.#o = options;
  }

  /** Whether nothing was cut since something has come through. */
  get isFirst(): boolean {
    return this.#failures === 0;
  }

  /** Something has come through: the next cut is the first again. */
  succeeded(): void {
    this.#failures = 0;
  }

  /** Connects after the time that is due. */
  later(): void {
    const { delays, clock, connect } = this.#o;
    const delay = delays[Math.min(this.#failures, delays.length - 1)] ?? 0;
    this.#failures += 1;
    this.#cancel = clock.after(delay, connect);
  }

  /** Does not connect by itself any more. */
  cancel(): void {
    this.#cancel?.();
    this.#cancel = undefined;
  }
}
