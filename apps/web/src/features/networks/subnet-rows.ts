import type { HypervisorRow } from "@stackdeck/api-types";
import { byName } from "../../ui/by-name.ts";

/** A subnet over all hypervisors that have it. */
export interface SubnetRow {
  readonly Id: string;
  readonly Free: number;
  /** Whether a hypervisor is about to run out of its addresses there. */
  readonly IsScarce: boolean;
  /** Hypervisors with the subnet, the one with the fewest free addresses first. */
  readonly Hypervisors: readonly { readonly Id: string; readonly Hostname: string; readonly Free: number }[];
}

/** Joins what the hypervisors say of their subnets. */
export function subnetRows(hypervisors: Iterable<HypervisorRow>): SubnetRow[] {
  const scarce = new Set<string>();
  const byId = new Map<string, { Id: string; Hostname: string; Free: number }[]>();
  for (const row of hypervisors) {
    for (const { Kind, Subject } of row.Alerts) if (Kind === "addresses") scarce.add(Subject);
    for (const id of row.Subnets) {
      const members = byId.get(id) ?? [];
      members.push({ Id: row.Id, Hostname: row.Hostname || row.Id, Free: row.NumFreeAddresses[id] ?? 0 });
      byId.set(id, members);
    }
  }
  return [...byId]
    .map(([Id, members]) => ({
      Id,
      IsScarce: scarce.has(Id),
      Free: members.reduce((sum, member) => sum + member.Free, 0),
      Hypervisors: members.sort((a, b) => a.Free - b.Free || byName(a.Id, b.Id)),
    }))
    .sort((a, b) => byName(a.Id, b.Id));
}
