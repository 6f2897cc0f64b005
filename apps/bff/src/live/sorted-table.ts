import type { SearchIndex } from "./search-index.ts";
import { sortedInSlices } from "./sliced-sort.ts";
import type { SlicedWork } from "./slices.ts";
import type { AnyRow, Entry, SortOrder } from "./sort-order.ts";
import { type EntryChange, SortedEntries } from "./sorted-entries.ts";

/** Rows that are taken in in one step. */
const rowsAtOnce = 256;

/** A change of one row of a source. */
export interface RowChange<Row> {
  readonly id: string;
  readonly after: Row | undefined;
}

/** All rows of a source in one order. Views with that order take their rows from here, so sorting is done once. */
export class SortedTable<Row extends AnyRow> {
  readonly order: SortOrder;
  readonly #byId: Map<string, Entry<Row>>;
  readonly #entries: SortedEntries<Row>;
  readonly #index: SearchIndex<Row> | undefined;

  private constructor(o: {
    order: SortOrder;
    byId: Map<string, Entry<Row>>;
    sorted: Entry<Row>[];
    index: SearchIndex<Row> | undefined;
  }) {
    this.order = o.order;
    this.#index = o.index;
    this.#byId = o.byId;
    this.#entries = new SortedEntries(o.order, o.sorted);
  }

  /** Makes a table. Rows may change meanwhile: apply what did once it is there. */
  static *make<Row extends AnyRow>(
    order: SortOrder,
    rows: Iterable<readonly [id: string, row: Row, slot?: number | undefined]>,
    index?: SearchIndex<Row> | undefined,
  ): SlicedWork<SortedTable<Row>> {
    // A row that goes and comes back meanwhile is met twice.
    const byId = new Map<string, Entry<Row>>();
    let taken = 0;
    for (const [id, row, slot] of rows) {
      byId.set(id, order.entryOf(id, row, slot));
      if (++taken % rowsAtOnce === 0) yield;
    }
    const sorted = yield* sortedInSlices([...byId.values()], order.compare);
    return new SortedTable({ order, byId, sorted, index });
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
