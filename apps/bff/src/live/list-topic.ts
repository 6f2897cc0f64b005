import type { ListParams, QueryPlan } from "@stackdeck/api-types";
import { ListView } from "./list-view.ts";
import type { SearchIndex } from "./search-index.ts";
import { type AnyRow, sortOrder } from "./sort-order.ts";
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

  constructor(o: {
    source: RowSource<Row>;
    compile: FilterCompiler<Row>;
    defaultSort: readonly string[];
    now: () => number;
    /** For sources with so many rows that it takes long to go through them. */
    makeIndex?: () => SearchIndex<Row>;
  }) {
    this.#source = o.source;
    this.#compile = o.compile;
    this.#defaultSort = o.defaultSort;
    this.#now = o.now;
    this.#makeIndex = o.makeIndex;
  }

  get revision(): number {
    return this.#source.revision;
  }

  /** Opens the list for these parameters; the window is the caller's affair. */
  open(params: Pick<ListParams, "filter" | "sort" | "groupBy">): ViewLease<Row> {
    const sort = params.sort.length > 0 ? params.sort : this.#defaultSort;
    const fields = params.groupBy === undefined ? sort : [params.groupBy, ...sort];
    const sortText = fields.join(",");
    const key = JSON.stringify([params.filter, fields, params.groupBy ?? null]);
    let shared = this.#views.get(key);
    if (shared === undefined) {
      shared = this.#makeView(params, fields, sortText);
      this.#views.set(key, shared);
    }
    shared.users += 1;
    return { view: shared.view, filterError: shared.filterError, release: this.#releaser(shared) };
  }

  /** Brings all lists up to date; returns the views that changed. */
  apply(changes: readonly RowChange<Row>[]): Set<ListView<Row>> {
    const changed = new Set<ListView<Row>>();
    const bySort = new Map([...this.#tables].map(([text, table]) => [text, table.apply(changes)]));
    for (const { id, after } of changes) if (after === undefined) this.#index?.delete(id);
    for (const shared of this.#views.values()) {
      const entryChanges = bySort.get(shared.sortText) ?? [];
      if (shared.view.apply(entryChanges, this.#source.revision)) changed.add(shared.view);
    }
    return changed;
  }

  /** Drops lists that nobody has looked at for a while. */
  sweep(): void {
    const unused = [...this.#views].filter(([, shared]) => shared.users === 0);
    unused.sort(([, a], [, b]) => b.unusedSince - a.unusedSince);
    unused.forEach(([key, shared], index) => {
      if (index >= keepUnusedCount || this.#now() - shared.unusedSince > keepUnusedMs) {
        this.#views.delete(key);
      }
    });
    const inUse = new Set([...this.#views.values()].map((shared) => shared.sortText));
    for (const text of [...this.#tables.keys()]) if (!inUse.has(text)) this.#tables.delete(text);
    if (this.#tables.size === 0) this.#index = undefined;
  }

  #makeView(
    params: Pick<ListParams, "filter" | "groupBy">,
    fields: readonly string[],
    sortText: string,
  ): SharedView<Row> {
    let table = this.#tables.get(sortText);
    if (table === undefined) {
      const isFirst = this.#index === undefined;
      this.#index ??= this.#makeIndex?.();
      table = new SortedTable(sortOrder(fields), this.#rows(), this.#index);
      this.#tables.set(sortText, table);
      if (isFirst) this.#index?.prepare();
    }
    const compiled = this.#compile(params.filter);
    const view = new ListView<Row>({
      table,
      matches: "matches" in compiled ? compiled.matches : () => false,
      matching: "plan" in compiled ? this.#index?.select(compiled.plan) : undefined,
      groupBy: params.groupBy,
      revision: this.#source.revision,
    });
    const filterError = "error" in compiled ? compiled.error : undefined;
    return { view, filterError, sortText, users: 0, unusedSince: 0 };
  }

  /** The rows with their numbers: those another list has in its order already, or else all of the source. */
  *#rows(): Iterable<readonly [id: string, row: Row, slot: number | undefined]> {
    const [other] = this.#tables.values();
    if (other !== undefined) {
      for (const { id, row, slot } of other.entries) yield [id, row, slot];
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
