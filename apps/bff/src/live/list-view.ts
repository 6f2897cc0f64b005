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
    groupBy: string | undefined;
    revision: number;
  }) {
    this.#table = o.table;
    this.#matches = o.matches;
    this.#groupBy = o.groupBy;
    this.#revision = o.revision;
    const members: Entry<Row>[] = [];
    for (const entry of o.table.entries) if (o.matches(entry.row)) members.push(entry);
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

  #computeGroups(field: string): ListGroup[] {
    const groups: { value: string; count: number; offset: number }[] = [];
    let offset = 0;
    for (const entry of this.#members.all) {
      const raw = fieldOf(entry.row, field);
      const value = String((Array.isArray(raw) ? raw[0] : raw) ?? "");
      const last = groups.at(-1);
      if (last !== undefined && last.value.toLowerCase() === value.toLowerCase()) last.count += 1;
      else groups.push({ value, count: 1, offset });
      offset += 1;
    }
    return groups;
  }
}
