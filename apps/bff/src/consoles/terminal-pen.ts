/** One parameter of a sequence; with what follows it behind colons when there is such. Empty ones are 0, behind a colon -1. */
export type Param = number | readonly number[];

/** Text, ground and line have colours; everything else is on or off. */
const slots = { text: 0, ground: 1, line: 2, bold: 3, dim: 4, italic: 5, underline: 6, blink: 7 } as const;
const moreSlots = { inverse: 8, invisible: 9, struck: 10, overline: 11 } as const;
const is = { ...slots, ...moreSlots };

/** By parameter: the slot that it fills. */
const fills = slotTable({
  [is.bold]: [1],
  [is.dim]: [2],
  [is.italic]: [3],
  [is.underline]: [4, 21],
  [is.blink]: [5],
  [is.inverse]: [7],
  [is.invisible]: [8],
  [is.struck]: [9],
  [is.overline]: [53],
  [is.text]: [30, 31, 32, 33, 34, 35, 36, 37, 90, 91, 92, 93, 94, 95, 96, 97],
  [is.ground]: [40, 41, 42, 43, 44, 45, 46, 47, 100, 101, 102, 103, 104, 105, 106, 107],
});
/** By parameter: a slot that it empties. */
const empties = slotTable({
  [is.bold]: [22],
  [is.italic]: [23],
  [is.underline]: [24],
  [is.blink]: [25],
  [is.inverse]: [27],
  [is.invisible]: [28],
  [is.struck]: [29],
  [is.text]: [39],
  [is.ground]: [49],
  [is.overline]: [55],
  [is.line]: [59],
});
const neitherBoldNorDim = 22;
const ownColours = slotTable({ [is.text]: [38], [is.ground]: [48], [is.line]: [58] });
/** Parameters behind the way in which such a colour is told. */
const colourParts: Readonly<Record<number, number>> = { 2: 3, 5: 1 };

/** How letters are drawn: by slot, the parameter that filled it. */
export class TerminalPen {
  readonly #filled: (string | undefined)[];

  constructor(filled: readonly (string | undefined)[] = []) {
    this.#filled = [...filled];
  }

  /** The same, as it is now. */
  copy(): TerminalPen {
    return new TerminalPen(this.#filled);
  }

  get isPlain(): boolean {
    return this.#filled.every((param) => param === undefined);
  }

  /** Brings any pen to this one. */
  sequence(): string {
    return `\x1b[${["0", ...this.#filled.filter((param) => param !== undefined)].join(";")}m`;
  }

  /** "Select graphic rendition". */
  take(params: readonly Param[]): void {
    for (let at = 0; at < params.length; at += 1) {
      const param = params[at]!;
      const value = typeof param === "number" ? param : param[0]!;
      const own = ownColours[value];
      if (own !== undefined) at += this.#takeColour(own, params, at);
      else if (value === 0) this.#filled.length = 0;
      else this.#takeSimple(value, param);
    }
  }

  #takeSimple(value: number, param: Param): void {
    const empty = empties[value];
    if (empty !== undefined) this.#filled[empty] = undefined;
    if (value === neitherBoldNorDim) this.#filled[is.dim] = undefined;
    const filled = fills[value];
    if (filled === undefined) return;
    const isNoUnderline = value === 4 && typeof param !== "number" && param[1] === 0;
    this.#filled[filled] = isNoUnderline ? undefined : textOf(param);
  }

  /** @returns how many parameters behind the first belong to the colour */
  #takeColour(slot: number, params: readonly Param[], at: number): number {
    const first = params[at]!;
    if (typeof first !== "number") {
      this.#filled[slot] = textOf(first);
      return 0;
    }
    const way = params[at + 1];
    const count = typeof way === "number" ? colourParts[way] : undefined;
    if (count === undefined) return 4;
    let text = `${first};${way}`;
    for (let part = 0; part < count; part += 1) text += `;${Number(params[at + 2 + part] ?? 0)}`;
    this.#filled[slot] = text;
    return 1 + count;
  }
}

function slotTable(byslot: Readonly<Record<number, readonly number[]>>): (number | undefined)[] {
  const table = new Array<number | undefined>(108).fill(undefined);
  for (const [slot, params] of Object.entries(byslot))
    for (const param of params) table[param] = Number(slot);
  return table;
}

const textOf = (param: Param): string =>
  typeof param === "number" ? String(param) : param.map((part) => (part < 0 ? "" : part)).join(":");
