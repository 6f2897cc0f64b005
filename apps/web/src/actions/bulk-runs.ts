import { Value } from "../ui/subscribable.ts";
import type { BulkRun } from "./bulk-run.ts";

/** Bulk work since the page was loaded that nobody has dismissed. */
export const bulkRuns = new Value<readonly BulkRun[]>([]);
/** The one whose results are looked at. */
export const openedRun = new Value<BulkRun | undefined>(undefined);

/** Begins a bulk action and shows its results. */
export function startBulk(run: BulkRun): void {
  bulkRuns.update((runs) => [...runs, run]);
  openedRun.set(run);
}

/** Takes the results away. */
export function dismissRun(run: BulkRun): void {
  bulkRuns.update((runs) => runs.filter((one) => one !== run));
  openedRun.update((one) => (one === run ? undefined : one));
}
