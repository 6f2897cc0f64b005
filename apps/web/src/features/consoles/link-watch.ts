import { consolePingMs } from "@stackdeck/api-types";
import type { ConsoleClock } from "./console-link.ts";

/** How long the other side may be silent after it was asked for a sign of life, in milliseconds. */
const silenceMs = 8000;

/**
 * Notices that nobody is there any more: a link that is cut without a word stays open for many minutes otherwise. Asking
 * now and then keeps proxies awake, too.
 */
export class LinkWatch {
  readonly #o: { readonly clock: ConsoleClock; readonly ask: () => void; readonly dead: () => void };
  #cancel: (() => void) | undefined;

  /**
   * @param options `ask` asks the other side for a sign of life, `dead` is told when none has come
   */
  constructor(options: {
    readonly clock: ConsoleClock;
    readonly ask: () => void;
    readonly dead: () => void;
  }) {
    this.#o = options;
  }

  /** Something must come within so many milliseconds. */
  expect(milliseconds: number): void {
    this.stop();
    this.#cancel = this.#o.clock.after(milliseconds, () => this.#o.dead());
  }

  /** Something has come. */
  heard(): void {
    this.stop();
    this.#cancel = this.#o.clock.after(consolePingMs, () => {
      this.expect(silenceMs);
      this.#o.ask();
    });
  }

  stop(): void {
    this.#cancel?.();
    this.#cancel = undefined;
  }
}
