import type { CreateVmRequest } from "@stackdeck/api-types";
import { rowsOf, type TagRows, tagsOf } from "../../../ui/form/tags-input.tsx";
import { parseSize, sizeText } from "../../../ui/format.ts";

export type ImageSource = "name" | "url" | "file" | "empty";

/** What is typed on the create page, as it is typed. Survives reloads. */
export interface CreateDraft {
  readonly hostname: string;
  readonly count: string;
  readonly source: ImageSource;
  readonly imageName: string;
  readonly imageUrl: string;
  readonly memory: string;
  readonly milliCpus: string;
  readonly virtualCpus: string;
  readonly freeSpace: string;
  readonly volumes: readonly string[];
  readonly initialiseVolumes: boolean;
  readonly subnet: string;
  readonly ownerUsers: readonly string[];
  readonly ownerGroups: readonly string[];
  readonly tags: TagRows;
  readonly userData: string;
  readonly hypervisor: string;
  readonly consoleType: string;
  readonly machineType: string;
  readonly firmwareType: string;
  readonly destroyProtection: boolean;
  readonly destroyOnPowerdown: boolean;
  readonly spreadVolumes: boolean;
  readonly doNotStart: boolean;
  readonly enableNetboot: boolean;
  readonly skipBootloader: boolean;
  readonly skipMemoryCheck: boolean;
  readonly cpuPriority: string;
  readonly extraKernelOptions: string;
  readonly dhcpWait: string;
}

export const emptyDraft: CreateDraft = {
  hostname: "",
  count: "1",
  source: "name",
  imageName: "",
  imageUrl: "",
  memory: "1G",
  milliCpus: "250",
  virtualCpus: "",
  freeSpace: "256M",
  volumes: [],
  initialiseVolumes: false,
  subnet: "",
  ownerUsers: [],
  ownerGroups: [],
  tags: [],
  userData: "",
  hypervisor: "",
  consoleType: "none",
  machineType: "auto",
  firmwareType: "default",
  destroyProtection: false,
  destroyOnPowerdown: false,
  spreadVolumes: false,
  doNotStart: false,
  enableNetboot: false,
  skipBootloader: false,
  skipMemoryCheck: false,
  cpuPriority: "0",
  extraKernelOptions: "",
  dhcpWait: "60",
};

export type DraftErrors = Readonly<Partial<Record<keyof CreateDraft | "file", string>>>;

const namePattern = /^[a-zA-Z0-9]([a-zA-Z0-9.-]*[a-zA-Z0-9])?$/;
/** More at once is a mistake far more often than a wish. */
const mostAtOnce = 50;
/** What the server takes inside the request, in bytes. */
const mostUserData = 1024 * 1024;

function sourceErrors(draft: CreateDraft, file: File | undefined): DraftErrors {
  switch (draft.source) {
    case "name":
      return draft.imageName.trim() ? {} : { imageName: "Name an image" };
    case "url":
      return /^(https?|file):\/\/./.test(draft.imageUrl.trim()) ? {} : { imageUrl: "Begin with https://" };
    case "file":
      return file ? {} : { file: "Choose a file" };
    case "empty":
      return (parseSize(draft.freeSpace, "G") ?? 0) > 0 ? {} : { freeSpace: "Give the size of the root" };
  }
}

