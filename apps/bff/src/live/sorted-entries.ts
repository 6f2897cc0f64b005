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
      if (before !== undefined) {
        const at = this.#lowerBound(before);
        if (this.#entries[at]?.id === before.id) {
          this.#entries.splice(at, 1);
          changed = true;
        }
      }
      if (after !== undefined) {
        this.#entries.splice(this.#lowerBound(after), 0, after);
        changed = true;
      }
    }
    return changed;
  }

  #applyMany(changes: readonly EntryChange<Row>[]): boolean {
    const gone = new Set<string>();
    const added: Entry<Row>[] = [];
    for (const { before, after } of changes) {
      if (before !== undefined) gone.add(before.id);
      if (after !== undefined) added.push(after);
    }
    const kept = this.#entries.filter((entry) => !gone.has(entry.id));
    const changed = kept.length !== this.#entries.length || added.length > 0;
    added.sort(this.#order.compare);
    this.#entries = this.#merge(kept, added);
    return changed;
  }

  #merge(a: readonly Entry<Row>[], b: readonly Entry<Row>[]): Entry<Row>[] {
    const merged: Entry<Row>[] = [];
    let i = 0;
    for (const next of b) {
      while (i < a.length && this.#order.compare(a[i]!, next) < 0) merged.push(a[i++]!);
      merged.push(next);
    }
    while (i < a.length) merged.push(a[i++]!);
    return merged;
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
