import type { VmInfo } from "@stackdeck/api-types";
import { State } from "@stackdeck/api-types";
import type { Hypervisor } from "../state/hypervisor.ts";

export interface VmFilter {
  /** Bit n hides state n. */
  readonly IgnoreStateMask: number;
  readonly OwnerGroups: readonly string[];
  readonly OwnerUsers: readonly string[];
  readonly VmTagsToMatch: Readonly<Record<string, readonly string[]>>;
}

/** VMs that pass the filter. */
export function filteredVms(hypervisor: Hypervisor, filter: VmFilter): VmInfo[] {
  return [...hypervisor.infos()].filter((info) => passes(info, filter));
}

function passes(info: VmInfo, filter: VmFilter): boolean {
  if (Math.floor(filter.IgnoreStateMask / 2 ** State.texts.indexOf(info.State)) % 2 === 1) return false;
  if (!tagsMatch(info.Tags ?? {}, filter.VmTagsToMatch)) return false;
  // A list of users replaces the outcome for groups.
  if (filter.OwnerUsers.length > 0)
    return (info.OwnerUsers ?? []).some((user) => filter.OwnerUsers.includes(user));
  if (filter.OwnerGroups.length > 0)
    return (info.OwnerGroups ?? []).some((group) => filter.OwnerGroups.includes(group));
  return true;
}

/** Every key must be there with one of the values; a key without values only has to be there. */
export function tagsMatch(
  tags: Readonly<Record<string, string>>,
  wanted: Readonly<Record<string, readonly string[]>>,
): boolean {
  return Object.entries(wanted).every(([key, values]) => {
    if (!Object.hasOwn(tags, key)) return false;
    return values.length === 0 || values.includes(tags[key] ?? "");
  });
}
