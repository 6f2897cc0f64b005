/** Modes of DEC that are on or off, and how a terminal begins. */
const switches: ReadonlyMap<number, boolean> = new Map([
  [1, false],
  [7, true],
  [25, true],
  [45, false],
  [66, false],
  [1004, false],
  [2004, false],
]);
const keypad = 66;
/** Which movements of the mouse are reported and in which way: one of a kind at a time, and each `l` ends all. */
const mouseKinds: readonly (readonly number[])[] = [
  [9, 1000, 1002, 1003],
  [1006, 1016],
];

/** What is on and what is off at a terminal, as far as it neither moves the cursor nor changes the screen. */
export class TerminalModes {
  readonly #switched = new Map<number, boolean>();
  readonly #mouse: (number | undefined)[] = [];
  #inserts = false;
  #returnsAtLineFeed = false;
  #cursorShape = 0;

  /** A mode of DEC. */
  switch(mode: number, on: boolean): void {
    if (switches.has(mode)) this.#switched.set(mode, on);
    const kind = mouseKinds.findIndex((modes) => modes.includes(mode));
    if (kind >= 0) this.#mouse[kind] = on ? mode : undefined;
  }

  /** A mode of ANSI. */
  switchAnsi(mode: number, on: boolean): void {
    if (mode === 4) this.#inserts = on;
    if (mode === 20) this.#returnsAtLineFeed = on;
  }

  useKeypad(on: boolean): void {
    this.#switched.set(keypad, on);
  }

  shapeCursor(shape: number): void {
    if (shape <= 6) this.#cursorShape = shape;
  }

  /** What a soft reset takes back: how the mouse is reported and what a line feed does stay. */
  softReset(): void {
    this.#switched.clear();
    this.#inserts = false;
    this.#cursorShape = 0;
  }

  reset(): void {
    this.softReset();
    this.#mouse.length = 0;
    this.#returnsAtLineFeed = false;
  }

  sequence(): string {
    const changed = [...switches].filter(([mode, first]) => (this.#switched.get(mode) ?? first) !== first);
    return [
      ...changed.map(([mode, first]) => `\x1b[?${mode}${first ? "l" : "h"}`),
      ...this.#mouse.map((mode) => (mode === undefined ? "" : `\x1b[?${mode}h`)),
      this.#inserts ? "\x1b[4h" : "",
      this.#returnsAtLineFeed ? "\x1b[20h" : "",
      this.#cursorShape === 0 ? "" : `\x1b[${this.#cursorShape} q`,
    ].join("");
  }
}
