/** Following and probing hypervisors and VMs. */

import type { Plain } from "../wire/schema.ts";
import { bool, bytes, duration, ip, list, mapOf, pointer, text, uint64 } from "../wire/schema.ts";
import { errorField, errorReply, field, omitempty, struct } from "../wire/struct.ts";
import { ArchitectureType } from "./enums.ts";
import { RegisterExternalLeasesRequest, Subnet } from "./networks.ts";
import { Address, VmInfo } from "./vm.ts";

export const GetUpdatesRequest = struct("GetUpdatesRequest", "Follow the state of the hypervisor.", {
  RegisterExternalLeasesRequest: field(
    pointer(RegisterExternalLeasesRequest),
    "leases to register for as long as this call lives; may be nil",
  ),
});
export type GetUpdatesRequest = Plain<typeof GetUpdatesRequest>;

export const Update = struct(
  "Update",
  "A piece of hypervisor state; only what a Have flag or a non-empty field announces is meant, everything else is unchanged.",
  {
    HaveAddressPool: omitempty(bool, "AddressPool is meant, even if empty"),
    AddressPool: omitempty(list(Address), "all registered addresses, used and free"),
    ArchitectureType: omitempty(ArchitectureType, "architecture (0: that of the hypervisor)"),
    AvailableMemoryInMiB: omitempty(pointer(uint64), "memory free right now in MiB"),
    HaveDisabled: omitempty(bool, "Disabled is meant"),
    Disabled: omitempty(bool, "creation of VMs is disabled"),
    MemoryInMiB: omitempty(pointer(uint64), "whole memory in MiB"),
    NumCPUs: omitempty(pointer(uint64), "number of CPUs"),
    NumFreeAddresses: omitempty(mapOf(uint64), "subnet name to number of free addresses"),
    HealthStatus: omitempty(text, "health as text"),
    HaveSerialNumber: omitempty(bool, "SerialNumber is meant"),
    SerialNumber: omitempty(text, "serial number of the machine"),
    HaveSubnets: omitempty(bool, "Subnets is meant, even if empty"),
    Subnets: omitempty(list(Subnet), 'all subnets except "hypervisor"'),
    TotalVolumeBytes: omitempty(pointer(uint64), "room for volumes in bytes"),
    HaveVMs: omitempty(bool, "VMs is meant"),
    VMs: omitempty(
      mapOf(pointer(VmInfo)),
      "address text to VM; in the first update all VMs, later only those that changed; a VM with only zero fields is gone",
    ),
  },
);
export type Update = Plain<typeof Update>;

export const ProbeVmPortRequest = struct(
  "ProbeVmPortRequest",
  "Wait until a TCP port of the VM accepts connections.",
  {
    IpAddress: field(ip, "address (and name) of the VM"),
    PortNumber: field(uint64, "port number"),
    Timeout: field(duration, "how long to try (ns)"),
  },
);
export type ProbeVmPortRequest = Plain<typeof ProbeVmPortRequest>;

export const ProbeVmPortResponse = struct("ProbeVmPortResponse", "Answer of ProbeVmPort.", {
  PortIsOpen: field(bool, "a connection was made"),
  Error: errorField,
});
export type ProbeVmPortResponse = Plain<typeof ProbeVmPortResponse>;

export const TraceVmMetadataRequest = struct(
  "TraceVmMetadataRequest",
  "Follow the metadata paths which the VM requests.",
  {
    IpAddress: field(ip, "address (and name) of the VM"),
  },
);
export type TraceVmMetadataRequest = Plain<typeof TraceVmMetadataRequest>;

export const TraceVmMetadataResponse = errorReply("TraceVmMetadataResponse");
export type TraceVmMetadataResponse = Plain<typeof TraceVmMetadataResponse>;

export const WatchDhcpRequest = struct(
  "WatchDhcpRequest",
  "Follow the DHCP packets; needs method permission.",
  {
    Interface: field(text, "only this interface; empty all"),
    MaxPackets: field(uint64, "number of packets; 0 without end"),
  },
);
export type WatchDhcpRequest = Plain<typeof WatchDhcpRequest>;

export const WatchDhcpResponse = struct("WatchDhcpResponse", "Answer of WatchDhcp.", {
  Error: errorField,
  Interface: field(text, "name of the network interface"),
  Packet: field(bytes, "the packet, raw"),
});
export type WatchDhcpResponse = Plain<typeof WatchDhcpResponse>;
