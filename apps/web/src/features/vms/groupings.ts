import { tagOfColumn } from "../lists/list-columns.ts";

/** What the list of VMs can be grouped by, besides any tag. */
export const groupings = [
  ["", "No groups"],
  ["HypervisorName", "By hypervisor"],
  ["State", "By state"],
  ["SubnetId", "By subnet"],
  ["OwnerUsers", "By owner"],
  ["ImageName", "By image"],
] as const;

/** A grouping of a hand-made address; one that is none would put all rows into a group without a name. */
export function knownGrouping(group: string | undefined): string | undefined {
  const isKnown = groupings.some(([field]) => field === group) || tagOfColumn(group ?? "") !== undefined;
  return isKnown && group !== "" ? group : undefined;
}
