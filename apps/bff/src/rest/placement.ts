import {
  type CreateVmRequest,
  type HypervisorRow,
  judgeHealth,
  type PlacementCandidate,
} from "@stackdeck/api-types";
import { fromCode } from "./problem.ts";
import type { RestDeps } from "./rest-deps.ts";

/** What a VM needs: thousandths of a CPU, MiB, bytes. */
export interface PlacementWish {
  readonly SubnetId: string;
  readonly MilliCPUs: number;
  readonly MemoryInMiB: number;
  readonly VolumeBytes: number;
}

/** What a create request needs, as far as it can be known before the image is. */
export function wishOf(request: CreateVmRequest): PlacementWish {
  const volumes = (request.SecondaryVolumes ?? []).reduce((sum, volume) => sum + (volume.Size ?? 0), 0);
  return {
    SubnetId: request.SubnetId ?? "",
    MilliCPUs: request.MilliCPUs ?? 0,
    MemoryInMiB: request.MemoryInMiB ?? 0,
    VolumeBytes: volumes + (request.ImageDataSize ?? 0) + (request.MinimumFreeBytes ?? 0),
  };
}

/** All hypervisors as places for a VM: those that fit first, the emptiest of them at the top. */
export function rankCandidates(rows: Iterable<HypervisorRow>, wish: PlacementWish): PlacementCandidate[] {
  const candidates = [...rows].map((row) => judge(row, wish));
  return candidates.sort(
    (a, b) =>
      Number(b.Fits) - Number(a.Fits) ||
      a.Warnings.length - b.Warnings.length ||
      b.FreeMilliCPUsAfter - a.FreeMilliCPUsAfter ||
      b.FreeMemoryInMiBAfter - a.FreeMemoryInMiBAfter ||
      a.Hypervisor.localeCompare(b.Hypervisor),
  );
}

function judge(row: HypervisorRow, wish: PlacementWish): PlacementCandidate {
  const cpus = row.NumCPUs * 1000 - row.AllocatedMilliCPUs - wish.MilliCPUs;
  const memory = row.MemoryInMiB - row.AllocatedMemoryInMiB - wish.MemoryInMiB;
  const volumes = row.TotalVolumeBytes - row.AllocatedVolumeBytes - wish.VolumeBytes;
  const addresses = row.NumFreeAddresses[wish.SubnetId] ?? 0;
  const reasons: string[] = [];
  if (row.Freshness !== "live") reasons.push("it is not reachable now");
  if (row.LastContact > 0) reasons.push(...whyItDoesNotFit(row, wish, { cpus, memory, volumes, addresses }));
  const isHealthKnown = judgeHealth(row.HealthStatus) !== "unknown";
  return {
    Hypervisor: row.Id,
    Hostname: row.Hostname,
    Fits: reasons.length === 0,
    Reasons: reasons,
    Warnings: !isHealthKnown ? [`its health is not known: "${row.HealthStatus}"`] : [],
    FreeMilliCPUsAfter: cpus,
    FreeMemoryInMiBAfter: memory,
    FreeVolumeBytesAfter: volumes,
    FreeAddresses: addresses,
  };
}

interface Left {
  readonly cpus: number;
  readonly memory: number;
  readonly volumes: number;
  readonly addresses: number;
}

/** What a hypervisor that was heard of lacks; of any other nothing is known, so nothing is said. */
function whyItDoesNotFit(row: HypervisorRow, wish: PlacementWish, left: Left): string[] {
  const reasons: string[] = [];
  if (row.Disabled) reasons.push("it is disabled");
  if (judgeHealth(row.HealthStatus) === "ill") reasons.push(`its health is "${row.HealthStatus}"`);
  if (wish.SubnetId !== "" && !row.Subnets.includes(wish.SubnetId))
    reasons.push(`it has no subnet ${wish.SubnetId}`);
  else if (wish.SubnetId !== "" && left.addresses === 0)
    reasons.push(`no address is free in ${wish.SubnetId}`);
  if (left.cpus < 0) reasons.push("too little CPU is unallocated");
  if (left.memory < 0) reasons.push("too little memory is unallocated");
  else if (row.AvailableMemoryInMiB !== null && wish.MemoryInMiB >= row.AvailableMemoryInMiB)
    reasons.push("too little memory is available right now");
  if (left.volumes < 0) reasons.push("too little storage is free");
  return reasons;
}

/** The best hypervisor for a VM. @throws ApiError that says of each why not when there is none */
export function pickHypervisor(deps: RestDeps, request: CreateVmRequest): string {
  const candidates = rankCandidates(deps.inventory.hypervisors(), wishOf(request));
  const best = candidates[0];
  if (best?.Fits) return best.Hypervisor;
  const reasons = candidates.slice(0, 5).map((one) => `${one.Hypervisor}: ${one.Reasons.join(", ")}`);
  throw fromCode("NO_PLACEMENT", { detail: `No hypervisor fits. ${reasons.join("; ")}` });
}
