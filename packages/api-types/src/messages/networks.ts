/** Subnets, addresses and leases. */

import type { Plain } from "../wire/schema.ts";
import { bool, bytes, duration, ip, list, mapOf, pointer, text, uint64 } from "../wire/schema.ts";
import { errorField, errorReply, field, omitempty, struct } from "../wire/struct.ts";
import { Tags } from "./named.ts";
import { Address, AddressList } from "./vm.ts";

export const ChangeAddressPoolRequest = struct(
  "ChangeAddressPoolRequest",
  "Add or remove addresses of the pool from which VMs are given theirs; needs method permission.",
  {
    AddressesToAdd: field(list(Address), "addresses to register as free"),
    AddressesToRemove: field(list(Address), "free addresses to remove"),
    MaximumFreeAddresses: field(mapOf(uint64), "subnet name to greatest number of free addresses to keep"),
  },
);
export type ChangeAddressPoolRequest = Plain<typeof ChangeAddressPoolRequest>;

export const ChangeAddressPoolResponse = errorReply("ChangeAddressPoolResponse");
export type ChangeAddressPoolResponse = Plain<typeof ChangeAddressPoolResponse>;

export const ListSubnetsRequest = struct(
  "ListSubnetsRequest",
  'List the subnets the hypervisor knows, "hypervisor" being the one it lives in.',
  {
    Sort: field(bool, "sort the result (natural order)"),
  },
);
export type ListSubnetsRequest = Plain<typeof ListSubnetsRequest>;

export const Subnet = struct("Subnet", "A subnet; equal addresses may come in 4 or 16 bytes.", {
  Id: field(text, "name"),
  IpGateway: field(ip, "gateway"),
  IpMask: field(ip, "mask, as an address"),
  DomainName: omitempty(text, "domain name given by DHCP"),
  DomainNameServers: field(list(ip), "name servers given by DHCP"),
  DisableMetadata: omitempty(bool, "no metadata service"),
  Manage: omitempty(bool, "the hypervisor takes part in managing the subnet"),
  VlanId: omitempty(uint64, "VLAN number; 0 untagged"),
  AllowedGroups: omitempty(list(text), "groups that may put VMs in; with AllowedUsers both empty: everybody"),
  AllowedUsers: omitempty(list(text), "users that may put VMs in"),
  FirstDynamicIP: omitempty(ip, "first address for passing machines"),
  LastDynamicIP: omitempty(ip, "last such address"),
  Tags: omitempty(Tags, "tags of the subnet"),
});
export type Subnet = Plain<typeof Subnet>;

export const ListSubnetsResponse = struct("ListSubnetsResponse", "Answer of ListSubnets.", {
  Error: errorField,
  Subnets: omitempty(list(Subnet), "the subnets"),
});
export type ListSubnetsResponse = Plain<typeof ListSubnetsResponse>;

export const NetbootMachineRequest = struct(
  "NetbootMachineRequest",
  "Boot another machine from the network; needs method permission.",
  {
    Address: field(Address, "address to lease"),
    Files: field(mapOf(bytes), "path to content, served by TFTP"),
    FilesExpiration: field(duration, "how long to serve them (ns)"),
    Hostname: field(text, "host name"),
    NumAcknowledgementsToWaitFor: field(uint64, "number of DHCP acknowledgements to wait for"),
    OfferExpiration: field(duration, "how long to offer the lease (ns)"),
    Subnet: field(pointer(Subnet), "subnet settings to send; nil: those known"),
    WaitTimeout: field(duration, "how long to wait (ns); 0 means one minute"),
  },
);
export type NetbootMachineRequest = Plain<typeof NetbootMachineRequest>;

export const NetbootMachineResponse = errorReply("NetbootMachineResponse");
export type NetbootMachineResponse = Plain<typeof NetbootMachineResponse>;

export const RegisterExternalLeasesRequest = struct(
  "RegisterExternalLeasesRequest",
  "Leases for machines that are no VMs; replaces the set registered before.",
  {
    Addresses: field(AddressList, "the leases"),
    Hostnames: omitempty(list(text), "host names, in the order of Addresses"),
  },
);
export type RegisterExternalLeasesRequest = Plain<typeof RegisterExternalLeasesRequest>;

export const RegisterExternalLeasesResponse = errorReply("RegisterExternalLeasesResponse");
export type RegisterExternalLeasesResponse = Plain<typeof RegisterExternalLeasesResponse>;

export const UpdateSubnetsRequest = struct(
  "UpdateSubnetsRequest",
  "Add, change or remove subnets; needs method permission.",
  {
    Add: field(list(Subnet), "subnets to add"),
    Change: field(list(Subnet), "subnets to change"),
    Delete: field(list(text), "names of subnets to remove"),
  },
);
export type UpdateSubnetsRequest = Plain<typeof UpdateSubnetsRequest>;

export const UpdateSubnetsResponse = errorReply("UpdateSubnetsResponse");
export type UpdateSubnetsResponse = Plain<typeof UpdateSubnetsResponse>;
