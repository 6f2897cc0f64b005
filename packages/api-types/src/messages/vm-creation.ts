/** Creating VMs. */

import type { Plain } from "../wire/schema.ts";
import { bool, bytes, duration, ip, list, mapOf, text, uint64 } from "../wire/schema.ts";
import { embed, errorField, errorReply, field, omitempty, struct } from "../wire/struct.ts";
import { VmInfo, Volume, VolumeInitialisationInfo } from "./vm.ts";

export const AcknowledgeVmRequest = struct(
  "AcknowledgeVmRequest",
  "Confirm a VM just created or copied; without it the VM destroys itself about 15 seconds after the final reply.",
  {
    IpAddress: field(ip, "address of the VM"),
  },
);
export type AcknowledgeVmRequest = Plain<typeof AcknowledgeVmRequest>;

export const AcknowledgeVmResponse = errorReply("AcknowledgeVmResponse");
export type AcknowledgeVmResponse = Plain<typeof AcknowledgeVmResponse>;

export const CreateVmRequest = struct("CreateVmRequest", "Create a VM.", {
  DhcpTimeout: omitempty(
    duration,
    "how long to wait for the VM to take its DHCP lease (ns); 0 does not wait, negative sets no lease up",
  ),
  DoNotStart: omitempty(bool, "leave the VM stopped"),
  EnableNetboot: omitempty(bool, "boot from the network"),
  IdentityCertificate: omitempty(bytes, "PEM certificate"),
  IdentityKey: omitempty(bytes, "PEM key"),
  ImageDataSize: omitempty(uint64, "number of bytes of raw image that follow"),
  ImageTimeout: omitempty(duration, "how long to wait for the image to appear (ns)"),
  MinimumFreeBytes: omitempty(
    uint64,
    "free space wanted in the root file-system in bytes; with no image at all: size of an empty root volume",
  ),
  OverlayDirectories: omitempty(
    list(text),
    "directories on the hypervisor whose content is put into the root file-system",
  ),
  OverlayFiles: omitempty(mapOf(bytes), "path to content, put into the root file-system"),
  RoundupPower: omitempty(
    uint64,
    "root volume size is rounded up to a multiple of 2 to this power bytes (at least 24)",
  ),
  SecondaryVolumes: omitempty(list(Volume), "secondary volumes to make; Size in bytes"),
  SecondaryVolumesData: omitempty(
    bool,
    "content of the secondary volumes follows; excludes SecondaryVolumesInit",
  ),
  SecondaryVolumesInit: omitempty(
    list(VolumeInitialisationInfo),
    "file-systems to make, in order of SecondaryVolumes",
  ),
  SkipBootloader: omitempty(bool, "do not install a boot loader"),
  SkipMemoryCheck: omitempty(bool, "do not test whether the memory can be allocated"),
  StorageIndices: omitempty(list(uint64), "volume directory for each volume, root first"),
  UserDataSize: omitempty(uint64, "number of bytes of user data that follow"),
  VmInfo: embed(
    VmInfo,
    "wanted properties; Address.IpAddress may ask for an address, Volumes[0] gives interface and type of the root volume",
  ),
});
export type CreateVmRequest = Plain<typeof CreateVmRequest>;

export const CreateVmResponse = struct("CreateVmResponse", "Answer of CreateVm, sent several times.", {
  DhcpTimedOut: field(bool, "the VM runs but did not ask for its address in time"),
  Final: field(bool, "true on the last reply of a successful call"),
  IpAddress: field(ip, "address of the VM, from the moment it is known"),
  ProgressMessage: field(text, "text for the user; empty on the last reply"),
  Error: errorField,
});
export type CreateVmResponse = Plain<typeof CreateVmResponse>;
