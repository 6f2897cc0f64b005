/** Fleet manager: machines and hypervisors. */

import type { Plain } from "../wire/schema.ts";
import { bool, ip, list, mac, mapOf, named, pointer, text, uint64 } from "../wire/schema.ts";
import { embed, errorField, errorReply, field, omitempty, struct } from "../wire/struct.ts";
import { ArchitectureType } from "./enums.ts";
import { MatchTags, Tags } from "./named.ts";
import { Subnet } from "./networks.ts";
import { VmInfo } from "./vm.ts";

export const ChangeMachineTagsRequest = struct(
  "ChangeMachineTagsRequest",
  "Replace the local tags of a machine.",
  {
    Hostname: field(text, "host name"),
    Tags: field(Tags, "tags"),
  },
);
export type ChangeMachineTagsRequest = Plain<typeof ChangeMachineTagsRequest>;

export const ChangeMachineTagsResponse = errorReply("ChangeMachineTagsResponse");
export type ChangeMachineTagsResponse = Plain<typeof ChangeMachineTagsResponse>;

export const GetHypervisorsInLocationRequest = struct(
  "GetHypervisorsInLocationRequest",
  "Hypervisors of a location with their load.",
  {
    ArchitectureType: field(ArchitectureType, "only this architecture; 0 any"),
    HypervisorTagsToMatch: field(MatchTags, "only hypervisors with these tags"),
    IncludeUnhealthy: field(bool, "also hypervisors with bad health"),
    IncludeVMs: field(bool, "also send the VMs"),
    Location: field(text, "location in the topology"),
    SubnetId: field(text, "only with this subnet; empty any"),
  },
);
export type GetHypervisorsInLocationRequest = Plain<typeof GetHypervisorsInLocationRequest>;

export const HypervisorData = struct("HypervisorData", "Load of a hypervisor.", {
  AllocatedMilliCPUs: omitempty(uint64, "thousandths of CPUs given to VMs"),
  AllocatedMemory: omitempty(uint64, "MiB given to VMs"),
  AllocatedVolumeBytes: omitempty(uint64, "bytes given to volumes"),
  AvailableMemory: omitempty(uint64, "MiB free right now"),
  NumFreeAddresses: omitempty(mapOf(uint64), "subnet name to number of free addresses"),
});
export type HypervisorData = Plain<typeof HypervisorData>;

export const MachineData = struct("MachineData", "Size of a machine.", {
  ArchitectureType: omitempty(ArchitectureType, "architecture (0: that of the hypervisor)"),
  MemoryInMiB: omitempty(uint64, "memory in MiB (2^20 bytes)"),
  NumCPUs: omitempty(uint64, "number of CPUs"),
  TotalVolumeBytes: omitempty(uint64, "room for volumes in bytes"),
});
export type MachineData = Plain<typeof MachineData>;

export const HardwareAddr = named("HardwareAddr", "MAC address as raw bytes; text with colons in JSON.", mac);
export type HardwareAddr = Plain<typeof HardwareAddr>;

export const FleetNetworkEntry = struct("NetworkEntry", "A network interface of a machine.", {
  Hostname: omitempty(text, "host name"),
  HostIpAddress: omitempty(ip, "address"),
  HostMacAddress: omitempty(HardwareAddr, "MAC address"),
  SubnetId: omitempty(text, "name of the subnet"),
  VlanTrunk: omitempty(bool, "carries several VLANs"),
});
export type FleetNetworkEntry = Plain<typeof FleetNetworkEntry>;

export const Machine = struct("Machine", "A machine of the topology.", {
  MachineData: embed(MachineData, "size"),
  GatewaySubnetId: omitempty(text, "subnet whose gateway it uses"),
  IPMI: omitempty(FleetNetworkEntry, "its management interface"),
  Location: omitempty(text, "location in the topology"),
  NetworkEntry: embed(FleetNetworkEntry, "its primary interface", { omitempty: true }),
  OwnerGroups: omitempty(list(text), "owner groups of the machine"),
  OwnerUsers: omitempty(list(text), "owner users of the machine"),
  SecondaryNetworkEntries: omitempty(list(FleetNetworkEntry), "further interfaces"),
  Tags: omitempty(Tags, "tags"),
});
export type Machine = Plain<typeof Machine>;

export const Hypervisor = struct("Hypervisor", "A hypervisor with its load, its machine data and its VMs.", {
  HypervisorData: embed(HypervisorData, "its load"),
  Machine: embed(Machine, "its machine"),
  VMs: omitempty(list(VmInfo), "its VMs, if asked for"),
});
export type Hypervisor = Plain<typeof Hypervisor>;

