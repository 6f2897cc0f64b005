/** Snapshots of volumes. */

import type { Plain } from "../wire/schema.ts";
import { bool, ip, text } from "../wire/schema.ts";
import { errorReply, field, struct } from "../wire/struct.ts";

export const DiscardVmSnapshotRequest = struct("DiscardVmSnapshotRequest", "Remove a snapshot.", {
  IpAddress: field(ip, "address (and name) of the VM"),
  Name: field(text, "name of the snapshot; empty is the unnamed one"),
});
export type DiscardVmSnapshotRequest = Plain<typeof DiscardVmSnapshotRequest>;

export const DiscardVmSnapshotResponse = errorReply("DiscardVmSnapshotResponse");
export type DiscardVmSnapshotResponse = Plain<typeof DiscardVmSnapshotResponse>;

export const RestoreVmFromSnapshotRequest = struct(
  "RestoreVmFromSnapshotRequest",
  "Put a snapshot back in place.",
  {
    IpAddress: field(ip, "address (and name) of the VM"),
    ForceIfNotStopped: field(bool, "do it although the VM is not stopped"),
    Name: field(text, "name of the snapshot; empty is the unnamed one"),
    Retain: field(bool, "keep the snapshot"),
  },
);
export type RestoreVmFromSnapshotRequest = Plain<typeof RestoreVmFromSnapshotRequest>;

export const RestoreVmFromSnapshotResponse = errorReply("RestoreVmFromSnapshotResponse");
export type RestoreVmFromSnapshotResponse = Plain<typeof RestoreVmFromSnapshotResponse>;

export const SnapshotVmRequest = struct("SnapshotVmRequest", "Copy the volumes into a snapshot.", {
  IpAddress: field(ip, "address (and name) of the VM"),
  ForceIfNotStopped: field(bool, "do it although the VM is not stopped"),
  Name: field(text, "name, without dot, colon or slash; empty is the unnamed one"),
  RootOnly: field(bool, "only the root volume"),
});
export type SnapshotVmRequest = Plain<typeof SnapshotVmRequest>;

export const SnapshotVmResponse = errorReply("SnapshotVmResponse");
export type SnapshotVmResponse = Plain<typeof SnapshotVmResponse>;
