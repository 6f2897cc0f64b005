import type { AuditRow, FleetEvent, HypervisorRow, Operation } from "../rest-shapes.ts";
import type { FieldSet } from "./field-set.ts";

const freshnesses = ["connecting", "live", "catching-up", "stale", "unreachable"];
const operationStates = ["running", "waiting-for-commit", "succeeded", "failed", "cancelled", "unknown"];
const auditOutcomes = ["started", "succeeded", "failed", "unknown"];

/** What hypervisors can be searched by. */
export const hypervisorFields: FieldSet<HypervisorRow> = {
  fields: [
    {
      key: "name",
      aliases: ["host", "hostname"],
      label: "Name",
      type: "text",
      read: (row) => [row.Id, row.Hostname],
    },
    { key: "address", aliases: ["ip"], label: "Address", type: "text", read: (row) => row.Address },
    {
      key: "fresh",
      aliases: ["state"],
      label: "Connection",
      type: "enum",
      values: freshnesses,
      read: (row) => row.Freshness,
    },
    { key: "health", label: "Health", type: "text", read: (row) => row.HealthStatus },
    { key: "disabled", label: "Disabled", type: "flag", read: (row) => row.Disabled },
    {
      key: "alert",
      label: "What needs a person",
      type: "text",
      read: (row) => row.Alerts.map(({ Kind }) => Kind),
    },
    { key: "arch", label: "Architecture", type: "text", read: (row) => row.ArchitectureType },
    { key: "serial", label: "Serial number", type: "text", read: (row) => row.SerialNumber },
    { key: "location", label: "Location", type: "text", read: (row) => row.Location },
    { key: "subnet", label: "Has the subnet", type: "text", read: (row) => row.Subnets },
    { key: "vms", label: "Number of VMs", type: "number", read: (row) => row.NumVMs },
    { key: "cpus", label: "Number of CPUs", type: "number", read: (row) => row.NumCPUs },
    { key: "mem", aliases: ["memory"], label: "Memory", type: "mebibytes", read: (row) => row.MemoryInMiB },
    {
      key: "free-mem",
      label: "Memory not given to VMs",
      type: "mebibytes",
      read: (row) => Math.max(0, row.MemoryInMiB - row.AllocatedMemoryInMiB),
    },
    {
      key: "free-cpu",
      label: "CPUs not given to VMs",
      type: "milliCpus",
      read: (row) => Math.max(0, row.NumCPUs * 1000 - row.AllocatedMilliCPUs),
    },
    {
      key: "free-disk",
      label: "Storage not given to VMs",
      type: "bytes",
      read: (row) => Math.max(0, row.TotalVolumeBytes - row.AllocatedVolumeBytes),
    },
    {
      key: "free-addresses",
      label: "Free addresses",
      type: "number",
      read: (row) => Object.values(row.NumFreeAddresses).reduce((sum, count) => sum + count, 0),
    },
  ],
  wordsIn: (row) => [
    row.Id,
    row.Hostname,
    row.Address,
    row.SerialNumber,
    row.Location,
    row.HealthStatus,
    ...row.Subnets,
  ],
};

/** What operations can be searched by. */
export const operationFields: FieldSet<Operation> = {
  fields: [
    { key: "state", label: "State", type: "enum", values: operationStates, read: (row) => row.State },
    { key: "method", aliases: ["api"], label: "What is done", type: "text", read: (row) => row.Method },
    {
      key: "target",
      aliases: ["vm", "ip", "name"],
      label: "What it works on",
      type: "text",
      // Of "web-1, volume 0" the VM alone, too.
      read: (row) => [row.Target, row.TargetName, row.TargetName.replace(/, volume \d+$/, "")],
    },
    {
      key: "host",
      aliases: ["hypervisor"],
      label: "Hypervisor",
      type: "text",
      read: (row) => row.Hypervisor,
    },
    { key: "user", aliases: ["owner"], label: "Who started it", type: "text", read: (row) => row.User },
    { key: "started", label: "Started", type: "time", read: (row) => row.StartedOn },
    { key: "ended", label: "Ended", type: "time", read: (row) => row.EndedOn },
  ],
  wordsIn: (row) => [row.Method, row.Target, row.TargetName, row.Hypervisor, row.User, row.State],
};

/** What events can be searched by. */
export const eventFields: FieldSet<FleetEvent> = {
  fields: [
    {
      key: "severity",
      aliases: ["state"],
      label: "How bad it is",
      type: "enum",
      values: ["good", "warn", "bad"],
      read: (row) => row.Severity,
    },
    { key: "kind", label: "What happened", type: "text", read: (row) => row.Kind },
    {
      key: "target",
      aliases: ["vm", "ip", "name"],
      label: "What it happened to",
      type: "text",
      read: (row) => [row.Target, row.TargetName],
    },
    {
      key: "host",
      aliases: ["hypervisor"],
      label: "Hypervisor",
      type: "text",
      read: (row) => row.Hypervisor,
    },
    { key: "when", aliases: ["on"], label: "When", type: "time", read: (row) => row.On },
  ],
  wordsIn: (row) => [row.Kind, row.Target, row.TargetName, row.Hypervisor, row.Text],
};

/** What the audit log can be searched by. */
export const auditFields: FieldSet<AuditRow> = {
  fields: [
    {
      key: "outcome",
      aliases: ["state"],
      label: "Outcome",
      type: "enum",
      values: auditOutcomes,
      read: (row) => row.Outcome,
    },
    { key: "method", aliases: ["api"], label: "What was done", type: "text", read: (row) => row.Method },
    {
      key: "target",
      aliases: ["vm", "ip"],
      label: "What it was done to",
      type: "text",
      read: (row) => row.Target,
    },
    {
      key: "host",
      aliases: ["hypervisor"],
      label: "Hypervisor",
      type: "text",
      read: (row) => row.Hypervisor,
    },
    { key: "user", label: "Who did it", type: "text", read: (row) => row.User },
    { key: "from", label: "From where", type: "text", read: (row) => row.RemoteAddress },
    { key: "request", label: "Request id", type: "text", read: (row) => row.RequestId },
    { key: "when", aliases: ["on"], label: "When", type: "time", read: (row) => row.On },
  ],
  wordsIn: (row) => [
    row.Method,
    row.Target,
    row.Hypervisor,
    row.User,
    row.RemoteAddress,
    row.RequestId,
    row.Detail,
  ],
};
