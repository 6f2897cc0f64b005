/** The hypervisor itself. */

import type { Plain } from "../wire/schema.ts";
import { bool, bytes, duration, ip, list, text, uint64 } from "../wire/schema.ts";
import { errorField, errorReply, field, omitempty, struct } from "../wire/struct.ts";

export const ChangeOwnersRequest = struct(
  "ChangeOwnersRequest",
  "Set the owners of the hypervisor itself; needs method permission.",
  {
    OwnerGroups: omitempty(list(text), "owner groups of the hypervisor"),
    OwnerUsers: omitempty(list(text), "owner users of the hypervisor"),
  },
);
export type ChangeOwnersRequest = Plain<typeof ChangeOwnersRequest>;

export const ChangeOwnersResponse = errorReply("ChangeOwnersResponse");
export type ChangeOwnersResponse = Plain<typeof ChangeOwnersResponse>;

export const GetCapacityRequest = struct("GetCapacityRequest", "Size of the hypervisor.", {});
export type GetCapacityRequest = Plain<typeof GetCapacityRequest>;

export const GetCapacityResponse = struct("GetCapacityResponse", "Answer of GetCapacity.", {
  Error: omitempty(text, "error text; empty means success"),
  AvailableMemoryInMiB: omitempty(uint64, "memory free right now in MiB"),
  MemoryInMiB: omitempty(uint64, "whole memory in MiB"),
  NumCPUs: omitempty(uint64, "number of CPUs"),
  TotalVolumeBytes: omitempty(uint64, "room for volumes in bytes"),
});
export type GetCapacityResponse = Plain<typeof GetCapacityResponse>;

export const GetIdentityProviderRequest = struct(
  "GetIdentityProviderRequest",
  "URL of the identity provider.",
  {},
);
export type GetIdentityProviderRequest = Plain<typeof GetIdentityProviderRequest>;

export const GetIdentityProviderResponse = struct(
  "GetIdentityProviderResponse",
  "Answer of GetIdentityProvider.",
  {
    Error: errorField,
    BaseUrl: field(text, "base URL"),
  },
);
export type GetIdentityProviderResponse = Plain<typeof GetIdentityProviderResponse>;

export const GetPublicKeyRequest = struct("GetPublicKeyRequest", "Public key of the hypervisor.", {});
export type GetPublicKeyRequest = Plain<typeof GetPublicKeyRequest>;

export const GetPublicKeyResponse = struct("GetPublicKeyResponse", "Answer of GetPublicKey.", {
  Error: errorField,
  KeyPEM: field(bytes, "public key, PEM"),
});
export type GetPublicKeyResponse = Plain<typeof GetPublicKeyResponse>;

export const GetRootCookiePathRequest = struct(
  "GetRootCookiePathRequest",
  "Where the root cookie is kept on the machine.",
  {},
);
export type GetRootCookiePathRequest = Plain<typeof GetRootCookiePathRequest>;

export const GetRootCookiePathResponse = struct("GetRootCookiePathResponse", "Answer of GetRootCookiePath.", {
  Error: errorField,
  Path: field(text, "path of the cookie file"),
});
export type GetRootCookiePathResponse = Plain<typeof GetRootCookiePathResponse>;

export const HoldLockRequest = struct(
  "HoldLockRequest",
  "Debugging aid: hold the main lock for a while (at most one minute); needs method permission.",
  {
    Timeout: field(duration, "duration in ns"),
    WriteLock: field(bool, "lock for writing rather than reading"),
  },
);
export type HoldLockRequest = Plain<typeof HoldLockRequest>;

export const HoldLockResponse = errorReply("HoldLockResponse");
export type HoldLockResponse = Plain<typeof HoldLockResponse>;

export const HoldVmLockRequest = struct(
  "HoldVmLockRequest",
  "Debugging aid: hold the lock of a VM for a while (at most one minute); needs method permission.",
  {
    IpAddress: field(ip, "address (and name) of the VM"),
    Timeout: field(duration, "duration in ns"),
    WriteLock: field(bool, "lock for writing rather than reading"),
  },
);
export type HoldVmLockRequest = Plain<typeof HoldVmLockRequest>;

export const HoldVmLockResponse = errorReply("HoldVmLockResponse");
export type HoldVmLockResponse = Plain<typeof HoldVmLockResponse>;

export const ListVolumeDirectoriesRequest = struct(
  "ListVolumeDirectoriesRequest",
  "List the directories for volumes; only for loopback connections.",
  {},
);
export type ListVolumeDirectoriesRequest = Plain<typeof ListVolumeDirectoriesRequest>;

export const ListVolumeDirectoriesResponse = struct(
  "ListVolumeDirectoriesResponse",
  "Answer of ListVolumeDirectories.",
  {
    Directories: field(list(text), "paths on the hypervisor"),
    Error: errorField,
  },
);
export type ListVolumeDirectoriesResponse = Plain<typeof ListVolumeDirectoriesResponse>;

export const PowerOffRequest = struct(
  "PowerOffRequest",
  "Switch the hypervisor machine off; needs method permission.",
  {
    StopVMs: field(bool, "shut running VMs down first; otherwise they block"),
  },
);
export type PowerOffRequest = Plain<typeof PowerOffRequest>;

export const PowerOffResponse = errorReply("PowerOffResponse");
export type PowerOffResponse = Plain<typeof PowerOffResponse>;

export const SetDisabledStateRequest = struct(
  "SetDisabledStateRequest",
  "Disable or enable the creation of VMs; needs method permission.",
  {
    Disable: field(bool, "true disables"),
  },
);
export type SetDisabledStateRequest = Plain<typeof SetDisabledStateRequest>;

export const SetDisabledStateResponse = errorReply("SetDisabledStateResponse");
export type SetDisabledStateResponse = Plain<typeof SetDisabledStateResponse>;
