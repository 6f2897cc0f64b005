import type { HypervisorDetail, MethodName } from "@stackdeck/api-types";
import type { FieldSpec, FormValues } from "../../ui/form/field-spec.ts";
import type { IconName } from "../../ui/icon.tsx";
import { importLocalVm } from "./import-action.ts";

/** What the screen adds to a row of the method table for an action on a hypervisor. */
export interface OperatorAction {
  readonly method: MethodName;
  readonly icon: IconName;
  /** Words of the button, where the table's do not fit. */
  readonly label?: string;
  readonly fields: (hypervisor: HypervisorDetail, preset: FormValues) => readonly FieldSpec[];
  readonly initial?: (hypervisor: HypervisorDetail, preset: FormValues) => FormValues;
  /** The request made of the form; the form's own values when left out. */
  readonly request?: (values: FormValues, preset: FormValues) => Readonly<Record<string, unknown>>;
  /** Answered with an operation rather than a result. */
  readonly operation?: true;
}

/** `MAC`, `MAC IP` or `IP` a line, as the address pool wants them; an address without a MAC gets the customary one. */
export function readAddresses(text: string): { IpAddress: string; MacAddress: string }[] {
  return text
    .split("\n")
    .map((line) => line.trim())
    .filter(Boolean)
    .map((line) => {
      const words = line.split(/[\s,]+/);
      const MacAddress = words.find((word) => /^([0-9a-f]{2}:){5}[0-9a-f]{2}$/i.test(word)) ?? "";
      const IpAddress = words.find((word) => word !== MacAddress) ?? "";
      return { IpAddress, MacAddress: MacAddress || macOf(IpAddress) };
    });
}

/** The MAC address that pools give to an IPv4 address: 52:54 and its four bytes. */
export function macOf(ip: string): string {
  const bytes = ip.split(".").map(Number);
  if (bytes.length !== 4 || bytes.some((byte) => !Number.isInteger(byte) || byte < 0 || byte > 255))
    return "";
  return ["52", "54", ...bytes.map((byte) => byte.toString(16).padStart(2, "0"))].join(":");
}

const lines = (text: unknown): string => (typeof text === "string" ? text : "");
const listOf = (value: unknown): readonly string[] => (Array.isArray(value) ? (value as string[]) : []);

/** The subnet of a form: fields left empty are left out. */
export function subnetOf(values: FormValues): Record<string, unknown> {
  const text = (name: string) => lines(values[name]).trim();
  return {
    Id: text("Id"),
    IpGateway: text("IpGateway"),
    IpMask: text("IpMask"),
    ...(text("DomainName") && { DomainName: text("DomainName") }),
    DomainNameServers: listOf(values["DomainNameServers"]),
    ...(Number(values["VlanId"] ?? 0) > 0 && { VlanId: Number(values["VlanId"]) }),
    ...(Boolean(values["Manage"]) && { Manage: true }),
    ...(Boolean(values["DisableMetadata"]) && { DisableMetadata: true }),
    ...(text("FirstDynamicIP") && {
      FirstDynamicIP: text("FirstDynamicIP"),
      LastDynamicIP: text("LastDynamicIP"),
    }),
    AllowedUsers: listOf(values["AllowedUsers"]),
    AllowedGroups: listOf(values["AllowedGroups"]),
  };
}

const subnetFields = (isNew: boolean): readonly FieldSpec[] => [
  ...(isNew ? [{ kind: "text", name: "Id", label: "Name", mono: true } as const] : []),
  { kind: "text", name: "IpGateway", label: "Gateway", mono: true, placeholder: "10.0.0.1" },
  { kind: "text", name: "IpMask", label: "Mask", mono: true, placeholder: "255.255.255.0" },
  { kind: "list", name: "DomainNameServers", label: "Name servers", optional: true },
  { kind: "text", name: "DomainName", label: "Domain name", optional: true },
  { kind: "number", name: "VlanId", label: "VLAN", optional: true, min: 0, max: 4094 },
  {
    kind: "list",
    name: "AllowedUsers",
    label: "Users who may put VMs in",
    optional: true,
    hint: "Nobody and no group named: everybody may.",
  },
  { kind: "list", name: "AllowedGroups", label: "Groups that may put VMs in", optional: true },
  {
    kind: "text",
    name: "FirstDynamicIP",
    label: "First address for unknown machines",
    mono: true,
    optional: true,
  },
  { kind: "text", name: "LastDynamicIP", label: "Last such address", mono: true, optional: true },
  { kind: "check", name: "Manage", label: "The fleet manager hands out its addresses" },
  { kind: "check", name: "DisableMetadata", label: "No metadata service" },
];

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
  fields: () => [],
  request: (_values, preset) => ({ Disable: preset["Disable"] === true }),
};

const powerOff: OperatorAction = {
  method: "PowerOff",
  icon: "power",
  operation: true,
  fields: () => [
    {
      kind: "check",
      name: "StopVMs",
      label: "Stop all VMs first, one by one",
      hint: "Otherwise it is refused unless every VM is stopped.",
    },
  ],
};

