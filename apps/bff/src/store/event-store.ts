import type { FleetEvent } from "@stackdeck/api-types";
import type { Store } from "./store.ts";

const keepDays = 90;

/** Keeps what happened in the fleet. */
export class EventStore {
  readonly #store: Store;

  constructor(store: Store) {
    this.#store = store;
  }

  /** Newest first. */
  async latest(limit: number): Promise<FleetEvent[]> {
    const rows = await this.#store.db
      .selectFrom("events")
      .selectAll()
      .orderBy("id", "desc")
      .limit(limit)
      .execute();
    return rows.map((row) => ({
      Id: Number(row.id),
      On: row.on_time,
      Kind: row.kind,
      Severity: row.severity as FleetEvent["Severity"],
      Target: row.target,
      TargetName: row.target_name,
      Hypervisor: row.hypervisor,
      Text: row.text,
    }));
  }

  /** Writes events in one step: all of them or none. */
  async append(events: readonly FleetEvent[]): Promise<void> {
    if (events.length === 0) return;
    const rows = events.map((event) => ({
      id: event.Id,
      on_time: event.On,
      kind: event.Kind,
      severity: event.Severity,
      target: event.Target,
      target_name: event.TargetName,
      hypervisor: event.Hypervisor,
      text: event.Text,
    }));
    await this.#store.db.insertInto("events").values(rows).execute();
  }

  /** Drops what is older than is kept. */
  async prune(now: Date): Promise<void> {
    const oldest = new Date(now.getTime() - keepDays * 86_400_000).toISOString();
    await this.#store.db.deleteFrom("events").where("on_time", "<", oldest).execute();
  }
}
