import type { MethodSpecs } from "./method-row.ts";
import { anyState } from "./states.ts";

export const vmUserDataMethods = {
  DiscardVmOldUserData: {
    label: "Discard old user data",
    summary: "Delete the user data kept by the last replacement.",
    request: "DiscardVmOldUserDataRequest",
    response: "DiscardVmOldUserDataResponse",
    authorization: "vm-owner",
    states: anyState,
    refusedWhileMutationsBlocked: true,
    destructive: true,
    confirm: {
      level: "confirm",
      text: "The user data kept from before are deleted: the last replacement cannot be undone any more.",
    },
    idempotent: true,
    rest: { verb: "DELETE", path: "/vms/{ip}/user-data/old" },
    cli: "vm-control discard-vm-old-user-data",
  },
  ReplaceVmUserData: {
    label: "Replace user data",
    summary: "Upload new user data. The present ones are kept once.",
    framing: "upload",
    request: "ReplaceVmUserDataRequest",
    response: "ReplaceVmUserDataResponse",
    authorization: "vm-owner",
    states: anyState,
    refusedWhileMutationsBlocked: true,
    destructiveWhen: "a saved old copy exists (it is overwritten)",
    confirm: {
      level: "confirm",
      text: "The present user data are kept, replacing those kept before. The guest sees the new ones when it asks next.",
    },
    rest: { verb: "PUT", path: "/vms/{ip}/user-data", body: "raw" },
    cli: "vm-control replace-vm-user-data",
  },
  RestoreVmUserData: {
    label: "Restore old user data",
    summary: "Put the kept user data back. The present ones are deleted.",
    request: "RestoreVmUserDataRequest",
    response: "RestoreVmUserDataResponse",
    authorization: "vm-owner",
    states: anyState,
    refusedWhileMutationsBlocked: true,
    destructive: true,
    confirm: {
      level: "confirm",
      text: "The present user data are deleted and the kept ones take their place.",
    },
    rest: { verb: "POST", path: "/vms/{ip}/user-data/restore" },
    cli: "vm-control restore-vm-user-data",
  },
} as const satisfies MethodSpecs;
