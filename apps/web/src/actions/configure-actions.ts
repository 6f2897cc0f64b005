import { formatMiB } from "../ui/format.ts";
import type { VmActionSpec } from "./action-spec.ts";
import { hardwareActions } from "./hardware-actions.ts";
import { ownerActions } from "./owner-actions.ts";
import { tagsAction } from "./tags-action.ts";

const sizeAction: VmActionSpec = {
  method: "ChangeVmSize",
  icon: "hypervisors",
  group: "configure",
  inMenu: true,
  fields: () => [
    { kind: "size", unit: "MiB", name: "MemoryInMiB", label: "Memory", hint: "For example 2G or 512M" },
    {
      kind: "number",
      name: "MilliCPUs",
      label: "CPU share, thousandths",
      min: 1,
      hint: "1000 is one whole CPU",
    },
    {
      kind: "number",
      name: "VirtualCPUs",
      label: "Virtual CPUs",
      min: 0,
      hint: "0: as many as the CPU share needs",
    },
  ],
  initial: ({ info }) => ({
    MemoryInMiB: `${info.MemoryInMiB}M`,
    MilliCPUs: String(info.MilliCPUs),
    VirtualCPUs: String(info.VirtualCPUs ?? 0),
  }),
  note: (_values, { info }) => `It has ${formatMiB(info.MemoryInMiB)} and ${info.MilliCPUs / 1000} CPU now.`,
  undo: ({ info }) => ({
    method: "ChangeVmSize",
    request: {
      MemoryInMiB: info.MemoryInMiB,
      MilliCPUs: info.MilliCPUs,
      VirtualCPUs: info.VirtualCPUs ?? 0,
    },
  }),
};

const hostnameAction: VmActionSpec = {
  method: "ChangeVmHostname",
  icon: "edit",
  group: "configure",
  inMenu: true,
  fields: () => [
    {
      kind: "text",
      name: "Hostname",
      label: "Host name",
      check: (text) =>
        /^[a-zA-Z0-9.-]+$/.test(text) ? undefined : "Use letters, digits, dots and dashes only",
    },
  ],
  initial: ({ info }) => ({ Hostname: info.Hostname ?? "" }),
  undo: ({ info }) => ({ method: "ChangeVmHostname", request: { Hostname: info.Hostname ?? "" } }),
};

const protectionAction: VmActionSpec = {
  method: "ChangeVmDestroyProtection",
  icon: "lock",
  group: "configure",
  bulk: true,
  inMenu: true,
  fields: () => [
    {
      kind: "check",
      name: "DestroyProtection",
      label: "Refuse to destroy it",
      hint: "Guards only while it is running: a stopped VM can be destroyed all the same.",
    },
  ],
  initial: ({ info }) => ({ DestroyProtection: info.DestroyProtection ?? false }),
  undo: ({ info }) => ({
    method: "ChangeVmDestroyProtection",
    request: { DestroyProtection: info.DestroyProtection ?? false },
  }),
};

/** Changing what a VM is. */
export const configureActions: readonly VmActionSpec[] = [
  sizeAction,
  hostnameAction,
  tagsAction,
  ...ownerActions,
  protectionAction,
  ...hardwareActions,
];
