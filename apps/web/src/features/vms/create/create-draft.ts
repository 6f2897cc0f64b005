import type { TagRows } from "../../../ui/form/tags-input.tsx";

export type ImageSource = "name" | "url" | "file" | "empty";

/** What is typed on the create page, as it is typed. Survives reloads. */
export interface CreateDraft {
  readonly hostname: string;
  readonly count: string;
  /** The number of the first of several. */
  readonly firstNumber: string;
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
  /** An address that is asked for; empty: any. */
  readonly requestIp: string;
  readonly secondarySubnets: readonly string[];
  readonly networkQueues: string;
  readonly volumeInterface: string;
  /** Volume directory of each volume, root first. */
  readonly storageIndices: string;
  readonly disableVirtIo: boolean;
  readonly watchdogModel: string;
  readonly watchdogAction: string;
  readonly virtualiserImage: string;
}

export const emptyDraft: CreateDraft = {
  hostname: "",
  count: "1",
  firstNumber: "1",
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
  requestIp: "",
  secondarySubnets: [],
  networkQueues: "",
  volumeInterface: "virtio",
  storageIndices: "",
  disableVirtIo: false,
  watchdogModel: "none",
  watchdogAction: "none",
  virtualiserImage: "",
};

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

/** The storages of a draft's volumes, root first. */
export function storagesOf(text: string): readonly number[] {
  return text
    .split(",")
    .filter((part) => part.trim() !== "")
    .map(Number);
}
