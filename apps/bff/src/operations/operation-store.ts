import type { Operation, OperationState, Problem } from "@stackdeck/api-types";
import type { Selectable } from "kysely";
import type { OperationTable } from "../store/schema.ts";
import type { Store } from "../store/store.ts";
import { cutOff } from "./operation-end.ts";

/** Progress lines kept for one operation; the newest win, since the end says what went wrong. */
const maxProgressLines = 500;

const finished: readonly OperationState[] = ["succeeded", "failed", "cancelled", "unknown"];

/** Operations as they are kept over restarts. `Cancellable` is not kept: only running work can be cancelled. */
export class OperationStore {
  readonly #store: Store;

  constructor(store: Store) {
    this.#store = store;
  }

  /** Writes an operation as it is now, without its progress lines. */
  async save(operation: Operation): Promise<void> {
    const values = toRow(operation);
    await this.#store.db
      .insertInto("operations")
      .values(values)
      .onConflict((conflict) => conflict.column("id").doUpdateSet(values))
      .execute();
  }

  async addProgress(operationId: string, line: { On: string; Text: string }): Promise<void> {
    await this.#store.db
      .insertInto("operation_progress")
      .values({ operation_id: operationId, on_time: line.On, text: line.Text.slice(0, 2000) })
      .execute();
  }

  async find(id: string): Promise<Operation | undefined> {
    const row = await this.#store.db
      .selectFrom("operations")
      .selectAll()
      .where("id", "=", id)
      .executeTakeFirst();
    if (row === undefined) return undefined;
    return fromRow(row, await this.#progress(id));
  }

  /** Newest first, without progress lines. */
  async list(options: { limit: number; target?: string | undefined }): Promise<Operation[]> {
    let select = this.#store.db.selectFrom("operations").selectAll();
    if (options.target !== undefined) select = select.where("target", "=", options.target);
    const rows = await select
      .orderBy("started_on", "desc")
      .orderBy("id", "desc")
      .limit(Math.min(options.limit, 1000))
      .execute();
    return rows.map((row) => fromRow(row, []));
  }

  /**
   * Operations that were at work when the process ended. Nobody saw their end, so each is marked `unknown` and
   * returned, for the caller to compare with what the hypervisor shows now.
   */
  async takeInterrupted(now: Date): Promise<Operation[]> {
    const rows = await this.#store.db
      .selectFrom("operations")
      .selectAll()
      .where("state", "not in", finished)
      .execute();
    const interrupted: Operation[] = [];
    for (const row of rows) {
      const operation = {
        ...fromRow(row, await this.#progress(row.id)),
        State: "unknown" as const,
        EndedOn: now.toISOString(),
        Error: cutOff,
      };
      await this.save(operation);
      interrupted.push(operation);
    }
    return interrupted;
  }

  async #progress(id: string): Promise<Operation["Progress"]> {
    const rows = await this.#store.db
      .selectFrom("operation_progress")
      .select(["on_time", "text"])
      .where("operation_id", "=", id)
      .orderBy("id", "desc")
      .limit(maxProgressLines)
      .execute();
    return rows.reverse().map((row) => ({ On: row.on_time, Text: row.text }));
  }
}

function toRow(operation: Operation) {
  return {
    id: operation.Id,
    method: operation.Method,
    target: operation.Target,
    target_name: operation.TargetName,
    hypervisor: operation.Hypervisor,
    user_name: operation.User,
    state: operation.State,
    started_on: operation.StartedOn,
    ended_on: operation.EndedOn,
    bytes_done: operation.BytesDone,
    bytes_total: operation.BytesTotal,
    error_json: operation.Error === null ? null : JSON.stringify(operation.Error),
    result_json: operation.Result === null ? null : JSON.stringify(operation.Result),
  };
}

function fromRow(row: Selectable<OperationTable>, progress: Operation["Progress"]): Operation {
  return {
    Id: row.id,
    Method: row.method,
    Target: row.target,
    TargetName: row.target_name,
    Hypervisor: row.hypervisor,
    User: row.user_name,
    State: row.state as OperationState,
    StartedOn: row.started_on,
    EndedOn: row.ended_on,
    Progress: progress,
    BytesDone: Number(row.bytes_done),
    BytesTotal: Number(row.bytes_total),
    Error: row.error_json === null ? null : (JSON.parse(row.error_json) as Problem),
    Result: row.result_json === null ? null : (JSON.parse(row.result_json) as Record<string, unknown>),
    Cancellable: false,
  };
}