export const GetHypervisorsInLocationResponse = struct(
  "GetHypervisorsInLocationResponse",
  "Answer of GetHypervisorsInLocation.",
  {
    Error: errorField,
    Hypervisors: omitempty(list(Hypervisor), "the hypervisors"),
  },
);
export type GetHypervisorsInLocationResponse = Plain<typeof GetHypervisorsInLocationResponse>;

export const GetMachineInfoRequest = struct(
  "GetMachineInfoRequest",
  "All about one machine of the topology.",
  {
    Hostname: field(text, "machine"),
    IgnoreMissingLocalTags: field(bool, "do not complain when the local tags are not loaded"),
  },
);
export type GetMachineInfoRequest = Plain<typeof GetMachineInfoRequest>;

export const GetMachineInfoResponse = struct("GetMachineInfoResponse", "Answer of GetMachineInfo.", {
  Error: omitempty(text, "error text; empty means success"),
  Location: omitempty(text, "location in the topology"),
  Machine: omitempty(Machine, "the machine"),
  Subnets: omitempty(list(pointer(Subnet)), "its subnets"),
});
export type GetMachineInfoResponse = Plain<typeof GetMachineInfoResponse>;

export const FleetGetUpdatesRequest = struct("GetUpdatesRequest", "Follow the state of the fleet.", {
  IgnoreMissingLocalTags: field(bool, "do not complain when the local tags are not loaded"),
  Location: field(text, "only this location"),
  MaxUpdates: field(uint64, "number of updates wanted; 0 without end"),
});
export type FleetGetUpdatesRequest = Plain<typeof FleetGetUpdatesRequest>;

export const FleetUpdate = struct("Update", "A piece of fleet state: only what is filled in has changed.", {
  ChangedHypervisors: omitempty(mapOf(HypervisorData), "host name to load"),
  ChangedMachines: omitempty(list(pointer(Machine)), "new or changed machines"),
  ChangedVMs: omitempty(mapOf(pointer(VmInfo)), "address text to new or changed VM"),
  DeletedMachines: omitempty(list(text), "host names of machines gone"),
  DeletedVMs: omitempty(list(text), "addresses of VMs gone"),
  Error: omitempty(text, "error text; empty means success"),
  VmToHypervisor: omitempty(mapOf(text), "address text of VM to host name of its hypervisor"),
});
export type FleetUpdate = Plain<typeof FleetUpdate>;

export const ListHypervisorLocationsRequest = struct("ListHypervisorLocationsRequest", "List locations.", {
  TopLocation: field(text, "only below this one"),
});
export type ListHypervisorLocationsRequest = Plain<typeof ListHypervisorLocationsRequest>;

export const ListHypervisorLocationsResponse = struct(
  "ListHypervisorLocationsResponse",
  "Answer of ListHypervisorLocations.",
  {
    Locations: field(list(text), "the locations"),
    Error: errorField,
  },
);
export type ListHypervisorLocationsResponse = Plain<typeof ListHypervisorLocationsResponse>;

export const ListHypervisorsInLocationRequest = struct(
  "ListHypervisorsInLocationRequest",
  "List hypervisors of a location.",
  {
    ArchitectureType: field(ArchitectureType, "only this architecture; 0 any"),
    HypervisorTagsToMatch: field(MatchTags, "only hypervisors with these tags"),
    IncludeUnhealthy: field(bool, "also hypervisors with bad health"),
    Location: field(text, "location in the topology"),
    SubnetId: field(text, "only with this subnet; empty any"),
    TagsToInclude: field(list(text), "names of tags to send along"),
  },
);
export type ListHypervisorsInLocationRequest = Plain<typeof ListHypervisorsInLocationRequest>;

export const ListHypervisorsInLocationResponse = struct(
  "ListHypervisorsInLocationResponse",
  "Answer of ListHypervisorsInLocation.",
  {
    Error: errorField,
    HypervisorAddresses: field(list(text), "host:port of each"),
    TagsForHypervisors: omitempty(list(Tags), "wanted tags of each, same order"),
  },
);
export type ListHypervisorsInLocationResponse = Plain<typeof ListHypervisorsInLocationResponse>;

export const PowerOnMachineRequest = struct("PowerOnMachineRequest", "Switch a machine on by IPMI.", {
  Hostname: field(text, "host name"),
});
export type PowerOnMachineRequest = Plain<typeof PowerOnMachineRequest>;

export const PowerOnMachineResponse = errorReply("PowerOnMachineResponse");
export type PowerOnMachineResponse = Plain<typeof PowerOnMachineResponse>;
