import type { VmInfo, Volume } from "@stackdeck/api-types";
import { refuse } from "../base/refusal.ts";

const MIB = 2 ** 20;

/** Size of the machine a hypervisor runs on. */
export interface HostSize {
  readonly numCPUs: number;
  readonly memoryInMiB: number;
}

/** CPUs the guest sees: at least one, enough for its share, and what was asked for. */
export function virtualCpus(milliCPUs: number, wanted: number): number {
  return Math.max(1, Math.ceil(milliCPUs / 1000), wanted);
}

/** Bytes a volume counts for: the larger of file and virtual size for QCOW2. */
export function effectiveSize(volume: Volume): number {
  const size = volume.Size ?? 0;
  return volume.Format === "qcow2" ? Math.max(size, volume.VirtualSize ?? 0) : size;
}

/** Memory charged to a VM in MiB: its own, and its volumes of type memory. */
export function memoryCharge(info: Pick<VmInfo, "MemoryInMiB" | "Volumes">): number {
  const volumeBytes = (info.Volumes ?? [])
    .filter(({ Type }) => Type === "memory")
    .reduce((sum, volume) => sum + effectiveSize(volume), 0);
  return info.MemoryInMiB + Math.ceil(volumeBytes / MIB);
}

/** Refuses when the share does not fit beside those of all VMs, whatever their state. */
export function requireCpu(host: HostSize, vms: Iterable<VmInfo>, milliCPUs: number): void {
  let available = host.numCPUs * 1000;
  for (const info of vms) available -= info.MilliCPUs;
  // A negative difference is a huge unsigned number on the server.
  if (milliCPUs < 0 || milliCPUs > available) refuse("insufficient unallocated CPU");
}

/** Refuses when the memory does not fit beside the charges of all VMs, or is not available right now. */
export function requireMemory(
  host: HostSize & { readonly availableInMiB: number },
  vms: Iterable<VmInfo>,
  memoryInMiB: number,
): void {
  let unallocated = host.memoryInMiB;
  for (const info of vms) unallocated -= memoryCharge(info);
  if (memoryInMiB > unallocated) refuse("insufficient unallocated memory");
  requireAvailableMemory(host.availableInMiB, memoryInMiB);
}

/** Refuses unless strictly less memory is wanted than the host has available. */
export function requireAvailableMemory(availableInMiB: number, memoryInMiB: number): void {
  if (memoryInMiB >= availableInMiB) refuse("insufficient available memory");
}

/** Size of a root made from an image: usage and an eighth, the free space wanted, rounded up to a power of two. */
export function rootSize(usage: number, minimumFreeBytes: number, roundupPower: number): number {
  const unit = 2 ** Math.max(24, roundupPower);
  return Math.ceil((usage + Math.floor(usage / 8) + minimumFreeBytes) / unit) * unit;
}
