import { ConsoleType, State } from "../messages/enums.ts";
import type { VmRow } from "../rest-shapes.ts";
import type { FieldSet } from "./field-set.ts";

/** What VMs can be searched by. */
export const vmFields: FieldSet<VmRow> = {
  fields: [
    { key: "name", aliases: ["hostname"], label: "Host name or Name tag", type: "text", read: namesOf },
    { key: "ip", aliases: ["address"], label: "IP address", type: "text", read: (row) => row.IpAddress },
    { key: "state", label: "State", type: "enum", values: State.texts, read: (row) => row.State },
    {
      key: "host",
      aliases: ["hypervisor"],
      label: "Hypervisor",
      type: "text",
      read: (row) => [row.HypervisorName, row.Hypervisor],
    },
    { key: "owner", aliases: ["user"], label: "Owner user", type: "text", read: (row) => row.OwnerUsers },
    { key: "group", label: "Owner group", type: "text", read: (row) => row.OwnerGroups },
    { key: "tag", label: "Tag, as name or name=value", type: "tags", read: (row) => row.Tags },
    { key: "image", label: "Image name or URL", type: "text", read: (row) => row.ImageName },
    { key: "subnet", label: "Subnet", type: "text", read: (row) => row.SubnetId },
    { key: "mem", aliases: ["memory"], label: "Memory", type: "mebibytes", read: (row) => row.MemoryInMiB },
    { key: "cpu", aliases: ["cpus"], label: "CPUs", type: "milliCpus", read: (row) => row.MilliCPUs },
    { key: "vcpus", label: "Virtual CPUs asked for", type: "number", read: (row) => row.VirtualCPUs },
    {
      key: "disk",
      aliases: ["size"],
      label: "Size of all volumes",
      type: "bytes",
      read: (row) => row.VolumeBytes,
    },
    { key: "volumes", label: "Number of volumes", type: "number", read: (row) => row.NumVolumes },
    { key: "snapshots", label: "Number of snapshots", type: "number", read: (row) => row.NumSnapshots },
    { key: "created", label: "Created", type: "time", read: (row) => row.CreatedOn },
    { key: "changed", label: "State changed", type: "time", read: (row) => row.ChangedStateOn },
    { key: "identity", label: "Identity expires", type: "time", read: (row) => row.IdentityExpires },
    {
      key: "console",
      label: "Console type",
      type: "enum",
      values: ConsoleType.texts,
      read: (row) => row.ConsoleType || "none",
    },
    { key: "protected", label: "Destroy protection", type: "flag", read: (row) => row.DestroyProtection },
    { key: "uncommitted", label: "Not committed", type: "flag", read: (row) => row.Uncommitted },
    { key: "stale", label: "Hypervisor not live", type: "flag", read: (row) => row.Stale },
  ],
  wordsIn: (row) => [
    row.Hostname,
    row.IpAddress,
    row.Hypervisor,
    row.ImageName,
    row.State,
    row.SubnetId,
    ...row.OwnerUsers,
    ...Object.values(row.Tags),
  ],
};

function namesOf(row: VmRow): string | readonly string[] {
  const name = row.Tags.Name;
  return name === undefined ? row.Hostname : [row.Hostname, name];
}
