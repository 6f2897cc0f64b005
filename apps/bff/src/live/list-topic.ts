import type { QueryPlan } from "@stackdeck/api-types";
import { type ListName, type ListWish, listName } from "./list-name.ts";
import { ListView } from "./list-view.ts";
import { ListsInMaking, whileWanted } from "./lists-in-making.ts";
import type { SearchIndex } from "./search-index.ts";
import { allAtOnce, type SlicedWork, type Slices } from "./slices.ts";
import { type AnyRow, sortOrder } from "./sort-order.ts";
import type { EntryChange } from "./sorted-entries.ts";
import { type RowChange, SortedTable } from "./sorted-table.ts";

/** Where the rows of a list come from. */
export interface RowSource<Row> {
  /** Revision of the source; grows with every change. */
  readonly revision: number;
  rows(): Iterable<readonly [id: string, row: Row]>;
}

/** Understands filter texts. */
export type FilterCompiler<Row> = (
  text: string,
) => { readonly matches: (row: Row) => boolean; readonly plan: QueryPlan<Row> } | { readonly error: string };

/** A view in use. Call `release` when done; the view is kept for a while for those who come back. */
export interface ViewLease<Row extends AnyRow> {
  readonly view: ListView<Row>;
  readonly filterError: string | undefined;
  release(): void;
}

interface SharedView<Row extends AnyRow> {
  readonly view: ListView<Row>;
  readonly filterError: string | undefined;
  readonly sortText: string;
  users: number;
  unusedSince: number;
}

/** What is needed of a source with many rows. */
interface LargeSource {
  readonly slices: Slices;
  readonly size: () => number;
  /** Rows of all orders together at the most; for tests. */
  readonly mostEntries?: number | undefined;
}

/** From so many rows on lists are made in slices: fewer take a moment only. */
const manyRows = 2000;
/** Rows of all orders together at the most, and of all lists: what one more would need is refused. */
const defaultMostEntries = 2_500_000;
const mostMembers = 100_000_000;

/** How long a list nobody looks at is kept up to date, so that a browser that comes back is answered from it. */
const keepUnusedMs = 60_000;
/** How many of those at most. */
const keepUnusedCount = 16;

/** All lists over one source. Equal lists are one view, equal orders are one sorted table. */
export class ListTopic<Row extends AnyRow> {
  readonly #source: RowSource<Row>;
  readonly #compile: FilterCompiler<Row>;
  readonly #defaultSort: readonly string[];
  readonly #now: () => number;
  readonly #makeIndex: (() => SearchIndex<Row>) | undefined;
  /** There as long as somebody looks at a list. */
  #index: SearchIndex<Row> | undefined;
  readonly #tables = new Map<string, SortedTable<Row>>();
  readonly #views = new Map<string, SharedView<Row>>();
  readonly #large: LargeSource | undefined;
  readonly #making: ListsInMaking | undefined;
  /** Changes that tables and lists in the making have missed. */
  readonly #missedRows = new Set<RowChange<Row>[][]>();
  readonly #missedEntries = new Map<EntryChange<Row>[][], string>();

  constructor(o: {
    source: RowSource<Row>;
    compile: FilterCompiler<Row>;
    defaultSort: readonly string[];
    now: () => number;
    /** For sources with so many rows that it takes long to go through them. */
    makeIndex?: () => SearchIndex<Row>;
    /** For such sources too: how many rows there are, and what makes their lists in slices. */
    large?: LargeSource;
  }) {
    this.#source = o.source;
    this.#compile = o.compile;
    this.#defaultSort = o.defaultSort;
    this.#now = o.now;
    this.#makeIndex = o.makeIndex;
    this.#large = o.large;
    this.#making = o.large && new ListsInMaking(o.large.slices);
  }

  get revision(): number {
    return this.#source.revision;
  }

