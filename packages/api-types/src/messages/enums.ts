/** Enumerations: a number in gob, a text in JSON. */

import type { Plain } from "../wire/schema.ts";
import { enumeration } from "../wire/schema.ts";

export const ArchitectureType = enumeration("ArchitectureType", "Processor architecture.", [
  "auto",
  "amd64",
  "arm64",
]);
export type ArchitectureType = Plain<typeof ArchitectureType>;

export const ConsoleType = enumeration("ConsoleType", "Console device.", ["none", "dummy", "vnc"]);
export type ConsoleType = Plain<typeof ConsoleType>;

export const FirmwareType = enumeration("FirmwareType", "Firmware of the VM.", ["default", "bios", "uefi"]);
export type FirmwareType = Plain<typeof FirmwareType>;

export const MachineType = enumeration(
  "MachineType",
  "Emulated machine; CAUTION: until the end of June 2026 there were only two numbers, 0 generic PC and 1 Q35.",
  ["auto", "q35", "pc", "virt"],
);
export type MachineType = Plain<typeof MachineType>;

export const State = enumeration("State", "State of a VM.", [
  "starting",
  "running",
  "failed to start",
  "stopping",
  "stopped",
  "destroying",
  "migrating",
  "exporting",
  "crashed",
  "debugging",
]);
export type State = Plain<typeof State>;

export const VolumeFormat = enumeration("VolumeFormat", "Format of the volume file.", ["raw", "qcow2"]);
export type VolumeFormat = Plain<typeof VolumeFormat>;

export const VolumeInterface = enumeration("VolumeInterface", "How a volume is attached.", [
  "virtio",
  "ide",
  "nvme",
  "dfm",
]);
export type VolumeInterface = Plain<typeof VolumeInterface>;

export const VolumeType = enumeration("VolumeType", "Where a volume is kept.", ["persistent", "memory"]);
export type VolumeType = Plain<typeof VolumeType>;

export const WatchdogAction = enumeration("WatchdogAction", "What the watchdog does.", [
  "none",
  "reset",
  "shutdown",
  "poweroff",
]);
export type WatchdogAction = Plain<typeof WatchdogAction>;

export const WatchdogModel = enumeration("WatchdogModel", "Watchdog device.", ["none", "ib700", "i6300esb"]);
export type WatchdogModel = Plain<typeof WatchdogModel>;

export const AllocationDeletionReason = enumeration(
  "AllocationDeletionReason",
  "Why an allocation request went away.",
  ["", "completed", "cancelled", "cannot fit", "expired", "create timeout"],
);
export type AllocationDeletionReason = Plain<typeof AllocationDeletionReason>;
