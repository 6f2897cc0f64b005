import type { HypervisorRow } from "@stackdeck/api-types";

/** What the cells of the heat map are coloured by. */
export type HeatMeasure = "memory" | "cpu" | "disk" | "addresses";

export const measures: readonly (readonly [HeatMeasure, string])[] = [
  ["memory", "Memory"],
  ["cpu", "CPU"],
  ["disk", "Disk"],
  ["addresses", "Free addresses"],
];

const sum = (counts: Readonly<Record<string, number>>) =>
  Object.values(counts).reduce((total, count) => total + count, 0);

/** How much of a hypervisor is given away, 0 … 1. */
export function shareUsed(row: HypervisorRow, measure: HeatMeasure): number {
  switch (measure) {
    case "memory":
      return row.AllocatedMemoryInMiB / Math.max(1, row.MemoryInMiB);
    case "cpu":
      return row.AllocatedMilliCPUs / Math.max(1, row.NumCPUs * 1000);
    case "disk":
      return row.AllocatedVolumeBytes / Math.max(1, row.TotalVolumeBytes);
    case "addresses": {
      const free = Math.min(row.NumRegisteredAddresses, sum(row.NumFreeAddresses));
      return row.NumRegisteredAddresses === 0 ? 0 : 1 - free / row.NumRegisteredAddresses;
    }
  }
}

/** Step of the colour scale, 0 (empty) … 5 (full). */
export function heatStep(share: number): number {
  if (!(share > 0)) return 0;
  return share >= 0.95 ? 5 : share >= 0.8 ? 4 : share >= 0.6 ? 3 : share >= 0.35 ? 2 : 1;
}

/** Why a hypervisor needs a person; undefined when it does not. */
export function problemOfHypervisor(row: HypervisorRow): string | undefined {
  if (row.Freshness === "stale" || row.Freshness === "unreachable")
    return row.Problem || `It is ${row.Freshness}`;
  if (row.HealthStatus !== "" && row.HealthStatus !== "healthy") return `Its health is “${row.HealthStatus}”`;
  if (row.Disabled) return "It is disabled";
  return undefined;
}

/** Subnets of a hypervisor in which fewer addresses are free than this need attention. */
const fewAddresses = 3;

/** Subnets in which a hypervisor is about to run out of addresses. */
export function scarceSubnets(row: HypervisorRow): readonly string[] {
  return row.Subnets.filter((id) => (row.NumFreeAddresses[id] ?? 0) < fewAddresses);
}
