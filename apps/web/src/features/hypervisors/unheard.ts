import type { FleetSummary, HypervisorRow } from "@stackdeck/api-types";

/** Whether nothing was heard of a hypervisor since the server started: what it has is not nothing, it is not known. */
export function isUnheard(row: Pick<HypervisorRow, "LastContact">): boolean {
  return row.LastContact === 0;
}

type Counts = Pick<FleetSummary, "NumHypervisors" | "NumHypervisorsByFreshness">;

/** Whether there are hypervisors, and none of them can be reached now. */
export function isNoneLive(fleet: Counts | undefined): boolean {
  return fleet !== undefined && fleet.NumHypervisors > 0 && !fleet.NumHypervisorsByFreshness["live"];
}

/** Hypervisors of which nothing is heard now. */
export function numAway({ NumHypervisorsByFreshness: counts }: Counts): number {
  return (counts["unreachable"] ?? 0) + (counts["stale"] ?? 0);
}
