import { ConsoleType, MachineType } from "@stackdeck/api-types";
import { rowsOf, type TagRows, tagsOf } from "../ui/form/tags-input.tsx";
import { formatMiB } from "../ui/format.ts";
import type { VmActionSpec } from "./action-spec.ts";

const options = (texts: readonly string[]) => texts.map((text) => [text, text] as const);

/** Where several numbers are typed in one field: `1, 2, 4`. */
function numbersOf(text: unknown): number[] {
  return String(text ?? "")
    .split(/[\s,]+/)
    .filter((it) => it !== "")
    .map(Number);
}

function checkNumbers(text: string): string | undefined {
  const wrong = numbersOf(text).some((value) => !Number.isInteger(value) || value < 0);
  return wrong ? "Whole numbers, separated by commas" : undefined;
}

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
      check: (text) => (/^[a-zA-Z0-9.-]+$/.test(text) ? undefined : "Letters, digits, dots and dashes only"),
    },
  ],
  initial: ({ info }) => ({ Hostname: info.Hostname ?? "" }),
  undo: ({ info }) => ({ method: "ChangeVmHostname", request: { Hostname: info.Hostname ?? "" } }),
};

/** Tags of a VM after some are set and some taken away. */
export function mergedTags(
  tags: Readonly<Record<string, string>>,
  set: TagRows,
  remove: readonly string[],
): Record<string, string> {
  const kept = Object.entries(tags).filter(([name]) => !remove.includes(name));
  return Object.fromEntries([...kept, ...Object.entries(tagsOf(set))]);
}

const tagsAction: VmActionSpec = {
  method: "ChangeVmTags",
  icon: "tag",
  group: "configure",
  inMenu: true,
  fields: () => [{ kind: "tags", name: "Tags", label: "Tags" }],
  initial: ({ info }) => ({ Tags: rowsOf(info.Tags) }),
  bulk: {
    fields: [
      {
        kind: "tags",
        name: "Set",
        label: "Tags to set",
        hint: "The other tags of each VM stay as they are.",
      },
      {
        kind: "list",
        name: "Remove",
        label: "Tags to take away",
        optional: true,
        placeholder: "names of tags",
      },
    ],
    initial: () => ({ Set: [["", ""]], Remove: [] }),
    request: (values, vm) => ({
      Tags: mergedTags(vm.tags ?? {}, values["Set"] as TagRows, values["Remove"] as readonly string[]),
    }),
  },
  undo: ({ info }) => ({ method: "ChangeVmTags", request: { Tags: info.Tags ?? {} } }),
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

const ownerActions: readonly VmActionSpec[] = [
  {
    method: "ChangeVmOwnerUsers",
    icon: "user",
    group: "configure",
    bulk: true,
    inMenu: true,
    fields: ({ info }) => [
      {
        kind: "list",
        name: "OwnerUsers",
        label: "Owners",
        optional: true,
        placeholder: "user name",
        fixed: (info.OwnerUsers ?? []).slice(0, 1),
      },
    ],
    initial: ({ info }) => ({ OwnerUsers: (info.OwnerUsers ?? []).slice(1) }),
    request: (values, { info }) => ({
      OwnerUsers: [...(info.OwnerUsers ?? []).slice(0, 1), ...(values["OwnerUsers"] as readonly string[])],
    }),
  },
  {
    method: "ChangeVmOwnerGroups",
    icon: "user",
    group: "configure",
    bulk: true,
    inMenu: true,
    fields: () => [
      { kind: "list", name: "OwnerGroups", label: "Owner groups", optional: true, placeholder: "group" },
    ],
    initial: ({ info }) => ({ OwnerGroups: info.OwnerGroups ?? [] }),
  },
  { method: "BecomePrimaryVmOwner", icon: "user", group: "configure", bulk: true, inMenu: true },
];

const hardwareActions: readonly VmActionSpec[] = [
  {
    method: "ChangeVmCpuPriority",
    icon: "activity",
    group: "configure",
    inMenu: true,
    fields: () => [
      {
        kind: "number",
        name: "CpuPriority",
        label: "Nice value",
        min: -20,
        max: 19,
        hint: "−20 comes first, 19 last. Negative values need special rights.",
      },
    ],
    initial: ({ info }) => ({ CpuPriority: String(info.CpuPriority ?? 0) }),
    undo: ({ info }) => ({ method: "ChangeVmCpuPriority", request: { CpuPriority: info.CpuPriority ?? 0 } }),
  },
  {
    method: "ChangeVmConsoleType",
    icon: "screen",
    group: "configure",
    inMenu: true,
    fields: () => [
      { kind: "choice", name: "ConsoleType", label: "Console", options: options(ConsoleType.texts) },
    ],
    initial: ({ info, preset }) => ({ ConsoleType: preset["ConsoleType"] ?? info.ConsoleType ?? "none" }),
    undo: ({ info }) => ({
      method: "ChangeVmConsoleType",
      request: { ConsoleType: info.ConsoleType ?? "none" },
    }),
  },
  {
    method: "ChangeVmMachineType",
    icon: "hypervisors",
    group: "configure",
    inMenu: true,
    fields: () => [
      { kind: "choice", name: "MachineType", label: "Machine", options: options(MachineType.texts) },
    ],
    initial: ({ info }) => ({ MachineType: info.MachineType ?? "auto" }),
    undo: ({ info }) => ({
      method: "ChangeVmMachineType",
      request: { MachineType: info.MachineType ?? "auto" },
    }),
  },
  {
    method: "ChangeVmNumNetworkQueues",
    icon: "networks",
    group: "configure",
    inMenu: true,
    fields: () => [
      {
        kind: "text",
        name: "NumQueuesPerInterface",
        label: "Queues per interface",
        hint: "Primary interface first, for example 4, 2",
        check: checkNumbers,
      },
    ],
    initial: ({ info }) => ({
      NumQueuesPerInterface:
        (info.NetworkEntries ?? []).map((entry) => entry.NumQueues ?? 1).join(", ") || "1",
    }),
    request: (values) => ({ NumQueuesPerInterface: numbersOf(values["NumQueuesPerInterface"]) }),
  },
  {
    method: "ChangeVmSubnet",
    icon: "networks",
    group: "configure",
    inMenu: true,
    fields: () => [{ kind: "subnet", name: "SubnetId", label: "New subnet" }],
    done: ({ vm }, answer) => {
      const { NewIpAddress, OldIdentityName } = (answer ?? {}) as {
        NewIpAddress?: string;
        OldIdentityName?: string;
      };
      const identity = OldIdentityName ? `; its identity ${OldIdentityName} has ended, set it again` : "";
      return `${vm.name} is now at ${NewIpAddress ?? "its new address"}${identity}`;
    },
  },
];

/** Changing what a VM is. */
export const configureActions: readonly VmActionSpec[] = [
  sizeAction,
  hostnameAction,
  tagsAction,
  ...ownerActions,
  protectionAction,
  ...hardwareActions,
];
