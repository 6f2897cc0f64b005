import type { PlacementCandidate } from "@stackdeck/api-types";
import { parseSize } from "../../../ui/format.ts";
import type { CreateDraft } from "./create-draft.ts";
import { volumeBytesOf } from "./draft-request.ts";

/** What one VM takes. */
interface Size {
  readonly milliCpus: number;
  readonly memoryInMiB: number;
  readonly volumeBytes: number;
}

/** What one VM of a draft takes; what cannot be read counts as nothing. */
export function sizeOf(draft: CreateDraft, file: File | undefined): Size {
  return {
    milliCpus: Math.max(0, Math.round(Number(draft.milliCpus)) || 0),
    memoryInMiB: Math.round((parseSize(draft.memory, "M") ?? 0) / 1024 ** 2),
    volumeBytes: volumeBytesOf(draft, file),
  };
}

/** How many such VMs a hypervisor takes: what is left after the first, divided by what each takes. */
export function roomFor(item: PlacementCandidate, size: Size, hasSubnet: boolean): number {
  const more = (left: number, each: number) =>
    each > 0 ? Math.floor(left / each) : Number.POSITIVE_INFINITY;
  const further = Math.min(
    more(item.FreeMilliCPUsAfter, size.milliCpus),
    more(item.FreeMemoryInMiBAfter, size.memoryInMiB),
    more(item.FreeVolumeBytesAfter, size.volumeBytes),
  );
  return Math.min(1 + Math.max(0, further), hasSubnet ? item.FreeAddresses : Number.POSITIVE_INFINITY);
}
