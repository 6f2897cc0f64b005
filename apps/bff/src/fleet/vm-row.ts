import type { VmInfo, VmRow } from "@stackdeck/api-types";

/** Go's zero time, which stands for "never". */
const zeroTime = "0001-01-01T00:00:00Z";

/** What a volume takes in bytes: for QCOW2 the size the guest sees where that is larger. */
export function effectiveVolumeSize(volume: { Size?: number | undefined; VirtualSize?: number | undefined }) {
  return Math.max(volume.Size ?? 0, volume.VirtualSize ?? 0);
}

/** Bytes of all volumes of a VM together. */
export function volumeBytesOf(info: VmInfo): number {
  let sum = 0;
  for (const volume of info.Volumes ?? []) sum += effectiveVolumeSize(volume);
  return sum;
}

/** What a VM is charged for in MiB: its memory and its volumes of type memory, rounded up. */
export function chargedMemoryOf(info: VmInfo): number {
  let volumes = 0;
  for (const volume of info.Volumes ?? []) {
    if (volume.Type === "memory") volumes += effectiveVolumeSize(volume);
  }
  return (info.MemoryInMiB ?? 0) + Math.ceil(volumes / 1048576);
}

/** An update stream tells of a deleted VM by an empty VmInfo; every real one has volumes. */
export function isDeletion(info: VmInfo | null | undefined): boolean {
  return info === null || info === undefined || (info.Volumes ?? []).length === 0;
}

function timeOrNever(text: string | undefined): string {
  return text === undefined || text === zeroTime ? "" : text;
}

function countSnapshots(info: VmInfo): number {
  const names = new Set<string>();
  for (const volume of info.Volumes ?? []) {
    for (const name of Object.keys(volume.Snapshots ?? {})) names.add(name);
  }
  return names.size;
}

/** The list row of a VM as its hypervisor describes it. */
export function vmRowOf(o: { ip: string; info: VmInfo; hypervisorId: string; stale: boolean }): VmRow {
  const { info } = o;
  return {
    IpAddress: o.ip,
    Hostname: info.Hostname ?? "",
    State: info.State ?? "starting",
    Hypervisor: o.hypervisorId,
    MemoryInMiB: info.MemoryInMiB ?? 0,
    MilliCPUs: info.MilliCPUs ?? 0,
    VirtualCPUs: info.VirtualCPUs ?? 0,
    VolumeBytes: volumeBytesOf(info),
    NumVolumes: (info.Volumes ?? []).length,
    NumSnapshots: countSnapshots(info),
    OwnerUsers: info.OwnerUsers ?? [],
    OwnerGroups: info.OwnerGroups ?? [],
    ImageName: info.ImageName || info.ImageURL || "",
    SubnetId: info.SubnetId ?? "",
    Tags: info.Tags ?? {},
    ConsoleType: info.ConsoleType ?? "none",
    DestroyProtection: info.DestroyProtection ?? false,
    Uncommitted: info.Uncommitted ?? false,
    ChangedStateOn: timeOrNever(info.ChangedStateOn),
    CreatedOn: timeOrNever(info.CreatedOn),
    IdentityExpires: timeOrNever(info.IdentityExpires),
    Stale: o.stale,
  };
}
