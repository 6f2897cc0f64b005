import type { SearchIndex } from "./search-index.ts";
import type { AnyRow, Entry, SortOrder } from "./sort-order.ts";
import { type EntryChange, SortedEntries } from "./sorted-entries.ts";

/** A change of one row of a source. */
export interface RowChange<Row> {
  readonly id: string;
  readonly after: Row | undefined;
}

/** All rows of a source in one order. Views with that order take their rows from here, so sorting is done once. */
export class SortedTable<Row extends AnyRow> {
  readonly order: SortOrder;
  readonly #byId = new Map<string, Entry<Row>>();
  readonly #entries: SortedEntries<Row>;
  readonly #index: SearchIndex<Row> | undefined;

  constructor(
    order: SortOrder,
    rows: Iterable<readonly [id: string, row: Row, slot?: number | undefined]>,
    index?: SearchIndex<Row> | undefined,
  ) {
    this.order = order;
    this.#index = index;
    const entries: Entry<Row>[] = [];
    for (const [id, row, slot] of rows) {
      const entry = order.entryOf(id, row, slot);
      entries.push(entry);
      this.#byId.set(id, entry);
    }
    this.#entries = new SortedEntries(order, entries.sort(order.compare));
  }

  get entries(): readonly Entry<Row>[] {
    return this.#entries.all;
  }

  /** Takes over changes of rows; returns them as changes of entries, for the views. */
  apply(changes: readonly RowChange<Row>[]): EntryChange<Row>[] {
    const out: EntryChange<Row>[] = [];
    for (const { id, after } of changes) {
      const before = this.#byId.get(id);
      if (after === undefined) {
        if (before === undefined) continue;
        this.#byId.delete(id);
        out.push({ before, after: undefined });
      } else {
        const entry = this.order.entryOf(id, after, this.#index?.put(id, after));
        this.#byId.set(id, entry);
        out.push({ before, after: entry });
      }
    }
    this.#entries.apply(out);
    return out;
  }
}
