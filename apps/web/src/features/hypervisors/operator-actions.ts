import type { HypervisorDetail } from "@stackdeck/api-types";
import type { FieldSpec } from "../../ui/form/field-spec.ts";
import { plural } from "../../ui/format.ts";
import { importLocalVm } from "./import-action.ts";
import { changeAddressPool, netboot, registerLeases } from "./network-actions.ts";
import type { OperatorAction } from "./operator-action.ts";
import { updateSubnets } from "./subnet-actions.ts";

const lockFields: readonly FieldSpec[] = [
  { kind: "seconds", name: "Timeout", label: "Hold for, seconds", min: 1, max: 60 },
  {
    kind: "check",
    name: "WriteLock",
    label: "For writing",
    hint: "Otherwise for reading: others may still read.",
  },
];

const setDisabled: OperatorAction = {
  method: "SetDisabledState",
  icon: "power",
  label: (preset) => (preset["Disable"] === true ? "Disable" : "Enable"),
  fields: () => [],
  request: (_values, preset) => ({ Disable: preset["Disable"] === true }),
};

/** VMs that stand in the way of switching the machine off. */
export function notStopped(hypervisor: Pick<HypervisorDetail, "NumVMs" | "NumVMsByState">): number {
  return hypervisor.NumVMs - (hypervisor.NumVMsByState["stopped"] ?? 0);
}

const powerOff: OperatorAction = {
  method: "PowerOff",
  icon: "power",
  operation: true,
  // The table warns of letting the hypervisor stop the VMs itself: here they are stopped one by one.
  warnings: [
    "The whole machine goes down. Somebody has to switch it on again by hand or by its management port.",
  ],
  fields: (hypervisor) => {
    const count = notStopped(hypervisor);
    if (count === 0) return [];
    return [
      {
        kind: "check",
        name: "StopVMs",
        label: `Stop the ${plural(count, "VM")} first, one by one`,
        hint: "Each guest is asked to shut down and killed after 15 seconds.",
      },
    ];
  },
  facts: (hypervisor) => {
    const running = hypervisor.NumVMsByState["running"] ?? 0;
    const others = notStopped(hypervisor) - running;
    return [
      ...(running > 0 ? [`${plural(running, "VM runs", "VMs run")} here and will not be reachable.`] : []),
      ...(others > 0
        ? [`${plural(others, "more VM is", "more VMs are")} not stopped: crashed, failed or on the way.`]
        : []),
      ...(hypervisor.NumVMs === 0 ? ["No VM lives here."] : []),
    ];
  },
  refusal: (hypervisor, values) => {
    const count = notStopped(hypervisor);
    return count > 0 && values["StopVMs"] !== true
      ? `${plural(count, "VM is", "VMs are")} not stopped: the hypervisor would refuse`
      : undefined;
  },
};

const changeOwners: OperatorAction = {
  method: "ChangeOwners",
  icon: "user",
  fields: () => [
    {
      kind: "list",
      name: "OwnerUsers",
      label: "Owner users",
      optional: true,
      hint: "The hypervisor does not tell who they are now: name everybody. Nobody named: no owners.",
    },
    { kind: "list", name: "OwnerGroups", label: "Owner groups", optional: true },
  ],
};

const holdLock: OperatorAction = {
  method: "HoldLock",
  icon: "lock",
  fields: () => lockFields,
  initial: () => ({ Timeout: "5" }),
};

/** All actions on a hypervisor that a dialog asks about. */
export const operatorActions = {
  SetDisabledState: setDisabled,
  PowerOff: powerOff,
  ChangeOwners: changeOwners,
  HoldLock: holdLock,
  ChangeAddressPool: changeAddressPool,
  UpdateSubnets: updateSubnets,
  RegisterExternalLeases: registerLeases,
  NetbootMachine: netboot,
  ImportLocalVm: importLocalVm,
} as const satisfies Record<string, OperatorAction>;

export type OperatorMethod = keyof typeof operatorActions;
