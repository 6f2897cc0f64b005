import type { IMarker, Terminal } from "@xterm/xterm";

/** Lines whose times are remembered. */
const rememberedLines = 12_000;

/** Remembers when each line of a terminal was last written to. */
export class LineTimes {
  readonly #terminal: Terminal;
  readonly #times = new Map<number, number>();
  /** A line of known number, by which lines that left the history are noticed. */
  #anchor: { readonly marker: IMarker; readonly number: number } | undefined;
  #stampedTo = 0;

  constructor(terminal: Terminal) {
    this.#terminal = terminal;
  }

  /** To be called when something was drawn: the lines that the cursor was in since the last time get this time. */
  stamp(now: number): void {
    const buffer = this.#terminal.buffer.normal;
    const gone = this.#goneLines();
    const current = gone + buffer.baseY + buffer.cursorY;
    const first = Math.max(Math.min(this.#stampedTo, current), current - rememberedLines);
    // Where the cursor has only just come to, nothing is written yet.
    const last = buffer.cursorX === 0 ? current - 1 : current;
    for (let number = first; number <= last; number += 1) this.#times.set(number, now);
    this.#stampedTo = current;
    if (this.#times.size > rememberedLines * 2) this.#forget(current - rememberedLines);
    if (this.#terminal.buffer.active.type === "normal") this.#moveAnchor(current);
  }

  /** To be called instead when what was drawn is old: nobody knows when those lines were written. */
  pass(): void {
    const buffer = this.#terminal.buffer.normal;
    this.#stampedTo = this.#goneLines() + buffer.baseY + buffer.cursorY;
    if (this.#terminal.buffer.active.type === "normal") this.#moveAnchor(this.#stampedTo);
  }

  /** When the line at a place in the history was written; undefined when not known. Unix milliseconds. */
  at(row: number): number | undefined {
    return this.#times.get(this.#goneLines() + row);
  }

  reset(): void {
    this.#times.clear();
    this.#anchor?.marker.dispose();
    this.#anchor = undefined;
    this.#stampedTo = 0;
  }

  #goneLines(): number {
    const anchor = this.#anchor;
    return anchor === undefined || anchor.marker.isDisposed ? 0 : anchor.number - anchor.marker.line;
  }

  #moveAnchor(number: number): void {
    const marker = this.#terminal.registerMarker(0);
    this.#anchor?.marker.dispose();
    this.#anchor = { marker, number };
  }

  #forget(before: number): void {
    for (const number of this.#times.keys()) {
      if (number >= before) return;
      this.#times.delete(number);
    }
  }
}
