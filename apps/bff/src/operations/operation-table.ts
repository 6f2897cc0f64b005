import type { Operation } from "@stackdeck/api-types";
import type { RowChange } from "../live/sorted-table.ts";

/** Operations in memory, oldest first: lists are made of them, and listeners told of each change. */
export class OperationTable {
  readonly #byId = new Map<string, Operation>();
  readonly #listeners = new Set<(change: RowChange<Operation>) => void>();
  #revision = 0;

  /** Grows with every change. */
  get revision(): number {
    return this.#revision;
  }

  *rows(): IterableIterator<readonly [id: string, row: Operation]> {
    yield* this.#byId.entries();
  }

  onChange(listener: (change: RowChange<Operation>) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  get(id: string): Operation | undefined {
    return this.#byId.get(id);
  }

  set(operation: Operation): void {
    this.#byId.set(operation.Id, operation);
    this.#tell({ id: operation.Id, after: operation });
  }

  /** Changes an operation that is here; returns it as it is now. */
  change(id: string, change: Partial<Operation>): Operation {
    const operation = { ...this.#byId.get(id)!, ...change };
    this.set(operation);
    return operation;
  }

  /** Lets the oldest go beyond so many, but for those that are needed. */
  forgetBeyond(count: number, isNeeded: (id: string) => boolean): void {
    for (const id of this.#byId.keys()) {
      if (this.#byId.size <= count) return;
      if (isNeeded(id)) continue;
      this.#byId.delete(id);
      this.#tell({ id, after: undefined });
    }
  }

  #tell(change: RowChange<Operation>): void {
    this.#revision += 1;
    for (const listener of this.#listeners) listener(change);
  }
}
