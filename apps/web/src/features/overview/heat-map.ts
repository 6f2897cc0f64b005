import type { HypervisorRow } from "@stackdeck/api-types";
import { formatBytes, formatMiB, formatMilliCpus, formatNumber } from "../../ui/format.ts";
import type { HeatMeasure } from "./overview-search.ts";

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

/** What of a hypervisor is free, in words for its cell. */
export function freeWords(row: HypervisorRow, measure: HeatMeasure): string {
  switch (measure) {
    case "memory":
      return `${formatMiB(Math.max(0, row.MemoryInMiB - row.AllocatedMemoryInMiB))} free`;
    case "cpu":
      return `${formatMilliCpus(Math.max(0, row.NumCPUs * 1000 - row.AllocatedMilliCPUs))} free`;
    case "disk":
      return `${formatBytes(Math.max(0, row.TotalVolumeBytes - row.AllocatedVolumeBytes))} free`;
    case "addresses":
      return `${formatNumber(sum(row.NumFreeAddresses))} free`;
  }
}

/** Why a hypervisor needs a person; undefined when it does not. */
export function problemOfHypervisor(row: HypervisorRow): string | undefined {
  return row.Alerts.length === 0 ? undefined : row.Alerts.map(({ Text }) => Text).join(". ");
}
