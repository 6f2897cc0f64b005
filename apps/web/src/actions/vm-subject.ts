import type { VmDetail, VmInfo, VmRow } from "@stackdeck/api-types";
import { plainName } from "../ui/plain-name.ts";

/** What rules and menus need to know of a VM, whichever screen it comes from. */
export interface VmSubject {
  readonly ip: string;
  readonly name: string;
  readonly state: string;
  readonly hypervisor: string;
  readonly hypervisorName: string;
  readonly ownerUsers: readonly string[];
  readonly ownerGroups: readonly string[];
  readonly destroyProtection: boolean;
  readonly uncommitted: boolean;
  readonly consoleType: string;
  readonly stale: boolean;
  /** Methods its hypervisor is too old for. */
  readonly missing?: readonly string[] | undefined;
  readonly tags?: Readonly<Record<string, string>> | undefined;
}

export function subjectOfRow(row: VmRow): VmSubject {
  return {
    ip: row.IpAddress,
    name: nameOf(row.Hostname, row.Tags, row.IpAddress),
    state: row.State,
    hypervisor: row.Hypervisor,
    hypervisorName: row.HypervisorName,
    ownerUsers: row.OwnerUsers,
    ownerGroups: row.OwnerGroups,
    destroyProtection: row.DestroyProtection,
    uncommitted: row.Uncommitted,
    consoleType: row.ConsoleType,
    stale: row.Stale,
    missing: row.MissingMethods,
    tags: row.Tags,
  };
}

/** The VmInfo of a detail row; the contract keeps it loose, the hypervisor's own message is what it is. */
export function infoOf(detail: VmDetail): VmInfo {
  return detail.VmInfo as unknown as VmInfo;
}

export function subjectOfDetail(detail: VmDetail): VmSubject {
  const info = infoOf(detail);
  return {
    ip: detail.IpAddress,
    name: nameOf(info.Hostname, info.Tags, detail.IpAddress),
    state: info.State ?? "starting",
    hypervisor: detail.Hypervisor,
    hypervisorName: detail.HypervisorName,
    ownerUsers: info.OwnerUsers ?? [],
    ownerGroups: info.OwnerGroups ?? [],
    destroyProtection: info.DestroyProtection ?? false,
    uncommitted: info.Uncommitted ?? false,
    consoleType: info.ConsoleType ?? "none",
    stale: detail.Stale,
    missing: detail.MissingMethods,
    tags: info.Tags,
  };
}

/** What a VM is called: its host name, else its Name tag, else its address; nothing in it is hidden. */
export function nameOf(
  hostname: string | undefined,
  tags: Readonly<Record<string, string>> | undefined,
  ip: string,
): string {
  return plainName(hostname?.trim() || tags?.["Name"]?.trim() || ip);
}
