import { ConsoleType, MachineType } from "@stackdeck/api-types";
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
  return wrong ? "Type whole numbers with commas, such as 4, 2" : undefined;
}

/** Changing the machine a VM runs on: its processors' share, consoles, devices and networks. */
export const hardwareActions: readonly VmActionSpec[] = [
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
      const identity = OldIdentityName
        ? `; look at its identity ${OldIdentityName}: one that renews itself must be set again`
        : "";
      return `${vm.name} is now at ${NewIpAddress ?? "its new address"}${identity}`;
    },
  },
];
