import type { Terminal } from "@xterm/headless";

type Params = readonly (number | number[])[];
type BufferName = "normal" | "alternate";

/** Modes of DEC that a serialised screen leaves out: the encodings of mouse reports. */
const mouseEncodings = [1006, 1016] as const;
/** Switch between the two screens; leaving the other one forgets its margins. */
const screenSwitches = [47, 1047, 1049] as const;
/** Letter sets that a terminal knows, and the places they are put into. */
const letterSets = ["0", "A", "B"] as const;
const letterPlaces = ["(", ")", "*", "+"] as const;
const plainLetters = "B";

/**
 * What a program has set on a terminal once and relies on ever after, as far as a serialised screen does not tell it:
 * margins, the hidden cursor and its shape, line-drawing letters, how the mouse is reported. Without it whoever comes
 * late to a full-screen program gets another terminal than those who were there.
 */
export class TerminalModes {
  readonly #terminal: Terminal;
  /** The newest one counts. */
  #mouseEncoding: number | undefined;
  readonly #margins = new Map<BufferName, readonly [top: number, bottom: number]>();
  readonly #letters = new Map<string, string>();
  #cursorShape = 0;
  #isCursorHidden = false;
  #newLineMode = false;

  /** Listens to a terminal from now on. */
  constructor(terminal: Terminal) {
    this.#terminal = terminal;
    const { parser } = terminal;
    // Each only looks: the terminal's own handlers do the work.
    const look =
      (act: (params: Params) => void) =>
      (params: Params = []) => {
        act(params);
        return false;
      };
    const reset = look(() => this.#reset());
    parser.registerCsiHandler(
      { prefix: "?", final: "h" },
      look((params) => this.#switch(params, true)),
    );
    parser.registerCsiHandler(
      { prefix: "?", final: "l" },
      look((params) => this.#switch(params, false)),
    );
    parser.registerCsiHandler(
      { final: "h" },
      look((params) => this.#switchAnsi(params, true)),
    );
    parser.registerCsiHandler(
      { final: "l" },
      look((params) => this.#switchAnsi(params, false)),
    );
    parser.registerCsiHandler(
      { final: "r" },
      look((params) => this.#setMargins(params)),
    );
    parser.registerCsiHandler(
      { intermediates: " ", final: "q" },
      look(([shape]) => {
        this.#cursorShape = typeof shape === "number" && shape <= 6 ? shape : 0;
      }),
    );
    parser.registerCsiHandler({ intermediates: "!", final: "p" }, reset);
    parser.registerEscHandler({ final: "c" }, () => reset());
    for (const place of letterPlaces)
      for (const set of letterSets)
        parser.registerEscHandler({ intermediates: place, final: set }, () => {
          this.#letters.set(place, set);
          return false;
        });
  }

  /** Brings a terminal that shows the serialised screen to the same modes. */
  sequence(): string {
    const letters = [...this.#letters].filter(([, set]) => set !== plainLetters);
    return [
      this.#placeSequence(),
      ...letters.map(([place, set]) => `\x1b${place}${set}`),
      this.#mouseEncoding === undefined ? "" : `\x1b[?${this.#mouseEncoding}h`,
      this.#newLineMode ? "\x1b[20h" : "",
      this.#cursorShape === 0 ? "" : `\x1b[${this.#cursorShape} q`,
      this.#isCursorHidden ? "\x1b[?25l" : "",
    ].join("");
  }

  /** Margins, with the cursor where it was: setting them, and counting lines from them, moves it. */
  #placeSequence(): string {
    const { buffer, modes } = this.#terminal;
    const { type, cursorX, cursorY } = buffer.active;
    const margins = this.#margins.get(type);
    if (margins === undefined && !modes.originMode) return "";
    const [top, bottom] = margins ?? [1, this.#terminal.rows];
    const row = modes.originMode ? cursorY - top + 2 : cursorY + 1;
    return `\x1b[${top};${bottom}r\x1b[${Math.max(1, row)};${cursorX + 1}H`;
  }

  #switch(params: Params, on: boolean): void {
    for (const mode of params) {
      if (mode === 25) this.#isCursorHidden = !on;
      if (screenSwitches.some((it) => it === mode)) this.#margins.delete("alternate");
      const encoding = mouseEncodings.find((it) => it === mode);
      // Either switch goes back to the first encoding.
      if (encoding !== undefined) this.#mouseEncoding = on ? encoding : undefined;
    }
  }

  #switchAnsi(params: Params, on: boolean): void {
    if (params.includes(20)) this.#newLineMode = on;
  }

  #setMargins([first, second]: Params): void {
    const { rows, buffer } = this.#terminal;
    const top = typeof first === "number" && first > 0 ? first : 1;
    const bottom = typeof second === "number" && second > 0 && second <= rows ? second : rows;
    if (bottom <= top) return;
    if (top === 1 && bottom === rows) this.#margins.delete(buffer.active.type);
    else this.#margins.set(buffer.active.type, [top, bottom]);
  }

  #reset(): void {
    this.#mouseEncoding = undefined;
    this.#margins.clear();
    this.#letters.clear();
    this.#cursorShape = 0;
    this.#isCursorHidden = false;
    this.#newLineMode = false;
  }
}
