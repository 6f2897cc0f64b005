import { type FieldSet, type VmInfo, type VmRow, vmFields } from "@stackdeck/api-types";

/** Go's zero time, which stands for "never". */
const zeroTime = "0001-01-01T00:00:00Z";

/** What a volume takes in bytes: for QCOW2 the size the guest sees where that is larger. */
function effectiveVolumeSize(volume: { Size?: number | undefined; VirtualSize?: number | undefined }) {
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
  let names: Set<string> | undefined;
  for (const { Snapshots } of info.Volumes ?? []) {
    for (const name in Snapshots) names = (names ?? new Set()).add(name);
  }
  return names?.size ?? 0;
}

/** What a row says of the VM's hypervisor. */
export interface HostOfVm {
  readonly hypervisorId: string;
  readonly hypervisorName: string;
  /** Methods that it lacks; the same object as long as they are the same. */
  readonly missing: readonly string[];
}

/** A VM as its hypervisor reports it. */
export interface ReportedVm extends HostOfVm {
  readonly ip: string;
  readonly info: VmInfo;
  readonly stale: boolean;
}

/** Stands between texts that are searched as one; nobody can type it into a word. */
const between = "\n";

/**
 * The list row of a VM as its hypervisor describes it. A class, so that all rows of a large fleet have one shape and
 * can carry what they are searched by, in lower case, without showing it.
 */
class InventoryVmRow implements VmRow {
  readonly IpAddress: string;
  readonly Hostname: string;
  readonly State: string;
  readonly Hypervisor: string;
  readonly HypervisorName: string;
  readonly MemoryInMiB: number;
  readonly MilliCPUs: number;
  readonly VirtualCPUs: number;
  readonly VolumeBytes: number;
  readonly NumVolumes: number;
  readonly NumSnapshots: number;
  readonly OwnerUsers: readonly string[];
  readonly OwnerGroups: readonly string[];
  readonly ImageName: string;
  readonly SubnetId: string;
  readonly Tags: Readonly<Record<string, string>>;
  readonly ConsoleType: string;
  readonly DestroyProtection: boolean;
  readonly Uncommitted: boolean;
  readonly ChangedStateOn: string;
  readonly CreatedOn: string;
  readonly IdentityExpires: string;
  readonly Stale: boolean;
  readonly MissingMethods: readonly string[];
  readonly #words: readonly string[];

  constructor(o: ReportedVm) {
    const { info } = o;
    this.IpAddress = o.ip;
    this.Hostname = info.Hostname ?? "";
    this.State = info.State ?? "starting";
    this.Hypervisor = o.hypervisorId;
    this.HypervisorName = o.hypervisorName;
    this.MemoryInMiB = info.MemoryInMiB ?? 0;
    this.MilliCPUs = info.MilliCPUs ?? 0;
    this.VirtualCPUs = info.VirtualCPUs ?? 0;
    this.VolumeBytes = volumeBytesOf(info);
    this.NumVolumes = (info.Volumes ?? []).length;
    this.NumSnapshots = countSnapshots(info);
    this.OwnerUsers = info.OwnerUsers ?? [];
    this.OwnerGroups = info.OwnerGroups ?? [];
    this.ImageName = info.ImageName || info.ImageURL || "";
    this.SubnetId = info.SubnetId ?? "";
    this.Tags = info.Tags ?? {};
    this.ConsoleType = info.ConsoleType ?? "none";
    this.DestroyProtection = info.DestroyProtection ?? false;
    this.Uncommitted = info.Uncommitted ?? false;
    this.ChangedStateOn = timeOrNever(info.ChangedStateOn);
    this.CreatedOn = timeOrNever(info.CreatedOn);
    this.IdentityExpires = timeOrNever(info.IdentityExpires);
    this.Stale = o.stale;
    this.MissingMethods = o.missing;
    this.#words = [vmFields.wordsIn(this).join(between).toLowerCase()];
  }

  /** All texts of a row as one; undefined for a row that was not made here. */
  static wordsOf(row: VmRow): readonly string[] | undefined {
    return #words in row ? row.#words : undefined;
  }
}

/** The list row of a VM as its hypervisor describes it. */
export function vmRowOf(o: ReportedVm): VmRow {
  return new InventoryVmRow(o);
}

/** Whether a row says that of its hypervisor already. */
export function saysThat(row: VmRow, host: HostOfVm, stale: boolean): boolean {
  return (
    row.Stale === stale && row.HypervisorName === host.hypervisorName && row.MissingMethods === host.missing
  );
}

/** What VMs are searched by, with all texts of a row put together: looking for a word costs one test per row. */
export const fastVmFields: FieldSet<VmRow> = {
  ...vmFields,
  wordsIn: (row) => InventoryVmRow.wordsOf(row) ?? vmFields.wordsIn(row),
};
