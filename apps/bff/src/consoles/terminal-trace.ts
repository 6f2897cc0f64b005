import { TerminalScanner } from "./terminal-scanner.ts";
import { type ScreenPlaces, TerminalState } from "./terminal-state.ts";

/** What is left on a terminal of a stream that went by, except what it drew. */
export class TerminalTrace {
  readonly #state: TerminalState;
  readonly #scanner: TerminalScanner;

  /** @param rows of the terminal, when that is known */
  constructor(rows?: number) {
    this.#state = new TerminalState(rows);
    this.#scanner = new TerminalScanner(this.#state);
  }

  take(bytes: Uint8Array): void {
    this.#scanner.take(bytes);
  }

  /** Text that brings an empty terminal to the same state. */
  sequence(): string {
    return this.#state.toAlternate() + this.#state.sequence() + this.#scanner.pending();
  }

  /** The same for a terminal on which is drawn what the stream had drawn, on both screens. */
  sequenceFor(drawn: { readonly normal: string; readonly alternate: string }, places: ScreenPlaces): string {
    const switched = this.#state.toAlternate(places);
    const screen = switched === "" ? drawn.normal : drawn.normal + switched + drawn.alternate;
    return screen + this.#state.sequence(places) + this.#scanner.pending();
  }
}
