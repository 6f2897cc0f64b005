/** Fleet manager: VMs and addresses. */

import type { Plain } from "../wire/schema.ts";
import { ip, list, pointer, text } from "../wire/schema.ts";
import { errorField, errorReply, field, omitempty, struct } from "../wire/struct.ts";
import { MatchTags } from "./named.ts";
import { VmInfo } from "./vm.ts";

export const GetHypervisorForVMRequest = struct("GetHypervisorForVMRequest", "Which hypervisor holds a VM.", {
  IpAddress: field(ip, "address (and name) of the VM"),
});
export type GetHypervisorForVMRequest = Plain<typeof GetHypervisorForVMRequest>;

export const GetHypervisorForVMResponse = struct(
  "GetHypervisorForVMResponse",
  "Answer of GetHypervisorForVM.",
  {
    HypervisorAddress: field(text, "host:port of the hypervisor"),
    Error: errorField,
  },
);
export type GetHypervisorForVMResponse = Plain<typeof GetHypervisorForVMResponse>;

export const GetIpInfoRequest = struct("GetIpInfoRequest", "Which hypervisor or VM has an address.", {
  IpAddress: field(ip, "address to look up"),
});
export type GetIpInfoRequest = Plain<typeof GetIpInfoRequest>;

export const GetIpInfoResponse = struct("GetIpInfoResponse", "Answer of GetIpInfo.", {
  HypervisorAddress: field(text, "host:port of the hypervisor"),
  Error: errorField,
  VM: omitempty(pointer(VmInfo), "the VM with that address, nil if it is a hypervisor"),
});
export type GetIpInfoResponse = Plain<typeof GetIpInfoResponse>;

export const ListVMsInLocationRequest = struct(
  "ListVMsInLocationRequest",
  "List addresses of VMs of a location.",
  {
    HypervisorTagsToMatch: field(MatchTags, "only hypervisors with these tags"),
    Location: field(text, "location in the topology"),
    OwnerGroups: field(list(text), "only VMs of these groups"),
    OwnerUsers: field(list(text), "only VMs of these users"),
    VmTagsToMatch: field(MatchTags, "only VMs with these tags"),
  },
);
export type ListVMsInLocationRequest = Plain<typeof ListVMsInLocationRequest>;

export const ListVMsInLocationResponse = struct("ListVMsInLocationResponse", "Answer of ListVMsInLocation.", {
  IpAddresses: field(list(ip), "addresses; empty in the last message"),
  Error: errorField,
});
export type ListVMsInLocationResponse = Plain<typeof ListVMsInLocationResponse>;

export const MoveIpAddressesRequest = struct(
  "MoveIpAddressesRequest",
  "Move free addresses to a hypervisor; needs method permission.",
  {
    HypervisorHostname: field(text, "target"),
    IpAddresses: field(list(ip), "addresses to move"),
  },
);
export type MoveIpAddressesRequest = Plain<typeof MoveIpAddressesRequest>;

export const MoveIpAddressesResponse = errorReply("MoveIpAddressesResponse");
export type MoveIpAddressesResponse = Plain<typeof MoveIpAddressesResponse>;
