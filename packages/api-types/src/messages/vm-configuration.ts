/** Changing the configuration of VMs. */

import type { Plain } from "../wire/schema.ts";
import { bool, int64, ip, list, text, uint64 } from "../wire/schema.ts";
import { errorField, errorReply, field, struct } from "../wire/struct.ts";
import { ConsoleType, MachineType } from "./enums.ts";
import { Tags } from "./named.ts";

export const BecomePrimaryVmOwnerRequest = struct(
  "BecomePrimaryVmOwnerRequest",
  "Move the calling user to the front of the list of owners.",
  {
    IpAddress: field(ip, "address (and name) of the VM"),
  },
);
export type BecomePrimaryVmOwnerRequest = Plain<typeof BecomePrimaryVmOwnerRequest>;

export const BecomePrimaryVmOwnerResponse = errorReply("BecomePrimaryVmOwnerResponse");
export type BecomePrimaryVmOwnerResponse = Plain<typeof BecomePrimaryVmOwnerResponse>;

export const ChangeVmConsoleTypeRequest = struct(
  "ChangeVmConsoleTypeRequest",
  "Choose the console device; VM must be stopped.",
  {
    ConsoleType: field(ConsoleType, "console device"),
    IpAddress: field(ip, "address (and name) of the VM"),
  },
);
export type ChangeVmConsoleTypeRequest = Plain<typeof ChangeVmConsoleTypeRequest>;

export const ChangeVmConsoleTypeResponse = errorReply("ChangeVmConsoleTypeResponse");
export type ChangeVmConsoleTypeResponse = Plain<typeof ChangeVmConsoleTypeResponse>;

export const ChangeVmCpuPriorityRequest = struct(
  "ChangeVmCpuPriorityRequest",
  "Set the scheduling priority (nice value) of the virtualiser process; negative values need method permission.",
  {
    CpuPriority: field(int64, "nice value of the virtualiser"),
    IpAddress: field(ip, "address (and name) of the VM"),
  },
);
export type ChangeVmCpuPriorityRequest = Plain<typeof ChangeVmCpuPriorityRequest>;

export const ChangeVmCpuPriorityResponse = errorReply("ChangeVmCpuPriorityResponse");
export type ChangeVmCpuPriorityResponse = Plain<typeof ChangeVmCpuPriorityResponse>;

export const ChangeVmDestroyProtectionRequest = struct(
  "ChangeVmDestroyProtectionRequest",
  "Switch destroy protection; it only guards a running VM.",
  {
    DestroyProtection: field(bool, "refuse to destroy the VM while it runs"),
    IpAddress: field(ip, "address (and name) of the VM"),
  },
);
export type ChangeVmDestroyProtectionRequest = Plain<typeof ChangeVmDestroyProtectionRequest>;

export const ChangeVmDestroyProtectionResponse = errorReply("ChangeVmDestroyProtectionResponse");
export type ChangeVmDestroyProtectionResponse = Plain<typeof ChangeVmDestroyProtectionResponse>;

export const ChangeVmHostnameRequest = struct(
  "ChangeVmHostnameRequest",
  "Change the host name recorded for the VM.",
  {
    Hostname: field(text, "new host name"),
    IpAddress: field(ip, "address (and name) of the VM"),
  },
);
export type ChangeVmHostnameRequest = Plain<typeof ChangeVmHostnameRequest>;

export const ChangeVmHostnameResponse = errorReply("ChangeVmHostnameResponse");
export type ChangeVmHostnameResponse = Plain<typeof ChangeVmHostnameResponse>;

export const ChangeVmMachineTypeRequest = struct(
  "ChangeVmMachineTypeRequest",
  "Choose the emulated machine; VM must be stopped.",
  {
    MachineType: field(MachineType, "emulated machine"),
    IpAddress: field(ip, "address (and name) of the VM"),
  },
);
export type ChangeVmMachineTypeRequest = Plain<typeof ChangeVmMachineTypeRequest>;

export const ChangeVmMachineTypeResponse = errorReply("ChangeVmMachineTypeResponse");
export type ChangeVmMachineTypeResponse = Plain<typeof ChangeVmMachineTypeResponse>;

