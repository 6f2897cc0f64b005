import type { HypervisorRow } from "@stackdeck/api-types";

/** A subnet over all hypervisors that have it. */
export interface SubnetRow {
  readonly Id: string;
  readonly Free: number;
  /** Hypervisors with the subnet, the one with the fewest free addresses first. */
  readonly Hypervisors: readonly { readonly Id: string; readonly Hostname: string; readonly Free: number }[];
}

/** Joins what the hypervisors say of their subnets. */
export function subnetRows(hypervisors: Iterable<HypervisorRow>): SubnetRow[] {
  const byId = new Map<string, { Id: string; Hostname: string; Free: number }[]>();
  for (const row of hypervisors) {
    for (const id of row.Subnets) {
      const members = byId.get(id) ?? [];
      members.push({ Id: row.Id, Hostname: row.Hostname || row.Id, Free: row.NumFreeAddresses[id] ?? 0 });
      byId.set(id, members);
    }
  }
  return [...byId]
    .map(([Id, members]) => ({
      Id,
      Free: members.reduce((sum, member) => sum + member.Free, 0),
      Hypervisors: members.sort((a, b) => a.Free - b.Free || a.Id.localeCompare(b.Id)),
    }))
    .sort((a, b) => a.Id.localeCompare(b.Id));
}
