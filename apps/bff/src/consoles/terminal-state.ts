import { plainLetters, TerminalLetters } from "./terminal-letters.ts";
import { TerminalModes } from "./terminal-modes.ts";
import { type Param, TerminalPen } from "./terminal-pen.ts";

export type ScreenName = "normal" | "alternate";

/** A place on the screen; the first one is 1, 1. */
export interface ScreenPlace {
  readonly row: number;
  readonly column: number;
}

/** Places that only a terminal knows, as they depend on what was drawn and on its size. */
export interface ScreenPlaces {
  readonly cursor: ScreenPlace;
  /** Where the cursor was when it was saved last, on each screen. */
  readonly saved: Partial<Readonly<Record<ScreenName, ScreenPlace>>>;
}

interface SavedCursor {
  /** Undefined when that depends on what was drawn. */
  readonly place: ScreenPlace | undefined;
  readonly pen: TerminalPen;
  readonly letters: string;
}

interface Screen {
  margins?: readonly [top: number, bottom: number];
  saved?: SavedCursor;
}

const home: ScreenPlace = { row: 1, column: 1 };
const screenSwitches = [47, 1047, 1049] as const;
/** Sequences that set something, by their prefix, what stands between, and their last letter. */
const settings = new Set(["?h", "?l", "h", "l", "r", "s", "u", "H", "f", "!p", " q"]);
/** Others behind which the cursor is where it was, by their last letter. */
const staying = "JKXP@hlcnpqgtST";

/**
 * What a program has set on a terminal once and relies on ever after: modes, margins, letters, pen, the saved cursor,
 * which screen is in use. What was drawn is no part of it. Without it whoever comes late to a full-screen program gets
 * another terminal than those who were there.
 */
export class TerminalState {
  readonly #rows: number;
  readonly #modes = new TerminalModes();
  readonly #letters = new TerminalLetters();
  #screens: Record<ScreenName, Screen> = { normal: {}, alternate: {} };
  #active: ScreenName = "normal";
  #pen = new TerminalPen();
  /** Lines are counted from the upper margin. */
  #isOriginMargin = false;
  /** Undefined when that depends on what was drawn. */
  #place: ScreenPlace | undefined = home;

  /** @param rows of the terminal, when that is known */
  constructor(rows = Number.POSITIVE_INFINITY) {
    this.#rows = rows;
  }

  /** Something was drawn, or the cursor moved in another way that is not followed here. */
  drew(): void {
    this.#place = undefined;
  }

  control(byte: number): void {
    if (byte === 0x0e || byte === 0x0f) this.#letters.shiftTo(0x0f - byte);
    else this.drew();
  }

  /** @param sequence what follows the escape */
  escape(sequence: string): void {
    if (this.#letters.escape(sequence)) return;
    if (sequence === "7") this.#save();
    else if (sequence === "8") this.#restore();
    else if (sequence === "=" || sequence === ">") this.#modes.useKeypad(sequence === "=");
    else if (sequence === "c") this.#reset();
    // The end of a string.
    else if (sequence !== "\\") this.drew();
  }

  /** @param kind prefix, what stands between, and the last letter */
  csi(kind: string, params: readonly Param[]): void {
    if (kind === "m") this.#pen.take(params);
    else if (!settings.has(kind)) {
      if (!staying.includes(kind.at(-1)!)) this.drew();
    } else
      this.#set(
        kind,
        params.map((param) => (typeof param === "number" ? param : param[0]!)),
      );
  }