const changeOwners: OperatorAction = {
  method: "ChangeOwners",
  icon: "user",
  fields: () => [
    { kind: "list", name: "OwnerUsers", label: "Owner users", optional: true },
    { kind: "list", name: "OwnerGroups", label: "Owner groups", optional: true },
  ],
};

const holdLock: OperatorAction = {
  method: "HoldLock",
  icon: "lock",
  fields: () => lockFields,
  initial: () => ({ Timeout: "5" }),
};

const changeAddressPool: OperatorAction = {
  method: "ChangeAddressPool",
  icon: "networks",
  fields: () => [
    {
      kind: "lines",
      name: "Add",
      label: "Addresses to add",
      mono: true,
      rows: 4,
      optional: true,
      hint: "One a line: an address, or a MAC and an address. Without a MAC the customary one is made.",
    },
    { kind: "lines", name: "Remove", label: "Free addresses to remove", mono: true, rows: 3, optional: true },
    { kind: "subnet", name: "TrimSubnet", label: "Trim the free addresses of a subnet", optional: true },
    {
      kind: "number",
      name: "TrimTo",
      label: "Free addresses to keep there",
      min: 0,
      when: (values) => lines(values["TrimSubnet"]) !== "",
    },
  ],
  request: (values) => {
    const trim = lines(values["TrimSubnet"]);
    return {
      AddressesToAdd: readAddresses(lines(values["Add"])),
      AddressesToRemove: readAddresses(lines(values["Remove"])),
      MaximumFreeAddresses: trim === "" ? {} : { [trim]: Number(values["TrimTo"] ?? 0) },
    };
  },
};

const addSubnet: OperatorAction = {
  method: "UpdateSubnets",
  icon: "plus",
  label: "Add subnet",
  fields: (_hypervisor, preset) => (preset["delete"] ? [] : subnetFields(preset["change"] === undefined)),
  initial: (hypervisor, preset) => {
    const known = hypervisor.SubnetDetails.find((subnet) => subnet["Id"] === preset["change"]);
    return known === undefined ? {} : { ...known, VlanId: String(known["VlanId"] ?? "") };
  },
  request: (values, preset) => {
    if (preset["delete"]) return { Add: [], Change: [], Delete: [preset["delete"]] };
    if (preset["change"])
      return { Add: [], Change: [subnetOf({ ...values, Id: preset["change"] })], Delete: [] };
    return { Add: [subnetOf(values)], Change: [], Delete: [] };
  },
};

const registerLeases: OperatorAction = {
  method: "RegisterExternalLeases",
  icon: "link",
  fields: () => [
    {
      kind: "lines",
      name: "Leases",
      label: "Leases",
      mono: true,
      rows: 5,
      optional: true,
      hint: "One a line: MAC, address, host name. Empty removes all.",
    },
  ],
  request: (values) => {
    const rows = lines(values["Leases"])
      .split("\n")
      .map((line) => line.trim().split(/[\s,]+/))
      .filter((words) => words[0] !== "");
    return {
      Addresses: rows.map(([MacAddress = "", IpAddress = ""]) => ({ MacAddress, IpAddress })),
      Hostnames: rows.map(([, , name = ""]) => name),
    };
  },
};

const netboot: OperatorAction = {
  method: "NetbootMachine",
  icon: "play",
  fields: () => [
    { kind: "text", name: "MacAddress", label: "MAC address of the machine", mono: true },
    { kind: "text", name: "IpAddress", label: "Address to lease", mono: true },
    { kind: "text", name: "Hostname", label: "Host name", optional: true },
    {
      kind: "number",
      name: "NumAcknowledgementsToWaitFor",
      label: "Acknowledgements to wait for",
      min: 0,
      max: 10,
    },
    { kind: "seconds", name: "WaitTimeout", label: "Wait at most, seconds", min: 1, max: 600 },
    { kind: "seconds", name: "OfferExpiration", label: "Offer the lease for, seconds", min: 1, max: 3600 },
  ],
  initial: () => ({ NumAcknowledgementsToWaitFor: "2", WaitTimeout: "60", OfferExpiration: "61" }),
  request: (values) => {
    const seconds = (name: string) => Math.round(Number(values[name] ?? 0) * 1e9);
    return {
      Address: {
        IpAddress: lines(values["IpAddress"]).trim(),
        MacAddress: lines(values["MacAddress"]).trim(),
      },
      Hostname: lines(values["Hostname"]).trim(),
      Files: {},
      FilesExpiration: seconds("OfferExpiration"),
      OfferExpiration: seconds("OfferExpiration"),
      WaitTimeout: seconds("WaitTimeout"),
      NumAcknowledgementsToWaitFor: Number(values["NumAcknowledgementsToWaitFor"] ?? 0),
    };
  },
};

/** All actions on a hypervisor that a dialog asks about. */
export const operatorActions = {
  SetDisabledState: setDisabled,
  PowerOff: powerOff,
  ChangeOwners: changeOwners,
  HoldLock: holdLock,
  ChangeAddressPool: changeAddressPool,
  UpdateSubnets: addSubnet,
  RegisterExternalLeases: registerLeases,
  NetbootMachine: netboot,
  ImportLocalVm: importLocalVm,
} as const satisfies Record<string, OperatorAction>;

export type OperatorMethod = keyof typeof operatorActions;
