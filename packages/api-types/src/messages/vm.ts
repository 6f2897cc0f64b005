/** A VM and its parts. */

import type { Plain } from "../wire/schema.ts";
import { bool, int64, ip, list, mapOf, named, text, time, uint16, uint64 } from "../wire/schema.ts";
import { embed, field, omitempty, struct } from "../wire/struct.ts";
import {
  ArchitectureType,
  ConsoleType,
  FirmwareType,
  MachineType,
  State,
  VolumeFormat,
  VolumeInterface,
  VolumeType,
  WatchdogAction,
  WatchdogModel,
} from "./enums.ts";
import { Bytes, DfmProfile, GroupId, Tags, UserId } from "./named.ts";

export const Address = struct("Address", "An IP address with its MAC address.", {
  IpAddress: omitempty(ip, "IP address; empty if an outside DHCP server gives it"),
  MacAddress: field(text, "MAC address, text with colons"),
});
export type Address = Plain<typeof Address>;

export const AddressList = named("AddressList", "List of addresses.", list(Address));
export type AddressList = Plain<typeof AddressList>;

export const DfmParams = struct("DfmParams", "Parameters of a volume attached by the DFM interface.", {
  NvramSize: omitempty(Bytes, "bytes of non-volatile memory, less than half the volume"),
  Profile: omitempty(DfmProfile, "device profile"),
});
export type DfmParams = Plain<typeof DfmParams>;

export const NetworkEntry = struct("NetworkEntry", "Settings of one network interface.", {
  NumQueues: omitempty(uint64, "number of queues; 0 means 1"),
});
export type NetworkEntry = Plain<typeof NetworkEntry>;

export const Volume = struct("Volume", "A volume of a VM.", {
  DFM: omitempty(DfmParams, "DFM parameters"),
  Format: omitempty(VolumeFormat, "file format"),
  Interface: omitempty(VolumeInterface, "how it is attached"),
  Size: omitempty(uint64, "size of the file in bytes"),
  Snapshots: omitempty(mapOf(uint64), 'snapshot name ("" is the unnamed one) to its size in bytes'),
  Type: omitempty(VolumeType, "where it is kept"),
  VirtualSize: omitempty(uint64, "size the guest sees, in bytes, if it differs (QCOW2)"),
});
export type Volume = Plain<typeof Volume>;

export const VmInfo = struct("VmInfo", "All about a VM.", {
  Address: field(Address, "primary address"),
  ArchitectureType: omitempty(ArchitectureType, "architecture (0: that of the hypervisor)"),
  ChangedStateOn: omitempty(time, "when State changed last"),
  ConsoleType: omitempty(ConsoleType, "console device"),
  CreatedOn: omitempty(time, "when it was created"),
  CpuPriority: omitempty(int64, "nice value of the virtualiser"),
  DestroyOnPowerdown: omitempty(bool, "destroy it when the guest powers down"),
  DestroyProtection: omitempty(bool, "refuse to destroy the VM while it runs"),
  DisableVirtIO: omitempty(bool, "emulate ordinary devices"),
  ExtraKernelOptions: omitempty(text, "added to the kernel command line"),
  FirmwareType: omitempty(FirmwareType, "firmware"),
  Hostname: omitempty(text, "host name"),
  IdentityExpires: omitempty(time, "when the identity certificate ends; zero: none"),
  IdentityName: omitempty(text, "name in the identity certificate"),
  ImageName: omitempty(text, "image on the image server"),
  ImageURL: omitempty(text, "URL of a raw image, read by the hypervisor"),
  MachineType: omitempty(MachineType, "emulated machine"),
  MemoryInMiB: field(uint64, "memory in MiB (2^20 bytes)"),
  MilliCPUs: field(uint64, "CPU share in thousandths of a CPU"),
  NetworkEntries: omitempty(list(NetworkEntry), "interface settings, primary first"),
  OwnerGroups: omitempty(list(text), "owner groups"),
  OwnerUsers: omitempty(list(text), "owner users; the first is the primary owner"),
  RootFileSystemLabel: omitempty(text, "label of the root file-system if not the usual one"),
  SpreadVolumes: omitempty(bool, "put volumes on different volume directories"),
  State: field(State, "state"),
  SecondaryAddresses: omitempty(list(Address), "further addresses"),
  SecondarySubnetIDs: omitempty(list(text), "their subnets"),
  SubnetId: omitempty(text, "name of the subnet"),
  Tags: omitempty(Tags, "tags"),
  Uncommitted: omitempty(bool, "imported or migrating, not yet permanent"),
  VirtualCPUs: omitempty(uint64, "CPUs the VM sees at least; 0 means as many as MilliCPUs needs"),
  VirtualiserImageName: omitempty(text, "image with another virtualiser; needs method permission"),
  Volumes: omitempty(list(Volume), "volumes, root first"),
  WatchdogAction: omitempty(WatchdogAction, "watchdog action"),
  WatchdogModel: omitempty(WatchdogModel, "watchdog device"),
});
export type VmInfo = Plain<typeof VmInfo>;

export const LocalVolume = struct("LocalVolume", "Place of a volume on the hypervisor.", {
  DirectoryToCleanup: field(text, "directory that goes with the VM"),
  Filename: field(text, "path of the volume file"),
});
export type LocalVolume = Plain<typeof LocalVolume>;

export const LocalVmInfo = struct("LocalVmInfo", "A VM with the places of its volumes.", {
  VmInfo: embed(VmInfo, "the VM"),
  VolumeLocations: field(list(LocalVolume), "one entry per volume"),
});
export type LocalVmInfo = Plain<typeof LocalVmInfo>;

export const ExportLocalVmInfo = struct(
  "ExportLocalVmInfo",
  "A VM with what is needed to run it elsewhere on the same machine.",
  {
    Bridges: field(list(text), "network bridges of the VM"),
    LocalVmInfo: embed(LocalVmInfo, "a VM with the places of its volumes"),
  },
);
export type ExportLocalVmInfo = Plain<typeof ExportLocalVmInfo>;

export const StorageInfo = struct("StorageInfo", "Fill level of one volume directory, all in bytes.", {
  AvailableBytes: field(uint64, "free for ordinary users"),
  FreeBytes: field(uint64, "free"),
  SizeBytes: field(uint64, "size"),
  UsableBytes: field(uint64, "free for volumes, after reserves"),
});
export type StorageInfo = Plain<typeof StorageInfo>;

export const VolumeInitialisationInfo = struct(
  "VolumeInitialisationInfo",
  "Parameters of an ext4 file-system to make on a new secondary volume.",
  {
    BytesPerInode: field(uint64, "bytes per inode; 0 usual"),
    Label: field(text, "file-system label"),
    ReservedBlocksPercentage: field(uint16, "percent reserved for root"),
    RootGroupId: field(GroupId, "group of the top directory"),
    RootUserId: field(UserId, "user of the top directory"),
  },
);
export type VolumeInitialisationInfo = Plain<typeof VolumeInitialisationInfo>;