  #set(kind: string, numbers: readonly number[]): void {
    switch (kind) {
      case "?h":
      case "?l":
        for (const mode of numbers) this.#switch(mode, kind === "?h");
        break;
      case "h":
      case "l":
        for (const mode of numbers) this.#modes.switchAnsi(mode, kind === "h");
        break;
      case "r":
        this.#setMargins(numbers);
        break;
      case "s":
        this.#save();
        break;
      case "u":
        this.#restore();
        break;
      case "!p":
        this.#softReset();
        break;
      case " q":
        this.#modes.shapeCursor(numbers[0]!);
        break;
      default:
        this.#place = this.#counted(numbers);
    }
  }

  /**
   * Brings a terminal that shows the normal screen, all else as it begins, to the other screen.
   * @returns "" when that is not in use
   */
  toAlternate(places?: ScreenPlaces): string {
    if (this.#active === "normal") return "";
    const { saved, margins } = this.#screens.normal;
    return `${this.#marginSequence(margins)}${saveSequence(saved, places?.saved.normal)}\x1b(B\x1b[m\x1b[?1047h`;
  }

  /** Brings a terminal that shows the right screen, all else as it begins, to the same state. */
  sequence(places?: ScreenPlaces): string {
    const { saved, margins } = this.#screens[this.#active];
    const isPenOther = saved !== undefined || this.#letters.areRestored;
    const isElsewhere = isPenOther || margins !== undefined || this.#isOriginMargin;
    const isPlaceSet =
      places === undefined &&
      this.#place !== undefined &&
      (this.#active === "alternate" || this.#place !== home);
    return [
      saveSequence(saved, places?.saved[this.#active]),
      this.#letters.sequence(saved !== undefined),
      this.#marginSequence(margins),
      this.#modes.sequence(),
      this.#isOriginMargin ? "\x1b[?6h" : "",
      isElsewhere || isPlaceSet ? this.#placeSequence(places?.cursor ?? this.#place) : "",
      isPenOther || !this.#pen.isPlain ? this.#pen.sequence() : "",
    ].join("");
  }

  #placeSequence({ row, column }: ScreenPlace = home): string {
    return placeSequence({ row: Math.max(row - this.#firstRow + 1, 1), column });
  }

  #marginSequence(margins: Screen["margins"]): string {
    if (margins === undefined) return "";
    const [top, bottom] = margins;
    return `\x1b[${top};${bottom >= this.#rows ? "" : bottom}r`;
  }

  get #firstRow(): number {
    return this.#isOriginMargin ? (this.#screens[this.#active].margins?.[0] ?? 1) : 1;
  }

  #counted([row = 0, column = 0]: readonly number[]): ScreenPlace {
    return { row: Math.max(row, 1) + this.#firstRow - 1, column: Math.max(column, 1) };
  }

  #switch(mode: number, on: boolean): void {
    if (mode === 6) {
      this.#isOriginMargin = on;
      this.#place = this.#counted([]);
    } else if (mode === 2) {
      if (on) this.#letters.plain();
    } else if (mode === 1048) this.#saveOrRestore(on);
    else if (screenSwitches.some((it) => it === mode)) this.#switchScreen(on, mode === 1049);
    else this.#modes.switch(mode, on);
  }

  #switchScreen(toAlternate: boolean, withCursor: boolean): void {
    if (toAlternate && withCursor) this.#save();
    // Margins go with the other screen; and nobody restores there what a former program saved.
    if (!toAlternate) this.#screens.alternate = {};
    this.#active = toAlternate ? "alternate" : "normal";
    if (!toAlternate && withCursor) this.#restore();
  }

  #saveOrRestore(isSave: boolean): void {
    if (isSave) this.#save();
    else this.#restore();
  }

  #save(): void {
    const letters = this.#letters.inUse;
    this.#screens[this.#active].saved = { place: this.#place, pen: this.#pen.copy(), letters };
  }

  #restore(): void {
    const { saved } = this.#screens[this.#active];
    this.#place = saved === undefined ? home : saved.place;
    this.#pen = saved?.pen.copy() ?? new TerminalPen();
    this.#letters.restore(saved?.letters ?? plainLetters);
  }

  #setMargins([first = 0, second = 0]: readonly number[]): void {
    const top = Math.max(first, 1);
    const bottom = second === 0 || second > this.#rows ? this.#rows : second;
    if (bottom <= top) return;
    const screen = this.#screens[this.#active];
    if (top === 1 && bottom === this.#rows) delete screen.margins;
    else screen.margins = [top, bottom];
    this.#place = this.#counted([]);
  }

  #softReset(): void {
    const screen = this.#screens[this.#active];
    delete screen.margins;
    delete screen.saved;
    this.#isOriginMargin = false;
    this.#pen = new TerminalPen();
    this.#letters.reset();
    this.#modes.softReset();
  }

  #reset(): void {
    this.#screens = { normal: {}, alternate: {} };
    this.#active = "normal";
    this.#softReset();
    this.#modes.reset();
    this.#place = home;
  }
}

const placeSequence = ({ row, column }: ScreenPlace): string => `\x1b[${row};${column}H`;

/** Saves the cursor as it was saved, at a terminal that counts from its first line and has plain letters. */
function saveSequence(saved: SavedCursor | undefined, seenAt: ScreenPlace | undefined): string {
  if (saved === undefined) return "";
  const put = saved.letters === plainLetters ? "" : `\x1b(${saved.letters}`;
  return `${placeSequence(seenAt ?? saved.place ?? home)}${saved.pen.sequence()}${put}\x1b7`;
}
