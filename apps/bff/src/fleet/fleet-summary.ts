import type { FleetSummary, Freshness, HypervisorRow } from "@stackdeck/api-types";

/** How many hypervisors are how fresh. */
export function countFreshness(all: readonly Freshness[]): Readonly<Record<string, number>> {
  const counts: Record<string, number> = {};
  for (const freshness of all) counts[freshness] = (counts[freshness] ?? 0) + 1;
  return counts;
}

/** The fleet in numbers, from the rows of its hypervisors and the counts of VMs that are shown. */
export function summarise(
  hypervisors: Iterable<HypervisorRow>,
  numVms: number,
  byState: Readonly<Record<string, number>>,
): FleetSummary {
  const sum = {
    NumHypervisors: 0,
    MemoryInMiB: 0,
    AllocatedMemoryInMiB: 0,
    MilliCPUs: 0,
    AllocatedMilliCPUs: 0,
    VolumeBytes: 0,
    AllocatedVolumeBytes: 0,
    NumFreeAddresses: 0,
  };
  const byFreshness: Freshness[] = [];
  for (const row of hypervisors) {
    sum.NumHypervisors += 1;
    sum.MemoryInMiB += row.MemoryInMiB;
    sum.AllocatedMemoryInMiB += row.AllocatedMemoryInMiB;
    sum.MilliCPUs += row.NumCPUs * 1000;
    sum.AllocatedMilliCPUs += row.AllocatedMilliCPUs;
    sum.VolumeBytes += row.TotalVolumeBytes;
    sum.AllocatedVolumeBytes += row.AllocatedVolumeBytes;
    for (const free of Object.values(row.NumFreeAddresses)) sum.NumFreeAddresses += free;
    byFreshness.push(row.Freshness);
  }
  const NumHypervisorsByFreshness = countFreshness(byFreshness);
  return { ...sum, NumVMs: numVms, NumVMsByState: byState, NumHypervisorsByFreshness };
}
