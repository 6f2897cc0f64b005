/** Fleet manager: queued requests for room (experimental). */

import type { Plain } from "../wire/schema.ts";
import { bool, list, named, pointer, text, time, uint64 } from "../wire/schema.ts";
import { embed, errorField, errorReply, field, omitempty, struct } from "../wire/struct.ts";
import { AllocationDeletionReason, ArchitectureType, VolumeType } from "./enums.ts";
import { Bytes, MatchTags, Username } from "./named.ts";

export const NetworkInterfaceSpecification = struct(
  "NetworkInterfaceSpecification",
  "A wanted network interface.",
  {
    SubnetId: field(text, "name of the subnet"),
  },
);
export type NetworkInterfaceSpecification = Plain<typeof NetworkInterfaceSpecification>;

export const VolumeSpecification = struct("VolumeSpecification", "A wanted volume.", {
  Size: field(Bytes, "size in bytes"),
  Type: field(VolumeType, "where it is kept"),
});
export type VolumeSpecification = Plain<typeof VolumeSpecification>;

export const VmAllocationSpecification = struct("VmAllocationSpecification", "A wanted VM.", {
  HypervisorArchitecture: field(ArchitectureType, "architecture; 0 any"),
  HypervisorTagsToMatch: field(MatchTags, "only hypervisors with these tags"),
  Location: omitempty(text, "location in the topology"),
  MemoryInMiB: field(uint64, "memory in MiB (2^20 bytes)"),
  MilliCPUs: field(uint64, "CPU share in thousandths of a CPU"),
  NetworkInterfaces: field(list(NetworkInterfaceSpecification), "wanted interfaces"),
  Volumes: field(list(VolumeSpecification), "wanted volumes"),
});
export type VmAllocationSpecification = Plain<typeof VmAllocationSpecification>;

export const AllocateRequest = struct("AllocateRequest", "Queue a request for room for VMs (experimental).", {
  Deadline: field(time, "give up then"),
  VMs: field(list(VmAllocationSpecification), "the wanted VMs"),
});
export type AllocateRequest = Plain<typeof AllocateRequest>;

export const RequestId = named("RequestId", "Name of an allocation request.", text);
export type RequestId = Plain<typeof RequestId>;

export const AllocateResponse = struct("AllocateResponse", "Answer of Allocate.", {
  Error: errorField,
  RequestId: field(RequestId, "name of the request"),
  UpdatePosition: field(uint64, "where to start following the log"),
});
export type AllocateResponse = Plain<typeof AllocateResponse>;

export const CancelAllocationRequest = struct(
  "CancelAllocationRequest",
  "Withdraw such a request (experimental).",
  {
    RequestId: field(RequestId, "name of the request"),
  },
);
export type CancelAllocationRequest = Plain<typeof CancelAllocationRequest>;

export const CancelAllocationResponse = errorReply("CancelAllocationResponse");
export type CancelAllocationResponse = Plain<typeof CancelAllocationResponse>;

export const GetAllocationUpdatesRequest = struct(
  "GetAllocationUpdatesRequest",
  "Follow the allocation requests (experimental).",
  {
    IncludeRequests: field(bool, "also send the original requests"),
    Position: field(uint64, "position in the allocation log"),
    MaxUpdates: field(uint64, "number of updates wanted; 0 without end"),
    UntilRequestId: field(RequestId, "stop after this request; empty never"),
  },
);
export type GetAllocationUpdatesRequest = Plain<typeof GetAllocationUpdatesRequest>;

export const VmAllocation = struct("VmAllocation", "A place for one VM.", {
  HypervisorAddress: field(text, "host:port of the hypervisor"),
});
export type VmAllocation = Plain<typeof VmAllocation>;

export const Allocation = struct("Allocation", "A place found for the VMs of a request.", {
  CreateDeadline: field(time, "create the VMs before then"),
  VMs: field(list(VmAllocation), "places, in the order of the request"),
});
export type Allocation = Plain<typeof Allocation>;

export const DeletedAllocation = struct("DeletedAllocation", "End of a request.", {
  Error: omitempty(text, "error text; empty means success"),
  Reason: omitempty(AllocationDeletionReason, "why"),
});
export type DeletedAllocation = Plain<typeof DeletedAllocation>;

export const AllocationUpdateEntry = struct(
  "AllocationUpdateEntry",
  "What happened to a request: exactly one of Available, Deleted, Request is of interest.",
  {
    Available: omitempty(pointer(Allocation), "set when a place was found"),
    Deleted: omitempty(pointer(DeletedAllocation), "set when the request ended"),
    Request: omitempty(pointer(AllocateRequest), "the request itself"),
    RequestId: field(RequestId, "name of the request"),
    Timestamp: field(time, "when"),
    Username: field(Username, "user"),
  },
);
export type AllocationUpdateEntry = Plain<typeof AllocationUpdateEntry>;

export const AllocationUpdate = struct(
  "AllocationUpdate",
  "One entry of the allocation log (experimental).",
  {
    AllocationUpdateEntry: embed(AllocationUpdateEntry, "the entry"),
    Error: omitempty(text, "error text; empty means success"),
    Position: field(uint64, "position in the allocation log"),
  },
);
export type AllocationUpdate = Plain<typeof AllocationUpdate>;

export const AllocateRequestEntry = struct("AllocateRequestEntry", "A queued request.", {
  Request: field(AllocateRequest, "the request"),
  RequestId: field(RequestId, "name of the request"),
  Username: field(Username, "user"),
});
export type AllocateRequestEntry = Plain<typeof AllocateRequestEntry>;
