import type { LiveGroup, QueryPlan } from "@stackdeck/api-types";
import type { SearchIndex } from "./search-index.ts";
import type { SlicedWork } from "./slices.ts";
import { type AnyRow, type Entry, fieldOf } from "./sort-order.ts";
import { type EntryChange, SortedEntries } from "./sorted-entries.ts";
import type { SortedTable } from "./sorted-table.ts";

/** A window cut out of a list. */
export interface ListWindow<Row> {
  readonly keys: readonly string[];
  readonly rows: readonly Row[];
}

/** What a list is made of. */
interface ListParts<Row extends AnyRow> {
  readonly table: SortedTable<Row>;
  readonly matches: (row: Row) => boolean;
  readonly groupBy: string | undefined;
  readonly revision: number;
}

/** The groups of a list, as browsers get them. */
export interface Grouping {
  readonly groups: readonly LiveGroup[];
  readonly groupsError?: string;
}

/** A list that is grouped by what is different in each row would have as many groups as rows. */
const mostGroups = 2_000;

/** Rows that are looked at in one step. */
const rowsAtOnce = 512;

/** One filtered and sorted list, shared by everybody who looks at it. */
export class ListView<Row extends AnyRow> {
  readonly #table: SortedTable<Row>;
  readonly #matches: (row: Row) => boolean;
  readonly #groupBy: string | undefined;
  readonly #members: SortedEntries<Row>;
  #grouping: Grouping | undefined;
  /** Revision of the source at which this list last changed. */
  #revision: number;

  private constructor(o: ListParts<Row>, members: Entry<Row>[]) {
    this.#table = o.table;
    this.#matches = o.matches;
    this.#groupBy = o.groupBy;
    this.#revision = o.revision;
    this.#members = new SortedEntries(o.table.order, members);
  }

  /**
   * Makes a list; `lookUp` finds what its filter means more quickly than by asking about every row. The table may change
   * meanwhile: apply what did once the list is there.
   */
  static *make<Row extends AnyRow>(
    o: ListParts<Row> & {
      readonly lookUp?: { readonly index: SearchIndex<Row>; readonly plan: QueryPlan<Row> } | undefined;
    },
  ): SlicedWork<ListView<Row>> {
    const entries = o.table.entries.slice();
    const matching = o.lookUp && (yield* o.lookUp.index.select(o.lookUp.plan));
    const members: Entry<Row>[] = [];
    let looked = 0;
    for (const entry of entries) {
      if (matching === undefined ? o.matches(entry.row) : matching[entry.slot] === 1) members.push(entry);
      if (++looked % rowsAtOnce === 0) yield;
    }
    return new ListView(o, members);
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
    if (changed) this.#grouping = undefined;
    if (changed || resized) this.#revision = revision;
    return changed || resized;
  }

  window(offset: number, limit: number): ListWindow<Row> {
    const entries = this.#members.all.slice(offset, offset + limit);
    return { keys: entries.map((entry) => entry.id), rows: entries.map((entry) => entry.row) };
  }

  /** Groups in order, the same object until they change; undefined when the list is not grouped. */
  grouping(): Grouping | undefined {
    if (this.#groupBy === undefined) return undefined;
    this.#grouping ??= this.#computeGroups(this.#groupBy);
    return this.#grouping;
  }

  /** The list is sorted by group first, so the end of each group is found by bisection. */
  #computeGroups(field: string): Grouping {
    const entries = this.#members.all;
    const groups: LiveGroup[] = [];
    for (let offset = 0; offset < entries.length; ) {
      if (groups.length === mostGroups) return { groups: [], groupsError: tooManyGroups };
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
    return { groups };
  }
}

const tooManyGroups =
  `There are more than ${mostGroups.toLocaleString("en")} different values, too many for groups. ` +
  "The list is sorted by them; search for less, or group by something else.";

/** How a group is named: by its value, of a list by the first one. */
function groupText(value: unknown): string {
  return String((Array.isArray(value) ? value[0] : value) ?? "");
}
