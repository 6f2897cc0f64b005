import type { HypervisorDetail, VmRow } from "@stackdeck/api-types";
import { ipNumber, subnetOfAddress } from "./addresses.ts";

/** A registered address and what it is used for. */
export interface PoolRow {
  readonly IpAddress: string;
  readonly MacAddress: string;
  readonly Subnet: string;
  /** The VM whose main address it is. */
  readonly Vm: Pick<VmRow, "IpAddress" | "Hostname"> | undefined;
  /** True when nothing else can have it; false when it may be a VM's second address. */
  readonly IsSurelyFree: boolean;
}

type Pool = Pick<HypervisorDetail, "AddressPool" | "SubnetDetails" | "NumFreeAddresses">;

/**
 * Joins the registered addresses with the VMs. The hypervisor tells only how many are free in each subnet: where that
 * is fewer than are not main addresses, some of these are second addresses of VMs.
 */
export function poolRows(pool: Pool, vms: Iterable<VmRow>): PoolRow[] {
  const byIp = new Map([...vms].map((vm) => [vm.IpAddress, vm]));
  const rows = pool.AddressPool.map((address) => ({
    ...address,
    Subnet: subnetOfAddress(address.IpAddress, pool.SubnetDetails) ?? "",
    Vm: byIp.get(address.IpAddress),
  }));
  const unclaimed = new Map<string, number>();
  for (const { Vm, Subnet } of rows) if (!Vm) unclaimed.set(Subnet, (unclaimed.get(Subnet) ?? 0) + 1);
  return rows
    .map((row) => ({
      ...row,
      IsSurelyFree: !row.Vm && (pool.NumFreeAddresses[row.Subnet] ?? 0) >= (unclaimed.get(row.Subnet) ?? 0),
    }))
    .sort((a, b) => (ipNumber(a.IpAddress) ?? -1) - (ipNumber(b.IpAddress) ?? -1));
}

/** Whether a row has the text anywhere that people look for it. */
export function poolRowMatches(row: PoolRow, text: string): boolean {
  const wanted = text.trim().toLowerCase();
  const use = row.Vm ? row.Vm.Hostname : "free";
  return [row.IpAddress, row.MacAddress, row.Subnet, use].some((value) =>
    value.toLowerCase().includes(wanted),
  );
}
