/** A row that is drawn: its key, which is not known while it is on its way, and its place in the list. */
export interface DrawnRow {
  readonly key: string | undefined;
  readonly index: number;
}

const expectedAt = (index: number) => `at:${index}`;
const known = (key: string) => `is:${key}`;

/** What a drawn row is known by. */
function nameOfDrawn(row: DrawnRow): string {
  return row.key === undefined ? expectedAt(row.index) : known(row.key);
}

/**
 * Numbers for the rows that are drawn. A row keeps its number as long as it is drawn; one that comes takes over the
 * number, and with it the elements, of one that went: filling them anew is much cheaper than making them. A row that was
 * on its way keeps the number of its place.
 */
export class RowSlots {
  #slots: ReadonlyMap<string, number> = new Map();
  #made = 0;

  /** The numbers of these rows. One that has the focus goes to no other row: the focus must not get there by itself. */
  assign(rows: readonly DrawnRow[], focused: number | undefined): readonly number[] {
    const before = this.#slots;
    const kept = rows.map((row) => before.get(nameOfDrawn(row)) ?? before.get(expectedAt(row.index)));
    const taken = new Set([...kept, focused]);
    const free = [...before.values()].filter((slot) => !taken.has(slot));
    let next = 0;
    const slots = kept.map((slot) => slot ?? free[next++] ?? this.#made++);
    this.#slots = new Map(rows.map((row, at) => [nameOfDrawn(row), slots[at] as number]));
    return slots;
  }
}
