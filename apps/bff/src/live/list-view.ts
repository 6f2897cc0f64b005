import type { SlotBits } from "./search-index.ts";
import { type AnyRow, type Entry, fieldOf } from "./sort-order.ts";
import { type EntryChange, SortedEntries } from "./sorted-entries.ts";
import type { SortedTable } from "./sorted-table.ts";

/** A group of a grouped list: its value, how many rows it has and where it begins. */
export interface ListGroup {
  readonly value: string;
  readonly count: number;
  readonly offset: number;
}

/** A window cut out of a list. */
export interface ListWindow<Row> {
  readonly keys: readonly string[];
  readonly rows: readonly Row[];
}

/** One filtered and sorted list, shared by everybody who looks at it. */
export class ListView<Row extends AnyRow> {
  readonly #table: SortedTable<Row>;
  readonly #matches: (row: Row) => boolean;
  readonly #groupBy: string | undefined;
  readonly #members: SortedEntries<Row>;
  #groups: readonly ListGroup[] | undefined;
  /** Revision of the source at which this list last changed. */
  #revision: number;

  constructor(o: {
    table: SortedTable<Row>;
    matches: (row: Row) => boolean;
    /** The rows that match, where that was found out already. */
    matching?: SlotBits | undefined;
    groupBy: string | undefined;
    revision: number;
  }) {
    this.#table = o.table;
    this.#matches = o.matches;
    this.#groupBy = o.groupBy;
    this.#revision = o.revision;
    const members: Entry<Row>[] = [];
    const { matching, matches } = o;
    for (const entry of o.table.entries) {
      if (matching === undefined ? matches(entry.row) : matching[entry.slot] === 1) members.push(entry);
    }
    this.#members = new SortedEntries(o.table.order, members);
  }

  get revision(): number {
    return this.#revision;
  }

  /** Rows after filtering. */
  get total(): number {
    return this.#members.all.length;
  }

  /** Rows before filtering. */
  get unfiltered(): number {
    return this.#table.entries.length;
  }

  /** Takes over changes of the table; returns whether this list, or the number of all rows, changed. */
  apply(changes: readonly EntryChange<Row>[], revision: number): boolean {
    let resized = false;
    const mine: EntryChange<Row>[] = [];
    for (const { before, after } of changes) {
      if ((before === undefined) !== (after === undefined)) resized = true;
      const kept = after !== undefined && this.#matches(after.row) ? after : undefined;
      if (before !== undefined || kept !== undefined) mine.push({ before, after: kept });
    }
    const changed = this.#members.apply(mine);
    if (changed) this.#groups = undefined;
    if (changed || resized) this.#revision = revision;
    return changed || resized;
  }

  window(offset: number, limit: number): ListWindow<Row> {
    const entries = this.#members.all.slice(offset, offset + limit);
    return { keys: entries.map((entry) => entry.id), rows: entries.map((entry) => entry.row) };
  }

  /** Groups in order; undefined when the list is not grouped. */
  groups(): readonly ListGroup[] | undefined {
    if (this.#groupBy === undefined) return undefined;
    this.#groups ??= this.#computeGroups(this.#groupBy);
    return this.#groups;
  }

  /** The list is sorted by group first, so the end of each group is found by bisection. */
  #computeGroups(field: string): ListGroup[] {
    const entries = this.#members.all;
    const groups: ListGroup[] = [];
    for (let offset = 0; offset < entries.length; ) {
      const first = entries[offset]!;
      let low = offset + 1;
      let high = entries.length;
      while (low < high) {
        const middle = (low + high) >>> 1;
        if (entries[middle]!.values[0] === first.values[0]) low = middle + 1;
        else high = middle;
      }
      groups.push({ value: groupText(fieldOf(first.row, field)), count: low - offset, offset });
      offset = low;
    }
    return groups;
  }
}

/** How a group is named: by its value, of a list by the first one. */
function groupText(value: unknown): string {
  return String((Array.isArray(value) ? value[0] : value) ?? "");
}
