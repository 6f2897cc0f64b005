import type { FieldSet, QueryPlan, TextLookUp } from "@stackdeck/api-types";
import type { SlicedWork } from "./slices.ts";
import { rowsOfChunk, TextColumn } from "./text-column.ts";

/** Chunks of a column that are made before others get their turn. */
const chunksAtOnce = 8;
/** Chunks that are searched in one step: a search may have two hundred parts. */
const chunksOfStep = 2;

/** The slots from one to before another; both begin chunks, but for the last. */
interface SlotRange {
  readonly from: number;
  readonly to: number;
}

/** Which slots' rows are meant: one byte for each, 1 or 0. */
export type SlotBits = Uint8Array;

/**
 * All rows of a source by number, with what makes searching them quick: columns of texts that are made when they are
 * needed and follow the rows.
 */
export class SearchIndex<Row> {
  readonly #fields: FieldSet<Row>;
  readonly #later: (run: () => void) => void;
  readonly #slots = new Map<string, number>();
  readonly #rows: (Row | undefined)[] = [];
  readonly #free: number[] = [];
  readonly #columns = new Map<string, TextColumn<Row>>();

  constructor(o: {
    readonly fields: FieldSet<Row>;
    /** Runs something when others had their turn. */
    readonly later: (run: () => void) => void;
  }) {
    this.#fields = o.fields;
    this.#later = o.later;
  }

  /** Takes over a row that came or changed; its number, which stays the same as long as there is a row of that name. */
  put(id: string, row: Row): number {
    const slot = this.#slots.get(id) ?? this.#free.pop() ?? this.#rows.length;
    if (this.#rows[slot] === row) return slot;
    this.#slots.set(id, slot);
    this.#rows[slot] = row;
    for (const column of this.#columns.values()) column.touch(slot);
    return slot;
  }

  /** Forgets a row that went. */
  delete(id: string): void {
    const slot = this.#slots.get(id);
    if (slot === undefined) return;
    this.#slots.delete(id);
    this.#rows[slot] = undefined;
    this.#free.push(slot);
    for (const column of this.#columns.values()) column.touch(slot);
  }

  /** Makes the columns that searches begin with while nobody waits for them. */
  prepare(): void {
    const names = this.#fields.fields.find((field) => field.type === "text");
    for (const field of [null, names]) {
      if (field !== undefined && (field === null || field.type === "text"))
        this.#prepare(this.#column(field));
    }
  }

  /** The rows that a query means; undefined when nothing of it can be looked up, so that going through them is as good. */
  *select(plan: QueryPlan<Row>): SlicedWork<SlotBits | undefined> {
    if (!hasLookUp(plan)) return undefined;
    const all = new Uint8Array(this.#rows.length);
    const step = chunksOfStep * rowsOfChunk;
    for (let from = 0; from < all.length; from += step) {
      all.set(this.#bits(plan, { from, to: Math.min(from + step, all.length) }), from);
      yield;
    }
    return all;
  }

  /** Which of a range are meant; the first bit is that of the range's first slot. */
  #bits(plan: QueryPlan<Row>, range: SlotRange): SlotBits {
    const bits = new Uint8Array(range.to - range.from);
    switch (plan.kind) {
      case "test":
        this.#test(plan, bits, range);
        break;
      case "not": {
        const others = this.#bits(plan.part, range);
        for (let slot = 0; slot < bits.length; slot++) bits[slot] = others[slot] === 0 ? 1 : 0;
        break;
      }
      case "any":
        for (const part of plan.parts) {
          const some = this.#bits(part, range);
          for (let slot = 0; slot < bits.length; slot++) if (some[slot] === 1) bits[slot] = 1;
        }
        break;
      case "all":
        return this.#all(plan.parts, range);
    }
    return bits;
  }

  /** What can be looked up comes first; the rest is asked only about the rows that are left. */
  #all(parts: readonly QueryPlan<Row>[], range: SlotRange): SlotBits {
    const bits = new Uint8Array(range.to - range.from).fill(1);
    const isTest = (part: QueryPlan<Row>) => part.kind === "test" && part.lookUp === undefined;
    for (const part of parts) {
      if (isTest(part)) continue;
      const some = this.#bits(part, range);
      for (let slot = 0; slot < bits.length; slot++) if (some[slot] === 0) bits[slot] = 0;
    }
    for (const part of parts) {
      if (part.kind !== "test" || !isTest(part)) continue;
      for (let slot = 0; slot < bits.length; slot++) {
        const row = this.#rows[range.from + slot];
        if (bits[slot] === 1 && (row === undefined || !part.test(row))) bits[slot] = 0;
      }
    }
    return bits;
  }

  #test(plan: QueryPlan<Row> & { readonly kind: "test" }, bits: SlotBits, range: SlotRange): void {
    const rows = this.#rows;
    const { test, lookUp } = plan;
    if (lookUp === undefined) {
      for (let slot = 0; slot < bits.length; slot++) {
        const row = rows[range.from + slot];
        if (row !== undefined && test(row)) bits[slot] = 1;
      }
      return;
    }
    this.#column(lookUp.field).find(lookUp, range, (slot) => {
      const row = rows[slot];
      if (lookUp.isExact || (row !== undefined && test(row))) bits[slot - range.from] = 1;
    });
  }

  #column(field: TextLookUp<Row>["field"]): TextColumn<Row> {
    const key = field?.key ?? "";
    let column = this.#columns.get(key);
    if (column === undefined) {
      column = new TextColumn(this.#rows, field?.read ?? this.#fields.wordsIn);
      this.#columns.set(key, column);
    }
    return column;
  }

  #prepare(column: TextColumn<Row>): void {
    if (column.prepare(chunksAtOnce)) this.#later(() => this.#prepare(column));
  }
}

function hasLookUp<Row>(plan: QueryPlan<Row>): boolean {
  switch (plan.kind) {
    case "test":
      return plan.lookUp !== undefined;
    case "not":
      return hasLookUp(plan.part);
    default:
      return plan.parts.some(hasLookUp);
  }
}
