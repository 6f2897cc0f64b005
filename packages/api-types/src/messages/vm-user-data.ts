/** User data. */

import type { Plain } from "../wire/schema.ts";
import { ip, uint64 } from "../wire/schema.ts";
import { errorReply, field, struct } from "../wire/struct.ts";

export const DiscardVmOldUserDataRequest = struct(
  "DiscardVmOldUserDataRequest",
  "Remove the user data kept by the last replacement.",
  {
    IpAddress: field(ip, "address (and name) of the VM"),
  },
);
export type DiscardVmOldUserDataRequest = Plain<typeof DiscardVmOldUserDataRequest>;

export const DiscardVmOldUserDataResponse = errorReply("DiscardVmOldUserDataResponse");
export type DiscardVmOldUserDataResponse = Plain<typeof DiscardVmOldUserDataResponse>;

export const ReplaceVmUserDataRequest = struct(
  "ReplaceVmUserDataRequest",
  "Replace the user data; the old ones are kept once.",
  {
    IpAddress: field(ip, "address (and name) of the VM"),
    Size: field(uint64, "number of bytes of user data that follow"),
  },
);
export type ReplaceVmUserDataRequest = Plain<typeof ReplaceVmUserDataRequest>;

export const ReplaceVmUserDataResponse = errorReply("ReplaceVmUserDataResponse");
export type ReplaceVmUserDataResponse = Plain<typeof ReplaceVmUserDataResponse>;

export const RestoreVmUserDataRequest = struct("RestoreVmUserDataRequest", "Put the kept user data back.", {
  IpAddress: field(ip, "address (and name) of the VM"),
});
export type RestoreVmUserDataRequest = Plain<typeof RestoreVmUserDataRequest>;

export const RestoreVmUserDataResponse = errorReply("RestoreVmUserDataResponse");
export type RestoreVmUserDataResponse = Plain<typeof RestoreVmUserDataResponse>;
