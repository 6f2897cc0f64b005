import type { FieldSpec, FormValues } from "../ui/form/field-spec.ts";
import type { ActionContext, VmActionSpec } from "./action-spec.ts";

const skipMemoryCheck: FieldSpec = {
  kind: "check",
  name: "SkipMemoryCheck",
  label: "Do not check the memory of the destination",
};
/** A migration always ends with a running VM. */
const stopAfterwards: FieldSpec = {
  kind: "check",
  name: "StopAfterwards",
  label: "Stop it again over there",
  hint: "It is stopped now, but a migrated VM comes out running.",
};
const hold: readonly FieldSpec[] = [
  { kind: "number", name: "Seconds", label: "Seconds", min: 1, max: 60 },
  { kind: "check", name: "WriteLock", label: "Exclusively (writers' lock)" },
];

/** Who opens the VM to the other hypervisor, and for how long. */
function tokenNote(values: FormValues, { vm }: ActionContext): string | undefined {
  if (values["Hypervisor"] === undefined || values["Hypervisor"] === "") return undefined;
  return `The server takes an access token for ${vm.name} from ${vm.hypervisorName}, hands it to the destination, and discards it at the end.`;
}

/** Moving, copying and handing over VMs. */
export const moveActions: readonly VmActionSpec[] = [
  {
    method: "MigrateVm",
    icon: "move",
    group: "move",
    inMenu: true,
    fields: ({ vm }) => [
      { kind: "hypervisor", name: "Hypervisor", label: "To", exclude: vm.hypervisor },
      {
        kind: "seconds",
        name: "DhcpTimeout",
        label: "Wait for its address there, seconds",
        optional: true,
        min: 0,
        max: 600,
      },
      skipMemoryCheck,
      ...(vm.state === "stopped" ? [stopAfterwards] : []),
    ],
    initial: ({ vm }) => (vm.state === "stopped" ? { StopAfterwards: true } : {}),
    note: tokenNote,
  },
  {
    method: "CopyVm",
    icon: "copy",
    group: "move",
    inMenu: true,
    fields: () => [
      { kind: "hypervisor", name: "Hypervisor", label: "On" },
      { kind: "text", name: "Hostname", label: "Name of the copy" },
      skipMemoryCheck,
    ],
    initial: ({ info, vm }) => ({ Hostname: `${info.Hostname || vm.name}-copy`, Hypervisor: vm.hypervisor }),
    note: tokenNote,
    request: (values, { info }) => {
      const { Address: _address, State: _state, Hostname: _hostname, ...kept } = info;
      const Hostname = String(values["Hostname"]);
      return {
        ...kept,
        Hostname,
        Tags: { ...info.Tags, Name: Hostname },
        Hypervisor: values["Hypervisor"],
        SkipMemoryCheck: Boolean(values["SkipMemoryCheck"]),
      };
    },
  },
  {
    method: "PrepareVmForMigration",
    icon: "move",
    group: "move",
    inMenu: true,
    fields: () => [
      {
        kind: "check",
        name: "Enable",
        label: "Give up its address for a migration",
        hint: "For repairs by hand. Off: take the VM back.",
      },
    ],
    initial: ({ vm }) => ({ Enable: vm.state !== "migrating" }),
  },
  {
    method: "ExportLocalVm",
    icon: "external",
    group: "move",
    inMenu: true,
    fields: () => [
      {
        kind: "file",
        name: "VerificationCookie",
        label: "Cookie file of the machine",
        hint: "Only root on the hypervisor's machine can read it.",
      },
    ],
  },
  {
    method: "HoldVmLock",
    icon: "lock",
    group: "look",
    inMenu: true,
    fields: () => hold,
    initial: () => ({ Seconds: "15", WriteLock: false }),
    request: (values) => ({
      Timeout: Number(values["Seconds"]) * 1e9,
      WriteLock: Boolean(values["WriteLock"]),
    }),
  },
];
