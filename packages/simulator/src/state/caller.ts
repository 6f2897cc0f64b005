import type { VmInfo } from "@stackdeck/api-types";

/** Who makes a call, as far as the rules care. */
export interface Caller {
  /** Common name of the certificate; "" for nobody. */
  readonly userName: string;
  readonly groups: readonly string[];
  readonly hasMethodPowers: boolean;
  /** Address of the TCP peer. */
  readonly remoteAddress?: string | undefined;
}

/** Owner user in any position, or member of an owner group. Method powers do not count here. */
export function isOwner(info: VmInfo, caller: Caller): boolean {
  if (caller.userName !== "" && (info.OwnerUsers ?? []).includes(caller.userName)) return true;
  return (info.OwnerGroups ?? []).some((group) => caller.groups.includes(group));
}

/** The list without repetitions, order kept. */
export function deduplicated(list: readonly string[]): string[] {
  return [...new Set(list)];
}