/** What is wrong, by field; empty when it can be sent. */
export function draftErrors(draft: CreateDraft, file?: File): DraftErrors {
  const errors: Record<string, string> = { ...sourceErrors(draft, file) };
  const count = Number(draft.count);
  if (!Number.isInteger(count) || count < 1 || count > mostAtOnce) errors["count"] = `1 to ${mostAtOnce}`;
  if (!namePattern.test(draft.hostname.replaceAll("%", "1")))
    errors["hostname"] = "Letters, digits, dots and dashes";
  else if (count > 1 && !draft.hostname.includes("%"))
    errors["hostname"] = "Put a % where the number goes, for example web-%";
  if (count > 1 && draft.source === "file") errors["count"] = "One at a time from a file";
  if ((parseSize(draft.memory, "M") ?? 0) < 1024 ** 2) errors["memory"] = "A size such as 512M or 4G";
  if (!(Number(draft.milliCpus) >= 1)) errors["milliCpus"] = "At least 1";
  // Hypervisors answer a create without a subnet in ways that help nobody, so one is always named.
  if (draft.subnet === "") errors["subnet"] = "Choose the subnet of its address";
  const badVolume = draft.volumes.find((text) => (parseSize(text, "G") ?? 0) < 16 * 1024 ** 2);
  if (badVolume !== undefined) errors["volumes"] = `“${badVolume}” is not a size of at least 16M`;
  if (draft.freeSpace && parseSize(draft.freeSpace, "G") === undefined)
    errors["freeSpace"] = "A size such as 256M";
  if (new TextEncoder().encode(draft.userData).length > mostUserData)
    errors["userData"] = "More than 1 MiB can not be sent";
  return errors;
}

/** The name of one of several: `%` becomes its number. */
export function nameOfNth(pattern: string, nth: number): string {
  return pattern.replaceAll("%", String(nth));
}

function secondaryVolumes(draft: CreateDraft): Record<string, unknown> {
  if (draft.volumes.length === 0) return {};
  return {
    SecondaryVolumes: draft.volumes.map((text) => ({ Size: parseSize(text, "G") ?? 0 })),
    ...(draft.initialiseVolumes
      ? { SecondaryVolumesInit: draft.volumes.map((_text, index) => ({ Label: `/data/${index}` })) }
      : {}),
  };
}

function base64OfText(text: string): string {
  return btoa(Array.from(new TextEncoder().encode(text), (byte) => String.fromCharCode(byte)).join(""));
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

/** The request of CreateVm for one VM, with where it goes and its user data. */
export function requestOfDraft(
  draft: CreateDraft,
  options: { file?: File | undefined; nth: number },
): Record<string, unknown> {
  const Hostname = nameOfNth(draft.hostname.trim(), options.nth);
  return {
    ...imageFields(draft, options.file),
    ...secondaryVolumes(draft),
    Hostname,
    Tags: { ...tagsOf(draft.tags), Name: Hostname },
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
    ...(draft.hypervisor ? { Hypervisor: draft.hypervisor } : {}),
    ...(draft.userData ? { UserData: base64OfText(draft.userData) } : {}),
  };
}

/** Bytes the volumes of one VM take, as far as that is known before the image is. */
export function volumeBytesOf(draft: CreateDraft, file?: File): number {
  const volumes = draft.volumes.reduce((sum, text) => sum + (parseSize(text, "G") ?? 0), 0);
  return volumes + (draft.source === "file" ? (file?.size ?? 0) : (parseSize(draft.freeSpace, "G") ?? 0));
}

/** A draft for another VM like the one of a create request. */
export function draftLike(request: Partial<CreateVmRequest>): CreateDraft {
  const { Name: _name, ...tags } = request.Tags ?? {};
  return {
    ...emptyDraft,
    source: request.ImageURL ? "url" : "name",
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
  };
}

/** Reads a stored draft; what is not understood is left at its standard. */
export function parseDraft(text: string | null): CreateDraft {
  try {
    const stored: unknown = JSON.parse(text ?? "null");
    if (typeof stored !== "object" || stored === null) return emptyDraft;
    const known = Object.entries(stored).filter(
      ([key, value]) =>
        Object.hasOwn(emptyDraft, key) &&
        typeof value === typeof emptyDraft[key as keyof CreateDraft] &&
        Array.isArray(value) === Array.isArray(emptyDraft[key as keyof CreateDraft]),
    );
    return { ...emptyDraft, ...Object.fromEntries(known) };
  } catch {
    return emptyDraft;
  }
}
