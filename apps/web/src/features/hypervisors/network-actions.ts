/** Actions on a hypervisor's networks: address pool, leases, network boot. */
import { type FormValues, typedText } from "../../ui/form/field-spec.ts";
import { plural } from "../../ui/format.ts";
import { addressesProblem, ipProblem, macProblem, readAddresses } from "./addresses.ts";
import type { OperatorAction } from "./operator-action.ts";

/** Which part of the address pool a button is about. */
export type PoolPart = "add" | "remove" | "limit";

const poolLabels: Readonly<Record<PoolPart, string>> = {
  add: "Add addresses",
  remove: "Remove addresses",
  limit: "Limit free addresses",
};
const poolSummaries: Readonly<Record<PoolPart, string>> = {
  add: "More addresses for VMs of this hypervisor.",
  remove: "Free addresses leave the pool of this hypervisor.",
  limit: "Free addresses leave the pool until so many are left in the subnet.",
};
const partOf = (preset: FormValues): PoolPart => (preset["part"] as PoolPart | undefined) ?? "add";
const countOf = (text: string) =>
  addressesProblem(text) === undefined ? plural(readAddresses(text).length, "address", "addresses") : "";

/** Adds to the pool, removes from it, or limits what is free, by the preset `part`. */
export const changeAddressPool: OperatorAction = {
  method: "ChangeAddressPool",
  icon: "networks",
  label: (preset) => poolLabels[partOf(preset)],
  summary: (preset) => poolSummaries[partOf(preset)],
  isDanger: (preset) => partOf(preset) !== "add",
  fields: (hypervisor, preset) => {
    const part = partOf(preset);
    if (part === "limit")
      return [
        {
          kind: "choice",
          name: "Subnet",
          label: "Subnet",
          options: hypervisor.Subnets.map(
            (id) => [id, `${id} (${hypervisor.NumFreeAddresses[id] ?? 0} free)`] as const,
          ),
        },
        { kind: "number", name: "Keep", label: "Free addresses to keep there", min: 0 },
      ];
    return [
      {
        kind: "lines",
        name: "Addresses",
        label: part === "add" ? "Addresses to add" : "Free addresses to remove",
        mono: true,
        rows: 5,
        placeholder: "10.0.0.20\n10.0.0.30-10.0.0.39",
        hint:
          part === "add"
            ? "One a line: an address, a range, or a MAC and an address. Without a MAC the customary one is made."
            : "One a line: an address or a range.",
        check: addressesProblem,
        note: countOf,
      },
    ];
  },
  initial: (hypervisor, preset) => ({
    Addresses: typedText(preset["address"]),
    Subnet: typedText(preset["subnet"]) || (hypervisor.Subnets[0] ?? ""),
  }),
  request: (values, preset) => {
    const part = partOf(preset);
    const addresses = readAddresses(typedText(values["Addresses"]));
    return {
      AddressesToAdd: part === "add" ? addresses : [],
      AddressesToRemove: part === "remove" ? addresses : [],
      MaximumFreeAddresses:
        part === "limit" ? { [typedText(values["Subnet"])]: Number(values["Keep"] ?? 0) } : {},
    };
  },
};

export const registerLeases: OperatorAction = {
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
      placeholder: "52:54:00:12:34:56 10.0.0.50 printer",
      hint: "One a line: MAC, address, host name. Empty removes all.",
      check: (text) => {
        const wrong = leasesOf(text).find(({ mac, ip }) => macProblem(mac) || ipProblem(ip));
        return wrong && `“${wrong.line}” is not a MAC, an address and a name`;
      },
    },
  ],
  request: (values) => {
    const leases = leasesOf(typedText(values["Leases"]));
    return {
      Addresses: leases.map(({ mac, ip }) => ({ MacAddress: mac, IpAddress: ip })),
      Hostnames: leases.map(({ name }) => name),
    };
  },
};

function leasesOf(text: string) {
  const rows = text.split("\n").map((line) => line.trim());
  return rows.filter(Boolean).map((line) => {
    const [mac = "", ip = "", name = ""] = line.split(/[\s,]+/);
    return { line, mac, ip, name };
  });
}

export const netboot: OperatorAction = {
  method: "NetbootMachine",
  icon: "play",
  fields: () => [
    { kind: "text", name: "MacAddress", label: "MAC address of the machine", mono: true, check: macProblem },
    { kind: "text", name: "IpAddress", label: "Address to lease", mono: true, check: ipProblem },
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
        IpAddress: typedText(values["IpAddress"]).trim(),
        MacAddress: typedText(values["MacAddress"]).trim(),
      },
      Hostname: typedText(values["Hostname"]).trim(),
      Files: {},
      FilesExpiration: seconds("OfferExpiration"),
      OfferExpiration: seconds("OfferExpiration"),
      WaitTimeout: seconds("WaitTimeout"),
      NumAcknowledgementsToWaitFor: Number(values["NumAcknowledgementsToWaitFor"] ?? 0),
    };
  },
};
