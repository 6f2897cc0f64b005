/** Reading what is known of VMs. */

import type { Plain } from "../wire/schema.ts";
import { bool, bytes, duration, ip, list, mapOf, mask64, text, time, uint64 } from "../wire/schema.ts";
import { errorField, field, omitempty, struct } from "../wire/struct.ts";
import { MatchTags } from "./named.ts";
import { StorageInfo, VmInfo } from "./vm.ts";
import { CreateVmRequest } from "./vm-creation.ts";

export const GetVmAccessTokenRequest = struct(
  "GetVmAccessTokenRequest",
  "Obtain a secret which lets its holder act on the VM for a while; one token per VM at a time.",
  {
    IpAddress: field(ip, "address (and name) of the VM"),
    Lifetime: field(duration, "validity in ns, one minute to one day"),
  },
);
export type GetVmAccessTokenRequest = Plain<typeof GetVmAccessTokenRequest>;

export const GetVmAccessTokenResponse = struct("GetVmAccessTokenResponse", "Answer of GetVmAccessToken.", {
  Token: omitempty(bytes, "32 random bytes"),
  Error: errorField,
});
export type GetVmAccessTokenResponse = Plain<typeof GetVmAccessTokenResponse>;

export const GetVmCreateRequestRequest = struct(
  "GetVmCreateRequestRequest",
  "The request with which the VM was created (without its key).",
  {
    IpAddress: field(ip, "address (and name) of the VM"),
  },
);
export type GetVmCreateRequestRequest = Plain<typeof GetVmCreateRequestRequest>;

export const GetVmCreateRequestResponse = struct(
  "GetVmCreateRequestResponse",
  "Answer of GetVmCreateRequest.",
  {
    Error: errorField,
    CreateVmRequest: field(CreateVmRequest, "the request"),
  },
);
export type GetVmCreateRequestResponse = Plain<typeof GetVmCreateRequestResponse>;

export const GetVmInfoRequest = struct(
  "GetVmInfoRequest",
  "All about one VM; open to every authenticated user.",
  {
    IpAddress: field(ip, "address (and name) of the VM"),
  },
);
export type GetVmInfoRequest = Plain<typeof GetVmInfoRequest>;

export const GetVmInfoResponse = struct("GetVmInfoResponse", "Answer of GetVmInfo.", {
  VmInfo: field(VmInfo, "the VM"),
  Error: errorField,
});
export type GetVmInfoResponse = Plain<typeof GetVmInfoResponse>;

export const GetVmInfosRequest = struct(
  "GetVmInfosRequest",
  "All about several VMs; open to every authenticated user.",
  {
    IgnoreStateMask: field(mask64, "bit n set: leave out VMs in state number n"),
    OwnerGroups: field(
      list(text),
      "only VMs of any of these groups; not looked at if OwnerUsers is given too",
    ),
    OwnerUsers: field(list(text), "only VMs of any of these users"),
    VmTagsToMatch: field(MatchTags, "only VMs with these tags"),
  },
);
export type GetVmInfosRequest = Plain<typeof GetVmInfosRequest>;

export const GetVmInfosResponse = struct("GetVmInfosResponse", "Answer of GetVmInfos.", {
  Error: errorField,
  VmInfos: field(list(VmInfo), "the VMs, in no order"),
});
export type GetVmInfosResponse = Plain<typeof GetVmInfosResponse>;

export const GetVmLastPatchLogRequest = struct(
  "GetVmLastPatchLogRequest",
  "Log of the last patch of the root volume.",
  {
    IpAddress: field(ip, "address (and name) of the VM"),
  },
);
export type GetVmLastPatchLogRequest = Plain<typeof GetVmLastPatchLogRequest>;

export const GetVmLastPatchLogResponse = struct("GetVmLastPatchLogResponse", "Answer of GetVmLastPatchLog.", {
  Error: errorField,
  Length: field(uint64, "number of raw bytes that follow"),
  PatchTime: field(time, "when the patch was made"),
});
export type GetVmLastPatchLogResponse = Plain<typeof GetVmLastPatchLogResponse>;

export const GetVmUserDataRequest = struct("GetVmUserDataRequest", "Read the user data.", {
  AccessToken: field(bytes, "secret from GetVmAccessToken, instead of ownership; may be empty"),
  IpAddress: field(ip, "address (and name) of the VM"),
});
export type GetVmUserDataRequest = Plain<typeof GetVmUserDataRequest>;

