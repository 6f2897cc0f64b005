import type { CapacityPoint, HypervisorRow } from "@stackdeck/api-types";
import { sql } from "kysely";
import type { Store } from "./store.ts";

/** Steps that are kept, in seconds, and for how long: five minutes for two days, hours for a month, days for two years. */
export const historySteps = [
  { stepSeconds: 300, keepSeconds: 2 * 86_400 },
  { stepSeconds: 3600, keepSeconds: 31 * 86_400 },
  { stepSeconds: 86_400, keepSeconds: 731 * 86_400 },
] as const;

/** Rows of one INSERT: SQLite takes a bounded number of parameters (12 a row). */
const rowsPerInsert = 200;

/** Recorded capacity of hypervisors over time, downsampled while it is written. */
export class CapacityHistory {
  readonly #store: Store;

  constructor(store: Store) {
    this.#store = store;
  }

  /** Adds one sample of each hypervisor to the running averages of all steps. */
  async record(rows: readonly HypervisorRow[], now: Date): Promise<void> {
    const seconds = Math.floor(now.getTime() / 1000);
    for (const { stepSeconds } of historySteps) {
      const at = seconds - (seconds % stepSeconds);
      for (let start = 0; start < rows.length; start += rowsPerInsert) {
        const values = rows.slice(start, start + rowsPerInsert).map((row) => sample(row, at, stepSeconds));
        await this.#upsert(values);
      }
    }
  }

  /** Points of one hypervisor between two times (Unix seconds), oldest first, in the given step. */
  async read(
    hypervisor: string,
    range: { from: number; to: number; stepSeconds: number },
  ): Promise<CapacityPoint[]> {
    const rows = await this.#store.db
      .selectFrom("capacity_samples")
      .selectAll()
      .where("hypervisor", "=", hypervisor)
      .where("step_seconds", "=", range.stepSeconds)
      .where("at_seconds", ">=", range.from)
      .where("at_seconds", "<=", range.to)
      .orderBy("at_seconds", "asc")
      .limit(2000)
      .execute();
    return rows.map((row) => ({
      At: row.at_seconds,
      NumCPUs: row.num_cpus,
      MemoryInMiB: row.memory_mib,
      VolumeBytes: row.volume_bytes,
      AllocatedMilliCPUs: row.allocated_milli_cpus,
      AllocatedMemoryInMiB: row.allocated_memory_mib,
      AllocatedVolumeBytes: row.allocated_volume_bytes,
      NumVMs: row.num_vms,
      NumFreeAddresses: row.num_free_addresses,
    }));
  }

  /** Drops what is older than its step is kept. */
  async prune(now: Date): Promise<void> {
    const seconds = Math.floor(now.getTime() / 1000);
    for (const { stepSeconds, keepSeconds } of historySteps) {
      await this.#store.db
        .deleteFrom("capacity_samples")
        .where("step_seconds", "=", stepSeconds)
        .where("at_seconds", "<", seconds - keepSeconds)
        .execute();
    }
  }

  async #upsert(values: ReturnType<typeof sample>[]): Promise<void> {
    const average = (column: string) =>
      sql<number>`(capacity_samples.${sql.ref(column)} * capacity_samples.samples + excluded.${sql.ref(column)}) / (capacity_samples.samples + 1)`;
    await this.#store.db
      .insertInto("capacity_samples")
      .values(values)
      .onConflict((conflict) =>
        conflict.columns(["hypervisor", "step_seconds", "at_seconds"]).doUpdateSet({
          num_cpus: (eb) => eb.ref("excluded.num_cpus"),
          memory_mib: (eb) => eb.ref("excluded.memory_mib"),
          volume_bytes: (eb) => eb.ref("excluded.volume_bytes"),
          allocated_milli_cpus: average("allocated_milli_cpus"),
          allocated_memory_mib: average("allocated_memory_mib"),
          allocated_volume_bytes: average("allocated_volume_bytes"),
          num_vms: average("num_vms"),
          num_free_addresses: average("num_free_addresses"),
          samples: sql<number>`capacity_samples.samples + 1`,
        }),
      )
      .execute();
  }
}

function sample(row: HypervisorRow, at: number, stepSeconds: number) {
  return {
    hypervisor: row.Id,
    at_seconds: at,
    step_seconds: stepSeconds,
    num_cpus: row.NumCPUs,
    memory_mib: row.MemoryInMiB,
    volume_bytes: row.TotalVolumeBytes,
    allocated_milli_cpus: row.AllocatedMilliCPUs,
    allocated_memory_mib: row.AllocatedMemoryInMiB,
    allocated_volume_bytes: row.AllocatedVolumeBytes,
    num_vms: row.NumVMs,
    num_free_addresses: Object.values(row.NumFreeAddresses).reduce((sum, count) => sum + count, 0),
    samples: 1,
  };
}
