/** Adding, changing and deleting subnets of a hypervisor. */
import { type FieldSpec, type FormValues, typedText } from "../../ui/form/field-spec.ts";
import { plural } from "../../ui/format.ts";
import { ipProblem, maskProblem } from "./addresses.ts";
import type { OperatorAction } from "./operator-action.ts";

const listOf = (value: unknown): readonly string[] => (Array.isArray(value) ? (value as string[]) : []);

/** The subnet of a form: fields left empty are left out. */
function subnetOf(values: FormValues): Record<string, unknown> {
  const text = (name: string) => typedText(values[name]).trim();
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
  {
    kind: "text",
    name: "IpGateway",
    label: "Gateway",
    mono: true,
    placeholder: "10.0.0.1",
    check: ipProblem,
  },
  {
    kind: "text",
    name: "IpMask",
    label: "Mask",
    mono: true,
    placeholder: "255.255.255.0",
    check: maskProblem,
  },
  {
    kind: "list",
    name: "DomainNameServers",
    label: "Name servers",
    optional: true,
    placeholder: "10.0.0.2",
    check: (item) => ipProblem(item) && `“${item}” is not an IPv4 address such as 10.0.0.2`,
  },
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
    with: "LastDynamicIP",
    check: ipProblem,
  },
  {
    kind: "text",
    name: "LastDynamicIP",
    label: "Last such address",
    mono: true,
    optional: true,
    with: "FirstDynamicIP",
    check: ipProblem,
  },
  { kind: "check", name: "Manage", label: "The fleet manager hands out its addresses" },
  { kind: "check", name: "DisableMetadata", label: "No metadata service" },
];

/** Adds a subnet; with the preset `change` or `delete` it does that to the one named. */
export const updateSubnets: OperatorAction = {
  method: "UpdateSubnets",
  icon: "plus",
  label: (preset) => (preset["delete"] ? "Delete subnet" : preset["change"] ? "Change subnet" : "Add subnet"),
  summary: (preset) =>
    preset["delete"]
      ? "VMs of this hypervisor can be in it no longer."
      : preset["change"]
        ? "What VMs in it are told about their network, and who may put VMs in."
        : "Another network that VMs of this hypervisor can be in.",
  target: (preset) => preset["delete"] ?? preset["change"],
  isDanger: (preset) => preset["delete"] !== undefined,
  fields: (_hypervisor, preset) => (preset["delete"] ? [] : subnetFields(preset["change"] === undefined)),
  facts: (hypervisor, preset) => {
    const id = preset["delete"];
    if (typeof id !== "string") return [];
    const free = hypervisor.NumFreeAddresses[id] ?? 0;
    return free > 0
      ? [
          `${plural(free, "of its addresses is", "of its addresses are")} still free: take them out of the pool first.`,
        ]
      : [];
  },
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
