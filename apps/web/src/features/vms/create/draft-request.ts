import { base64Of } from "../../../ui/base64.ts";
import { tagsOf } from "../../../ui/form/tags-input.tsx";
import { parseSize } from "../../../ui/format.ts";
import { type CreateDraft, storagesOf } from "./create-draft.ts";

/** A pattern with the number of one of several: `%` is the number, `%%` has at least two digits, and so on. */
export function withNumber(pattern: string, number: number): string {
  return pattern.replace(/%+/g, (signs) => String(number).padStart(signs.length, "0"));
}

/** Numbers of the VMs of a draft, in order. */
export function numbersOf(draft: CreateDraft): readonly number[] {
  const first = Number(draft.firstNumber) || 0;
  const count = Math.min(1000, Math.max(1, Math.floor(Number(draft.count)) || 1));
  return Array.from({ length: count }, (_, index) => first + index);
}

function interfaceOf(draft: CreateDraft): { readonly Interface?: string } {
  return draft.volumeInterface === "virtio" ? {} : { Interface: draft.volumeInterface };
}

function secondaryVolumes(draft: CreateDraft): Record<string, unknown> {
  if (draft.volumes.length === 0) return {};
  return {
    SecondaryVolumes: draft.volumes.map((text) => ({
      Size: parseSize(text, "G") ?? 0,
      ...interfaceOf(draft),
    })),
    ...(draft.initialiseVolumes
      ? { SecondaryVolumesInit: draft.volumes.map((_text, index) => ({ Label: `/data/${index}` })) }
      : {}),
  };
}

function imageFields(draft: CreateDraft, file: File | undefined): Record<string, unknown> {
  const free = { MinimumFreeBytes: parseSize(draft.freeSpace, "G") ?? 0, RoundupPower: 28 };
  switch (draft.source) {
    case "name":
      return {
        ImageName: draft.imageName.trim(),
        ImageTimeout: 60e9,
        SkipBootloader: draft.skipBootloader,
        ...free,
      };
    case "url":
      return { ImageURL: draft.imageUrl.trim() };
    case "file":
      return { ImageDataSize: file?.size ?? 0 };
    case "empty":
      return { MinimumFreeBytes: free.MinimumFreeBytes };
  }
}

/** What is only sent when it is asked for. */
function rareFields(draft: CreateDraft): Record<string, unknown> {
  const root = interfaceOf(draft);
  // Hypervisors look at them only for images given by name.
  const indices = draft.source === "name" ? storagesOf(draft.storageIndices) : [];
  return {
    ...(draft.requestIp.trim() ? { Address: { IpAddress: draft.requestIp.trim(), MacAddress: "" } } : {}),
    ...(draft.secondarySubnets.length > 0 ? { SecondarySubnetIDs: draft.secondarySubnets } : {}),
    ...(draft.networkQueues ? { NetworkEntries: [{ NumQueues: Number(draft.networkQueues) }] } : {}),
    ...(root.Interface === undefined ? {} : { Volumes: [root] }),
    ...(indices.length > 0 ? { StorageIndices: indices } : {}),
    ...(draft.disableVirtIo ? { DisableVirtIO: true } : {}),
    ...(draft.watchdogModel === "none"
      ? {}
      : { WatchdogModel: draft.watchdogModel, WatchdogAction: draft.watchdogAction }),
    ...(draft.virtualiserImage.trim() ? { VirtualiserImageName: draft.virtualiserImage.trim() } : {}),
  };
}

/** The request of CreateVm for one VM, with where it goes and its user data. */
export function requestOfDraft(
  draft: CreateDraft,
  options: { file?: File | undefined; number: number },
): Record<string, unknown> {
  const Hostname = withNumber(draft.hostname.trim(), options.number);
  const tags = draft.tags.map(([key, value]) => [key, withNumber(value, options.number)] as const);
  return {
    ...imageFields(draft, options.file),
    ...secondaryVolumes(draft),
    Hostname,
    Tags: { ...tagsOf(tags), Name: Hostname },
    MemoryInMiB: Math.round((parseSize(draft.memory, "M") ?? 0) / 1024 ** 2),
    MilliCPUs: Number(draft.milliCpus),
    VirtualCPUs: Number(draft.virtualCpus || 0),
    SubnetId: draft.subnet,
    OwnerUsers: draft.ownerUsers,
    OwnerGroups: draft.ownerGroups,
    ConsoleType: draft.consoleType,
    MachineType: draft.machineType,
    FirmwareType: draft.firmwareType,
    CpuPriority: Number(draft.cpuPriority || 0),
    ExtraKernelOptions: draft.extraKernelOptions,
    DestroyProtection: draft.destroyProtection,
    DestroyOnPowerdown: draft.destroyOnPowerdown,
    SpreadVolumes: draft.spreadVolumes,
    DoNotStart: draft.doNotStart,
    EnableNetboot: draft.enableNetboot,
    SkipMemoryCheck: draft.skipMemoryCheck,
    DhcpTimeout: draft.doNotStart ? 0 : Math.round(Number(draft.dhcpWait || 0) * 1e9),
    ...rareFields(draft),
    ...(draft.hypervisor ? { Hypervisor: draft.hypervisor } : {}),
    ...(draft.userData ? { UserData: base64Of(new TextEncoder().encode(draft.userData)) } : {}),
  };
}

/** Bytes the volumes of one VM take, as far as that is known before the image is. */
export function volumeBytesOf(draft: CreateDraft, file?: File): number {
  const volumes = draft.volumes.reduce((sum, text) => sum + (parseSize(text, "G") ?? 0), 0);
  return volumes + (draft.source === "file" ? (file?.size ?? 0) : (parseSize(draft.freeSpace, "G") ?? 0));
}
