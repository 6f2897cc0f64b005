/** Managing the volumes of VMs. */

import type { Plain } from "../wire/schema.ts";
import { bytes, ip, list, uint64 } from "../wire/schema.ts";
import { errorReply, field, struct } from "../wire/struct.ts";
import { VolumeInterface } from "./enums.ts";

export const AddVmVolumesRequest = struct(
  "AddVmVolumesRequest",
  "Append empty raw volumes; VM must be stopped.",
  {
    IpAddress: field(ip, "address (and name) of the VM"),
    VolumeSizes: field(list(uint64), "size of each new volume in bytes"),
  },
);
export type AddVmVolumesRequest = Plain<typeof AddVmVolumesRequest>;

export const AddVmVolumesResponse = errorReply("AddVmVolumesResponse");
export type AddVmVolumesResponse = Plain<typeof AddVmVolumesResponse>;

export const ChangeVmVolumeInterfacesRequest = struct(
  "ChangeVmVolumeInterfacesRequest",
  "Set the bus by which volumes are attached, in volume order; VM must be stopped.",
  {
    Interfaces: field(list(VolumeInterface), "interface of each volume, in volume order"),
    IpAddress: field(ip, "address (and name) of the VM"),
  },
);
export type ChangeVmVolumeInterfacesRequest = Plain<typeof ChangeVmVolumeInterfacesRequest>;

export const ChangeVmVolumeInterfacesResponse = errorReply("ChangeVmVolumeInterfacesResponse");
export type ChangeVmVolumeInterfacesResponse = Plain<typeof ChangeVmVolumeInterfacesResponse>;

export const ChangeVmVolumeSizeRequest = struct(
  "ChangeVmVolumeSizeRequest",
  "Grow or shrink a raw volume and, if it can, the file-system inside; VM must be stopped. After an error while growing the volume may have its new size all the same.",
  {
    IpAddress: field(ip, "address (and name) of the VM"),
    VolumeIndex: field(uint64, "number of the volume, 0 is the root volume"),
    VolumeSize: field(uint64, "new size in bytes"),
  },
);
export type ChangeVmVolumeSizeRequest = Plain<typeof ChangeVmVolumeSizeRequest>;

export const ChangeVmVolumeSizeResponse = errorReply("ChangeVmVolumeSizeResponse");
export type ChangeVmVolumeSizeResponse = Plain<typeof ChangeVmVolumeSizeResponse>;

export const ChangeVmVolumeStorageIndexRequest = struct(
  "ChangeVmVolumeStorageIndexRequest",
  "Move a volume to another volume directory; VM must be stopped.",
  {
    IpAddress: field(ip, "address (and name) of the VM"),
    StorageIndex: field(uint64, "number of the volume directory"),
    VolumeIndex: field(uint64, "number of the volume, 0 is the root volume"),
  },
);
export type ChangeVmVolumeStorageIndexRequest = Plain<typeof ChangeVmVolumeStorageIndexRequest>;

export const ChangeVmVolumeStorageIndexResponse = errorReply("ChangeVmVolumeStorageIndexResponse");
export type ChangeVmVolumeStorageIndexResponse = Plain<typeof ChangeVmVolumeStorageIndexResponse>;

export const DeleteVmVolumeRequest = struct(
  "DeleteVmVolumeRequest",
  "Remove a secondary volume; VM must be stopped.",
  {
    AccessToken: field(bytes, "secret from GetVmAccessToken, instead of ownership; may be empty"),
    IpAddress: field(ip, "address (and name) of the VM"),
    VolumeIndex: field(uint64, "number of the volume, 0 is the root volume"),
  },
);
export type DeleteVmVolumeRequest = Plain<typeof DeleteVmVolumeRequest>;

export const DeleteVmVolumeResponse = errorReply("DeleteVmVolumeResponse");
export type DeleteVmVolumeResponse = Plain<typeof DeleteVmVolumeResponse>;

export const ReorderVmVolumesRequest = struct(
  "ReorderVmVolumesRequest",
  "Put the volumes in another order; VM must be stopped.",
  {
    AccessToken: field(bytes, "secret from GetVmAccessToken, instead of ownership; may be empty"),
    IpAddress: field(ip, "address (and name) of the VM"),
    VolumeIndices: field(list(uint64), "old index of each volume in its new place"),
  },
);
export type ReorderVmVolumesRequest = Plain<typeof ReorderVmVolumesRequest>;

export const ReorderVmVolumesResponse = errorReply("ReorderVmVolumesResponse");
export type ReorderVmVolumesResponse = Plain<typeof ReorderVmVolumesResponse>;
