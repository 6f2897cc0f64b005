import type { AuditRow } from "@stackdeck/api-types";
import type { Store } from "../store/store.ts";

/** What happened, before the store numbers and dates it. */
export type AuditEntry = Omit<AuditRow, "Id" | "On">;

export interface AuditQuery {
  readonly target?: string | undefined;
  readonly userName?: string | undefined;
  readonly method?: string | undefined;
  /** Rows older than this id. */
  readonly before?: number | undefined;
  /** At most 1000. */
  readonly limit: number;
}

/** Longest detail that is kept, in characters: texts of hypervisors and users are of any length. */
const maxDetail = 2000;

/** Append-only record of every mutating call and every console that was opened. */
export class AuditLog {
  readonly #store: Store;
  readonly #now: () => Date;

  constructor(store: Store, now: () => Date = () => new Date()) {
    this.#store = store;
    this.#now = now;
  }

  /**
   * Writes one line and returns its id. A call that changes something must not start before this has returned: what
   * cannot be recorded is refused.
   */
  async append(entry: AuditEntry): Promise<number> {
    const row = await this.#store.db
      .insertInto("audit")
      .values({
        on_time: this.#now().toISOString(),
        user_name: entry.User,
        remote_address: entry.RemoteAddress,
        method: entry.Method,
        target: entry.Target,
        hypervisor: entry.Hypervisor,
        request_id: entry.RequestId,
        outcome: entry.Outcome,
        detail: entry.Detail.slice(0, maxDetail),
      })
      .returning("id")
      .executeTakeFirstOrThrow();
    return Number(row.id);
  }

  /** Newest first. */
  async list(query: AuditQuery): Promise<AuditRow[]> {
    let select = this.#store.db.selectFrom("audit").selectAll();
    if (query.target !== undefined) select = select.where("target", "=", query.target);
    if (query.userName !== undefined) select = select.where("user_name", "=", query.userName);
    if (query.method !== undefined) select = select.where("method", "=", query.method);
    if (query.before !== undefined) select = select.where("id", "<", query.before);
    const rows = await select.orderBy("id", "desc").limit(Math.min(query.limit, 1000)).execute();
    return rows.map((row) => ({
      Id: Number(row.id),
      On: row.on_time,
      User: row.user_name,
      RemoteAddress: row.remote_address,
      Method: row.method,
      Target: row.target,
      Hypervisor: row.hypervisor,
      RequestId: row.request_id,
      Outcome: row.outcome as AuditRow["Outcome"],
      Detail: row.detail,
    }));
  }
}
