import type { HypervisorRow } from "@stackdeck/api-types";
import { formatBytes, formatMiB, formatMilliCpus } from "../../ui/format.ts";

/** How much of something a hypervisor has given away. */
export interface Gauge {
  readonly label: string;
  /** Share that is allocated, 0 to 1 (more is possible for storage). */
  readonly share: number;
  readonly text: string;
}

/** `92 GiB of 256 GiB`, but `43 of 64 CPU`: a unit of no size of its own is said once. */
function wordsOf(allocated: string, total: string): string {
  return `${allocated.replace(/ CPU$/, "")} of ${total}`;
}

function gauge(label: string, allocated: number, total: number, format: (value: number) => string): Gauge {
  const share = total > 0 ? allocated / total : 0;
  return { label, share, text: wordsOf(format(allocated), format(total)) };
}

/** CPU, memory and storage that VMs in every state hold. */
export function gaugesOf(row: HypervisorRow): readonly [cpu: Gauge, memory: Gauge, storage: Gauge] {
  return [
    gauge("CPU", row.AllocatedMilliCPUs, row.NumCPUs * 1000, formatMilliCpus),
    gauge("Memory", row.AllocatedMemoryInMiB, row.MemoryInMiB, formatMiB),
    gauge("Storage", row.AllocatedVolumeBytes, row.TotalVolumeBytes, formatBytes),
  ];
}

/** Free addresses over all subnets. */
export function freeAddresses(row: HypervisorRow): number {
  return Object.values(row.NumFreeAddresses).reduce((sum, count) => sum + count, 0);
}