export const ChangeVmNumNetworkQueuesRequest = struct(
  "ChangeVmNumNetworkQueuesRequest",
  "Set the number of queues of each network interface; VM must be stopped.",
  {
    IpAddress: field(ip, "address (and name) of the VM"),
    NumQueuesPerInterface: field(list(uint64), "number of queues, in interface order"),
  },
);
export type ChangeVmNumNetworkQueuesRequest = Plain<typeof ChangeVmNumNetworkQueuesRequest>;

export const ChangeVmNumNetworkQueuesResponse = errorReply("ChangeVmNumNetworkQueuesResponse");
export type ChangeVmNumNetworkQueuesResponse = Plain<typeof ChangeVmNumNetworkQueuesResponse>;

export const ChangeVmOwnerGroupsRequest = struct(
  "ChangeVmOwnerGroupsRequest",
  "Replace the list of owner groups.",
  {
    IpAddress: field(ip, "address (and name) of the VM"),
    OwnerGroups: field(list(text), "owner groups"),
  },
);
export type ChangeVmOwnerGroupsRequest = Plain<typeof ChangeVmOwnerGroupsRequest>;

export const ChangeVmOwnerGroupsResponse = errorReply("ChangeVmOwnerGroupsResponse");
export type ChangeVmOwnerGroupsResponse = Plain<typeof ChangeVmOwnerGroupsResponse>;

export const ChangeVmOwnerUsersRequest = struct(
  "ChangeVmOwnerUsersRequest",
  "Replace the list of owner users.",
  {
    IpAddress: field(ip, "address (and name) of the VM"),
    OwnerUsers: field(list(text), "owner users; the first is the primary owner"),
  },
);
export type ChangeVmOwnerUsersRequest = Plain<typeof ChangeVmOwnerUsersRequest>;

export const ChangeVmOwnerUsersResponse = errorReply("ChangeVmOwnerUsersResponse");
export type ChangeVmOwnerUsersResponse = Plain<typeof ChangeVmOwnerUsersResponse>;

export const ChangeVmSizeRequest = struct(
  "ChangeVmSizeRequest",
  "Change memory and/or CPUs; zero leaves a value as it is.",
  {
    IpAddress: field(ip, "address (and name) of the VM"),
    MemoryInMiB: field(uint64, "memory in MiB; 0 keeps"),
    MilliCPUs: field(uint64, "thousandths of a CPU; 0 keeps"),
    VirtualCPUs: field(uint64, "virtual CPUs; 0 keeps"),
  },
);
export type ChangeVmSizeRequest = Plain<typeof ChangeVmSizeRequest>;

export const ChangeVmSubnetRequest = struct(
  "ChangeVmSubnetRequest",
  "Move a stopped VM to another subnet; its IP address (its name) changes.",
  {
    IpAddress: field(ip, "address (and name) of the VM"),
    SubnetId: field(text, "subnet to move to"),
  },
);
export type ChangeVmSubnetRequest = Plain<typeof ChangeVmSubnetRequest>;

export const ChangeVmSubnetResponse = struct("ChangeVmSubnetResponse", "Answer of ChangeVmSubnet.", {
  Error: errorField,
  NewIpAddress: field(ip, "new address (and name) of the VM"),
  OldIdentityName: field(text, "identity the VM had and lost"),
});
export type ChangeVmSubnetResponse = Plain<typeof ChangeVmSubnetResponse>;

export const ChangeVmSizeResponse = errorReply("ChangeVmSizeResponse");
export type ChangeVmSizeResponse = Plain<typeof ChangeVmSizeResponse>;

export const ChangeVmTagsRequest = struct("ChangeVmTagsRequest", "Replace all tags.", {
  IpAddress: field(ip, "address (and name) of the VM"),
  Tags: field(Tags, "tags"),
});
export type ChangeVmTagsRequest = Plain<typeof ChangeVmTagsRequest>;

export const ChangeVmTagsResponse = errorReply("ChangeVmTagsResponse");
export type ChangeVmTagsResponse = Plain<typeof ChangeVmTagsResponse>;
