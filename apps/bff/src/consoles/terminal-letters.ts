/** Letters of a terminal that was told nothing. */
export const plainLetters = "B";

/** Sets that the page's terminal knows. */
const letterSets = "0AB4C5RQKYE6ZH7=";
/** Places for sets, by what puts one there. */
const places: Readonly<Record<string, number>> = { "(": 0, ")": 1, "*": 2, "+": 3, "-": 1, ".": 2 };
const puts = ["(", ")", "*", "+"] as const;
const shifts: Readonly<Record<string, number>> = { n: 2, o: 3, "|": 3, "}": 2, "~": 1 };
const shiftSequences = ["", "\x0e", "\x1bn", "\x1bo"] as const;

/** The letter sets of a terminal and which of them is in use: line drawing, above all. */
export class TerminalLetters {
  #sets: string[] = [];
  #shift = 0;
  /** Another than the set that is shifted to when a saved cursor brought it. */
  #inUse = plainLetters;

  get inUse(): string {
    return this.#inUse;
  }

  /** Whether the set in use came with a saved cursor. */
  get areRestored(): boolean {
    return this.#inUse !== this.#setAt(this.#shift);
  }

  shiftTo(place: number): void {
    this.#shift = place;
    this.#inUse = this.#setAt(place);
  }

  /**
   * @param sequence what follows an escape
   * @returns whether that is about letters
   */
  escape(sequence: string): boolean {
    const place = places[sequence[0]!];
    const shift = shifts[sequence];
    if (shift !== undefined) this.shiftTo(shift);
    else if (sequence === "%G" || sequence === "%@") {
      this.shiftTo(0);
      this.#put(0, plainLetters);
    } else if (place !== undefined) {
      if (letterSets.includes(sequence[1]!)) this.#put(place, sequence[1]!);
    } else return false;
    return true;
  }

  /** A saved cursor brings its letters. */
  restore(set: string): void {
    this.#inUse = set;
  }

  /** Plain letters in all places; the shift stays. */
  plain(): void {
    this.#sets = [];
    this.#inUse = plainLetters;
  }

  reset(): void {
    this.plain();
    this.#shift = 0;
  }

  /** @param isFirstOther whether the terminal has some other set in the first place by now */
  sequence(isFirstOther: boolean): string {
    const put = puts.map((where, place) => {
      const set = this.#setAt(place);
      return set === plainLetters && !(place === 0 && isFirstOther) ? "" : `\x1b${where}${set}`;
    });
    return put.join("") + shiftSequences[this.#shift]! + (this.areRestored ? "\x1b8" : "");
  }

  #setAt(place: number): string {
    return this.#sets[place] ?? plainLetters;
  }

  #put(place: number, set: string): void {
    this.#sets[place] = set;
    if (place === this.#shift) this.#inUse = set;
  }
}
