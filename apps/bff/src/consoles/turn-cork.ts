import type { Writable } from "node:stream";

/** Held back at most, in bytes: beyond, what waits leaves in the middle of a turn. */
const heldLimit = 128 * 1024;

/**
 * Lets what is written in one turn of the event loop leave together. The first write of a turn leaves at once, so a
 * key's echo never waits; the others, of which a flood has dozens, share one call of the operating system.
 */
export class TurnCork {
  readonly #stream: Writable;
  #held = 0;
  #state: "idle" | "first" | "corked" = "idle";

  constructor(stream: Writable) {
    this.#stream = stream;
  }

  /** To be called before each write of so many bytes. */
  beforeWrite(bytes: number): void {
    if (this.#state === "idle") {
      this.#state = "first";
      setImmediate(this.#endTurn);
      return;
    }
    if (this.#state === "first") {
      this.#state = "corked";
      this.#stream.cork();
    }
    this.#held += bytes;
    if (this.#held < heldLimit) return;
    this.#held = 0;
    this.#stream.uncork();
    this.#stream.cork();
  }

  readonly #endTurn = (): void => {
    if (this.#state === "corked") this.#stream.uncork();
    this.#state = "idle";
    this.#held = 0;
  };
}