export const GetVmUserDataResponse = struct("GetVmUserDataResponse", "Answer of GetVmUserData.", {
  Error: errorField,
  Length: field(uint64, "number of raw bytes that follow"),
});
export type GetVmUserDataResponse = Plain<typeof GetVmUserDataResponse>;

export const GetVmVirtualiserLogFileRequest = struct(
  "GetVmVirtualiserLogFileRequest",
  "Read a log file of the virtualiser.",
  {
    Filename: field(text, "plain file name without directory"),
    IpAddress: field(ip, "address (and name) of the VM"),
  },
);
export type GetVmVirtualiserLogFileRequest = Plain<typeof GetVmVirtualiserLogFileRequest>;

export const GetVmVirtualiserLogFileResponse = struct(
  "GetVmVirtualiserLogFileResponse",
  "Answer of GetVmVirtualiserLogFile.",
  {
    Error: errorField,
    Length: field(uint64, "number of raw bytes that follow"),
  },
);
export type GetVmVirtualiserLogFileResponse = Plain<typeof GetVmVirtualiserLogFileResponse>;

export const GetVmVolumeRequest = struct("GetVmVolumeRequest", "Read a volume by the block protocol.", {
  AccessToken: field(bytes, "secret from GetVmAccessToken, instead of ownership; may be empty"),
  GetExtraFiles: field(bool, "send kernel and initrd kept outside the root volume"),
  IgnoreExtraFiles: field(bool, "send the root volume although it has such files"),
  IpAddress: field(ip, "address (and name) of the VM"),
  VolumeIndex: field(uint64, "number of the volume, 0 is the root volume"),
});
export type GetVmVolumeRequest = Plain<typeof GetVmVolumeRequest>;

export const GetVmVolumeResponse = struct("GetVmVolumeResponse", "Answer of GetVmVolume.", {
  Error: errorField,
  ExtraFiles: field(mapOf(bytes), 'file name ("kernel", "initrd") to content'),
});
export type GetVmVolumeResponse = Plain<typeof GetVmVolumeResponse>;

export const GetVmVolumeStorageConfigurationRequest = struct(
  "GetVmVolumeStorageConfigurationRequest",
  "Where the volumes of a VM are stored and how full the places are.",
  {
    IpAddress: field(ip, "address (and name) of the VM"),
  },
);
export type GetVmVolumeStorageConfigurationRequest = Plain<typeof GetVmVolumeStorageConfigurationRequest>;

export const GetVmVolumeStorageConfigurationResponse = struct(
  "GetVmVolumeStorageConfigurationResponse",
  "Answer of GetVmVolumeStorageConfiguration.",
  {
    Error: omitempty(text, "error text; empty means success"),
    StorageInfos: omitempty(list(StorageInfo), "one entry per volume directory"),
    VolumeStorageIndices: omitempty(list(uint64), "volume directory of each volume"),
  },
);
export type GetVmVolumeStorageConfigurationResponse = Plain<typeof GetVmVolumeStorageConfigurationResponse>;

export const ListVMsRequest = struct(
  "ListVMsRequest",
  "List the addresses of VMs; open to every authenticated user.",
  {
    IgnoreStateMask: field(mask64, "bit n set: leave out VMs in state number n"),
    OwnerGroups: field(
      list(text),
      "only VMs of any of these groups; not looked at if OwnerUsers is given too",
    ),
    OwnerUsers: field(list(text), "only VMs of any of these users"),
    Sort: field(bool, "sort the result (natural order)"),
    VmTagsToMatch: field(MatchTags, "only VMs with these tags"),
  },
);
export type ListVMsRequest = Plain<typeof ListVMsRequest>;

export const ListVMsResponse = struct("ListVMsResponse", "Answer of ListVMs.", {
  IpAddresses: field(list(ip), "addresses of the VMs"),
});
export type ListVMsResponse = Plain<typeof ListVMsResponse>;

export const ListVmVirtualiserLogFilesRequest = struct(
  "ListVmVirtualiserLogFilesRequest",
  "List the log files of the virtualiser.",
  {
    IpAddress: field(ip, "address (and name) of the VM"),
  },
);
export type ListVmVirtualiserLogFilesRequest = Plain<typeof ListVmVirtualiserLogFilesRequest>;

export const ListVmVirtualiserLogFilesResponse = struct(
  "ListVmVirtualiserLogFilesResponse",
  "Answer of ListVmVirtualiserLogFiles.",
  {
    Error: errorField,
    Filenames: field(list(text), "file names"),
    Lengths: field(list(uint64), "their sizes in bytes"),
  },
);
export type ListVmVirtualiserLogFilesResponse = Plain<typeof ListVmVirtualiserLogFilesResponse>;
