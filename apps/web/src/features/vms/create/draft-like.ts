import type { CreateVmRequest } from "@stackdeck/api-types";
import { rowsOf } from "../../../ui/form/tags-input.tsx";
import { sizeText } from "../../../ui/format.ts";
import { type CreateDraft, emptyDraft } from "./create-draft.ts";

/** A draft for another VM like the one of a create request. */
export function draftLike(request: Partial<CreateVmRequest>): CreateDraft {
  const { Name: _name, ...tags } = request.Tags ?? {};
  return {
    ...emptyDraft,
    source: request.ImageURL ? "url" : request.ImageName ? "name" : "empty",
    imageName: request.ImageName ?? "",
    imageUrl: request.ImageURL ?? "",
    memory: `${request.MemoryInMiB ?? 1024}M`,
    milliCpus: String(request.MilliCPUs ?? 250),
    virtualCpus: request.VirtualCPUs ? String(request.VirtualCPUs) : "",
    freeSpace: request.MinimumFreeBytes ? sizeText(request.MinimumFreeBytes) : emptyDraft.freeSpace,
    volumes: (request.SecondaryVolumes ?? []).map((volume) => sizeText(volume.Size ?? 0)),
    subnet: request.SubnetId ?? "",
    ownerUsers: request.OwnerUsers ?? [],
    ownerGroups: request.OwnerGroups ?? [],
    tags: rowsOf(tags),
    consoleType: request.ConsoleType ?? "none",
    machineType: request.MachineType ?? "auto",
    firmwareType: request.FirmwareType ?? "default",
    destroyProtection: request.DestroyProtection ?? false,
    destroyOnPowerdown: request.DestroyOnPowerdown ?? false,
    spreadVolumes: request.SpreadVolumes ?? false,
    extraKernelOptions: request.ExtraKernelOptions ?? "",
    cpuPriority: String(request.CpuPriority ?? 0),
    initialiseVolumes: (request.SecondaryVolumesInit ?? []).length > 0,
    doNotStart: request.DoNotStart ?? false,
    enableNetboot: request.EnableNetboot ?? false,
    skipBootloader: request.SkipBootloader ?? false,
    secondarySubnets: request.SecondarySubnetIDs ?? [],
    networkQueues: request.NetworkEntries?.[0]?.NumQueues ? String(request.NetworkEntries[0].NumQueues) : "",
    volumeInterface: request.Volumes?.[0]?.Interface ?? "virtio",
    disableVirtIo: request.DisableVirtIO ?? false,
    watchdogModel: request.WatchdogModel ?? "none",
    watchdogAction: request.WatchdogAction ?? "none",
    virtualiserImage: request.VirtualiserImageName ?? "",
  };
}
