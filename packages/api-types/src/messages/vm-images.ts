/** Managing the root volumes of VMs by images. */

import type { Plain } from "../wire/schema.ts";
import { bool, bytes, duration, ip, mapOf, pointer, text, uint64 } from "../wire/schema.ts";
import { errorField, errorReply, field, omitempty, struct } from "../wire/struct.ts";
import { VolumeFormat } from "./enums.ts";
import { FileSystem, Filter } from "./filesystem.ts";

export const DebugVmImageRequest = struct(
  "DebugVmImageRequest",
  "Start the VM from a temporary root volume, to look into its real one.",
  {
    DhcpTimeout: field(
      duration,
      "how long to wait for the VM to take its DHCP lease (ns); 0 does not wait, negative sets no lease up",
    ),
    ImageDataSize: field(uint64, "number of bytes of raw image that follow"),
    ImageName: field(text, "image on the image server"),
    ImageTimeout: field(duration, "how long to wait for the image to appear (ns)"),
    ImageURL: field(text, "URL of a raw image, read by the hypervisor"),
    IpAddress: field(ip, "address (and name) of the VM"),
    MinimumFreeBytes: field(uint64, "free space wanted in the root file-system, in bytes"),
    OverlayFiles: field(mapOf(bytes), "path to content, put into the root file-system"),
    RoundupPower: field(
      uint64,
      "root volume size is rounded up to a multiple of 2 to this power bytes (at least 24)",
    ),
  },
);
export type DebugVmImageRequest = Plain<typeof DebugVmImageRequest>;

export const DebugVmImageResponse = struct(
  "DebugVmImageResponse",
  "Answer of DebugVmImage, sent several times.",
  {
    DhcpTimedOut: field(bool, "the VM runs but did not ask for its address in time"),
    Final: field(bool, "true on the last reply of a successful call"),
    ProgressMessage: field(text, "text for the user; empty on the last reply"),
    Error: errorField,
  },
);
export type DebugVmImageResponse = Plain<typeof DebugVmImageResponse>;

export const DiscardVmOldImageRequest = struct(
  "DiscardVmOldImageRequest",
  "Remove the root volume kept by the last image replacement.",
  {
    IpAddress: field(ip, "address (and name) of the VM"),
  },
);
export type DiscardVmOldImageRequest = Plain<typeof DiscardVmOldImageRequest>;

export const DiscardVmOldImageResponse = errorReply("DiscardVmOldImageResponse");
export type DiscardVmOldImageResponse = Plain<typeof DiscardVmOldImageResponse>;

export const PatchVmImageRequest = struct(
  "PatchVmImageRequest",
  "Bring the root volume up to date with an image.",
  {
    ImageName: field(text, "image on the image server"),
    ImageTimeout: field(duration, "how long to wait for the image to appear (ns)"),
    IpAddress: field(ip, "address (and name) of the VM"),
    OverlayFiles: field(mapOf(bytes), "path to content, put into the root file-system"),
    SkipBackup: field(bool, "do not keep the old root volume"),
  },
);
export type PatchVmImageRequest = Plain<typeof PatchVmImageRequest>;

export const PatchVmImageResponse = struct(
  "PatchVmImageResponse",
  "Answer of PatchVmImage, sent several times.",
  {
    Final: field(bool, "true on the last reply of a successful call"),
    ProgressMessage: field(text, "text for the user; empty on the last reply"),
    Error: errorField,
  },
);
export type PatchVmImageResponse = Plain<typeof PatchVmImageResponse>;

export const ReplaceVmImageRequest = struct("ReplaceVmImageRequest", "Replace the root volume.", {
  DhcpTimeout: field(
    duration,
    "how long to wait for the VM to take its DHCP lease (ns); 0 does not wait, negative sets no lease up",
  ),
  ImageDataSize: field(uint64, "number of bytes of raw image that follow"),
  ImageName: omitempty(text, "image on the image server"),
  ImageTimeout: field(duration, "how long to wait for the image to appear (ns)"),
  ImageURL: omitempty(text, "URL of a raw image, read by the hypervisor"),
  IpAddress: field(ip, "address (and name) of the VM"),
  MinimumFreeBytes: field(uint64, "free space wanted in the root file-system, in bytes"),
  OverlayFiles: field(mapOf(bytes), "path to content, put into the root file-system"),
  PreDelete: field(bool, "delete the old root volume first, to save room; VM must be stopped"),
  RoundupPower: field(
    uint64,
    "root volume size is rounded up to a multiple of 2 to this power bytes (at least 24)",
  ),
  SkipBackup: field(bool, "do not keep the old root volume"),
  SkipBootloader: field(bool, "do not install a boot loader"),
  VolumeFormat: omitempty(VolumeFormat, "format of the data that follow"),
});
export type ReplaceVmImageRequest = Plain<typeof ReplaceVmImageRequest>;

export const ReplaceVmImageResponse = struct(
  "ReplaceVmImageResponse",
  "Answer of ReplaceVmImage, sent several times.",
  {
    DhcpTimedOut: field(bool, "the VM runs but did not ask for its address in time"),
    Final: field(bool, "true on the last reply of a successful call"),
    ProgressMessage: field(text, "text for the user; empty on the last reply"),
    Error: errorField,
  },
);
export type ReplaceVmImageResponse = Plain<typeof ReplaceVmImageResponse>;

export const RestoreVmImageRequest = struct(
  "RestoreVmImageRequest",
  "Put the kept root volume back; VM must be stopped.",
  {
    IpAddress: field(ip, "address (and name) of the VM"),
  },
);
export type RestoreVmImageRequest = Plain<typeof RestoreVmImageRequest>;

export const RestoreVmImageResponse = errorReply("RestoreVmImageResponse");
export type RestoreVmImageResponse = Plain<typeof RestoreVmImageResponse>;

export const ScanVmRootRequest = struct(
  "ScanVmRootRequest",
  "List the files of the root volume of a stopped VM; may take minutes, during which the VM is locked.",
  {
    IpAddress: field(ip, "address (and name) of the VM"),
    Filter: field(pointer(Filter), "paths to leave out; may be nil"),
  },
);
export type ScanVmRootRequest = Plain<typeof ScanVmRootRequest>;

export const ScanVmRootResponse = struct("ScanVmRootResponse", "Answer of ScanVmRoot.", {
  Error: errorField,
  FileSystem: field(pointer(FileSystem), "the tree, nil on error"),
});
export type ScanVmRootResponse = Plain<typeof ScanVmRootResponse>;
