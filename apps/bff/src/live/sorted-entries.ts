import type { Entry, SortOrder } from "./sort-order.ts";

/** From this many changes on, one pass over everything is cheaper than moving the tail of the list for each. */
const rebuildFrom = 64;

/** A change of one entry; undefined before means new, undefined after means gone. */
export interface EntryChange<Row> {
  readonly before: Entry<Row> | undefined;
  readonly after: Entry<Row> | undefined;
}

/** An array that is kept in order while entries come, change and go. */
export class SortedEntries<Row> {
  readonly #order: SortOrder;
  #entries: Entry<Row>[];

  /** Takes over the given entries, which must be in order already. */
  constructor(order: SortOrder, entries: Entry<Row>[]) {
    this.#order = order;
    this.#entries = entries;
  }

  get all(): readonly Entry<Row>[] {
    return this.#entries;
  }

  /** Applies changes; entries named as `before` need not be there. Returns whether anything changed. */
  apply(changes: readonly EntryChange<Row>[]): boolean {
    return changes.length >= rebuildFrom ? this.#applyMany(changes) : this.#applyFew(changes);
  }

  #applyFew(changes: readonly EntryChange<Row>[]): boolean {
    let changed = false;
    for (const { before, after } of changes) {
      const at = before === undefined ? -1 : this.#indexOf(before);
      if (at >= 0 && after !== undefined && this.#staysAt(at, after)) {
        this.#entries[at] = after;
        changed = true;
        continue;
      }
      if (at >= 0) this.#entries.splice(at, 1);
      if (after !== undefined) this.#entries.splice(this.#lowerBound(after), 0, after);
      changed ||= at >= 0 || after !== undefined;
    }
    return changed;
  }

  /** One pass: stretches between the changes are copied, only the changed entries are compared. */
  #applyMany(changes: readonly EntryChange<Row>[]): boolean {
    const gone: number[] = [];
    const added: Entry<Row>[] = [];
    for (const { before, after } of changes) {
      const at = before === undefined ? -1 : this.#indexOf(before);
      if (at >= 0) gone.push(at);
      if (after !== undefined) added.push(after);
    }
    if (gone.length === 0 && added.length === 0) return false;
    gone.sort((a, b) => a - b);
    added.sort(this.#order.compare);
    const places = added.map((entry) => this.#lowerBound(entry));
    this.#entries = this.#rebuilt(gone, added, places);
    return true;
  }

  #rebuilt(gone: readonly number[], added: readonly Entry<Row>[], places: readonly number[]): Entry<Row>[] {
    const old = this.#entries;
    const next: Entry<Row>[] = [];
    let from = 0;
    let skip = 0;
    const copyTo = (end: number): void => {
      while (from < end) {
        if (gone[skip] === from) skip += 1;
        else next.push(old[from]!);
        from += 1;
      }
    };
    for (let index = 0; index < added.length; index++) {
      copyTo(places[index]!);
      next.push(added[index]!);
    }
    copyTo(old.length);
    return next;
  }

  #indexOf(entry: Entry<Row>): number {
    const at = this.#lowerBound(entry);
    return this.#entries[at]?.id === entry.id ? at : -1;
  }

  /** Whether an entry may take the place at an index without leaving the order. */
  #staysAt(at: number, entry: Entry<Row>): boolean {
    const before = this.#entries[at - 1];
    const after = this.#entries[at + 1];
    return (
      (before === undefined || this.#order.compare(before, entry) < 0) &&
      (after === undefined || this.#order.compare(entry, after) < 0)
    );
  }

  /** Index of the first entry that does not come before the given one. */
  #lowerBound(entry: Entry<Row>): number {
    let low = 0;
    let high = this.#entries.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (this.#order.compare(this.#entries[middle]!, entry) < 0) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}