  /** Whether a list is not there and takes long to make. */
  takesLong(wish: ListWish): boolean {
    return (this.#large?.size() ?? 0) >= manyRows && !this.#views.has(this.#nameOf(wish).key);
  }

  /**
   * Makes a list that takes long to make, so that `open` finds it; undefined when there is nothing to wait for. What
   * nobody wants any more is given up: whoever types a word wants the last list only.
   */
  prepare(wish: ListWish, isWanted: () => boolean): Promise<void> | undefined {
    if (!this.takesLong(wish)) return undefined;
    const name = this.#nameOf(wish);
    const work = (isStillWanted: () => boolean) => this.#make(wish, name, isStillWanted);
    return this.#making?.join(name.key, { sortText: name.sortText, isWanted, work });
  }

  /** Whether what this list needs is more than may be kept. */
  isTooMuch(wish: ListWish): boolean {
    if (!this.takesLong(wish)) return false;
    const size = this.#large?.size() ?? 0;
    const mostEntries = this.#large?.mostEntries ?? defaultMostEntries;
    const isNew = !this.#tables.has(this.#nameOf(wish).sortText);
    const isFull = () =>
      (isNew && (this.#tables.size + 1) * size > mostEntries) || (this.#views.size + 1) * size > mostMembers;
    if (isFull()) this.#dropUnused(() => false);
    return isFull();
  }

  /** Opens the list for these parameters; the window is the caller's affair. */
  open(wish: ListWish): ViewLease<Row> {
    const name = this.#nameOf(wish);
    if (!this.#views.has(name.key)) allAtOnce(this.#make(wish, name, () => true));
    const shared = this.#views.get(name.key)!;
    shared.users += 1;
    return { view: shared.view, filterError: shared.filterError, release: this.#releaser(shared) };
  }

  /** Brings all lists up to date; returns the views that changed. */
  apply(changes: readonly RowChange<Row>[]): Set<ListView<Row>> {
    const changed = new Set<ListView<Row>>();
    const bySort = new Map([...this.#tables].map(([text, table]) => [text, table.apply(changes)]));
    for (const { id, after } of changes) if (after === undefined) this.#index?.delete(id);
    for (const missed of this.#missedRows) missed.push([...changes]);
    for (const [missed, sortText] of this.#missedEntries) missed.push(bySort.get(sortText) ?? []);
    for (const shared of this.#views.values()) {
      const entryChanges = bySort.get(shared.sortText) ?? [];
      if (shared.view.apply(entryChanges, this.#source.revision)) changed.add(shared.view);
    }
    return changed;
  }

  /** Drops lists that nobody has looked at for a while. */
  sweep(): void {
    this.#dropUnused(
      (shared, index) => index < keepUnusedCount && this.#now() - shared.unusedSince <= keepUnusedMs,
    );
  }

  /** Drops lists that are not in use but for those to be kept, the latest of which come first; then their orders. */
  #dropUnused(isKept: (shared: SharedView<Row>, index: number) => boolean): void {
    const unused = [...this.#views].filter(([, shared]) => shared.users === 0);
    unused.sort(([, a], [, b]) => b.unusedSince - a.unusedSince);
    unused.forEach(([key, shared], index) => {
      if (!isKept(shared, index)) this.#views.delete(key);
    });
    const making = this.#making?.sortTexts() ?? [];
    const inUse = new Set([...[...this.#views.values()].map(({ sortText }) => sortText), ...making]);
    for (const text of [...this.#tables.keys()]) if (!inUse.has(text)) this.#tables.delete(text);
    if (this.#tables.size === 0 && making.length === 0) this.#index = undefined;
  }

  #nameOf(wish: ListWish): ListName {
    return listName(wish, this.#defaultSort);
  }

  *#make(wish: ListWish, name: ListName, isWanted: () => boolean): SlicedWork<void> {
    const missed: EntryChange<Row>[][] = [];
    const { sortText } = name;
    try {
      // An order is always made to its end: the next list that is asked for needs it too, as a rule.
      const table = this.#tables.get(sortText) ?? (yield* this.#makeTable(name));
      this.#missedEntries.set(missed, sortText);
      const compiled = this.#compile(wish.filter);
      const index = this.#index;
      const steps = ListView.make<Row>({
        table,
        matches: "matches" in compiled ? compiled.matches : () => false,
        lookUp: "plan" in compiled && index !== undefined ? { index, plan: compiled.plan } : undefined,
        groupBy: wish.groupBy,
        revision: this.#source.revision,
      });
      const view = yield* whileWanted(steps, isWanted);
      if (view === undefined) return;
      for (const changes of missed) view.apply(changes, this.#source.revision);
      const filterError = "error" in compiled ? compiled.error : undefined;
      this.#views.set(name.key, { view, filterError, sortText, users: 0, unusedSince: this.#now() });
    } finally {
      // Also of a list that could not be made: nobody else would ever stop collecting for it.
      this.#missedEntries.delete(missed);
    }
  }

  *#makeTable({ fields, sortText }: ListName): SlicedWork<SortedTable<Row>> {
    const missed: RowChange<Row>[][] = [];
    this.#missedRows.add(missed);
    const isFirst = this.#index === undefined;
    this.#index ??= this.#makeIndex?.();
    let table: SortedTable<Row>;
    try {
      table = yield* SortedTable.make(sortOrder(fields), this.#rows(), this.#index);
    } finally {
      this.#missedRows.delete(missed);
    }
    // Another list may have made the same order meanwhile.
    const made = this.#tables.get(sortText);
    if (made !== undefined) return made;
    for (const changes of missed) {
      table.apply(changes);
      for (const { id, after } of changes) if (after === undefined) this.#index?.delete(id);
    }
    this.#tables.set(sortText, table);
    if (isFirst) this.#index?.prepare();
    return table;
  }

  /** The rows with their numbers: those another list has in its order already, or else all of the source. */
  *#rows(): Iterable<readonly [id: string, row: Row, slot: number | undefined]> {
    const [other] = this.#tables.values();
    if (other !== undefined) {
      // As it is now: it goes on changing while these are taken in.
      for (const { id, row, slot } of other.entries.slice()) yield [id, row, slot];
    } else {
      for (const [id, row] of this.#source.rows()) yield [id, row, this.#index?.put(id, row)];
    }
  }

  #releaser(shared: SharedView<Row>): () => void {
    let released = false;
    return () => {
      if (released) return;
      released = true;
      shared.users -= 1;
      shared.unusedSince = this.#now();
    };
  }
}
