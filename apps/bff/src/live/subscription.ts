import type { LiveDelta, LiveSnapshot } from "@stackdeck/api-types";
import type { ViewLease } from "./list-topic.ts";
import type { ListView } from "./list-view.ts";
import type { AnyRow } from "./sort-order.ts";

/** A delta without the number of its subscription, which the connection adds. */
export type Delta = Omit<LiveDelta<unknown>, "id">;

/** One thing a browser follows. */
export interface Subscription {
  /** Everything, as of now; deltas that follow apply to it. */
  snapshot(epoch: string): LiveSnapshot<unknown>;
  /** What changed since the last snapshot or delta; undefined when nothing this subscription shows did. */
  delta(): Delta | undefined;
  /** Takes up where another connection left off; false when changes since then are not known. */
  resume(revision: number): boolean;
  readonly revision: number;
  release(): void;
}

function sameKeys(a: readonly string[], b: readonly string[]): boolean {
  return a.length === b.length && a.every((key, index) => key === b[index]);
}

/** Follows a window of a list. */
export class WindowSubscription<Row extends AnyRow> implements Subscription {
  readonly view: ListView<Row>;
  readonly #lease: ViewLease<Row>;
  readonly #window: { readonly offset: number; readonly limit: number };
  readonly #sourceRevision: () => number;
  #revision = 0;
  #keys: readonly string[] = [];
  #sent = new Map<string, Row>();
  #total = -1;
  #unfiltered = -1;
  #grouping: unknown;

  constructor(
    lease: ViewLease<Row>,
    window: { readonly offset: number; readonly limit: number },
    sourceRevision: () => number,
  ) {
    this.#lease = lease;
    this.view = lease.view;
    this.#window = window;
    this.#sourceRevision = sourceRevision;
  }

  get revision(): number {
    return this.#revision;
  }

  snapshot(epoch: string): LiveSnapshot<unknown> {
    const { keys, rows } = this.#remember();
    return {
      revision: this.#revision,
      epoch,
      total: this.#total,
      unfiltered: this.#unfiltered,
      offset: this.#window.offset,
      keys,
      rows,
      ...this.view.grouping(),
      ...(this.#lease.filterError === undefined ? {} : { filterError: this.#lease.filterError }),
    };
  }

  delta(): Delta | undefined {
    const base = this.#revision;
    const before = { keys: this.#keys, sent: this.#sent, total: this.#total, grouping: this.#grouping };
    const formerUnfiltered = this.#unfiltered;
    const { keys, rows } = this.#remember();
    const changed = rows.filter((row, index) => before.sent.get(keys[index]!) !== row);
    const grouping = this.view.grouping();
    const moved = !sameKeys(before.keys, keys);
    const parts = {
      ...(this.#total === before.total ? {} : { total: this.#total }),
      ...(this.#unfiltered === formerUnfiltered ? {} : { unfiltered: this.#unfiltered }),
      ...(moved ? { keys } : {}),
      ...(grouping === before.grouping ? {} : grouping),
    };
    if (changed.length === 0 && Object.keys(parts).length === 0) {
      this.#revision = base;
      return undefined;
    }
    return { base, revision: this.#revision, rows: changed, ...parts };
  }

  resume(revision: number): boolean {
    if (revision < this.view.revision || revision > this.#sourceRevision()) return false;
    this.#remember();
    this.#revision = revision;
    return true;
  }

  release(): void {
    this.#lease.release();
  }

  /** Notes what the browser has from now on. */
  #remember(): { keys: readonly string[]; rows: readonly Row[] } {
    const { keys, rows } = this.view.window(this.#window.offset, this.#window.limit);
    this.#keys = keys;
    this.#sent = new Map(rows.map((row, index) => [keys[index]!, row]));
    this.#total = this.view.total;
    this.#unfiltered = this.view.unfiltered;
    this.#grouping = this.view.grouping();
    this.#revision = this.#sourceRevision();
    return { keys, rows };
  }
}

/** Follows a single row. `read` must return the same object as long as nothing changed, or be cheap to send again. */
export class RowSubscription implements Subscription {
  readonly #key: string;
  readonly #read: () => object | undefined;
  readonly #sourceRevision: () => number;
  #revision = 0;
  #had = false;

  constructor(o: { key: string; read: () => object | undefined; sourceRevision: () => number }) {
    this.#key = o.key;
    this.#read = o.read;
    this.#sourceRevision = o.sourceRevision;
  }

  get revision(): number {
    return this.#revision;
  }

  snapshot(epoch: string): LiveSnapshot<unknown> {
    const row = this.#remember();
    const count = row === undefined ? 0 : 1;
    return {
      revision: this.#revision,
      epoch,
      total: count,
      unfiltered: count,
      offset: 0,
      keys: row === undefined ? [] : [this.#key],
      rows: row === undefined ? [] : [row],
    };
  }

  delta(): Delta | undefined {
    const base = this.#revision;
    const had = this.#had;
    const row = this.#remember();
    if (row === undefined && !had) {
      this.#revision = base;
      return undefined;
    }
    const there = row !== undefined;
    const membership =
      had === there
        ? {}
        : { keys: there ? [this.#key] : [], total: there ? 1 : 0, unfiltered: there ? 1 : 0 };
    return { base, revision: this.#revision, rows: row === undefined ? [] : [row], ...membership };
  }

  /** A single row is small: it is sent again unless nothing at all happened. */
  resume(revision: number): boolean {
    if (revision !== this.#sourceRevision()) return false;
    this.#remember();
    return true;
  }

  release(): void {}

  #remember(): object | undefined {
    const row = this.#read();
    this.#had = row !== undefined;
    this.#revision = this.#sourceRevision();
    return row;
  }
}
