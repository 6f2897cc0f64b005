import { State } from "../messages/enums.ts";
import type {
  Alert,
  AuditRow,
  CertificateInfo,
  FleetEvent,
  FleetSummary,
  HypervisorRow,
  Operation,
  Problem,
  SessionInfo,
  VmRow,
} from "../rest-shapes.ts";
import type { JsonSchema } from "./json-schema.ts";
import { schemaRef } from "./json-schema.ts";

const text: JsonSchema = { type: "string" };
const count: JsonSchema = { type: "integer" };
const flag: JsonSchema = { type: "boolean" };
const texts: JsonSchema = { type: "array", items: text };
const counts: JsonSchema = { type: "object", additionalProperties: count };
const timeOrNever: JsonSchema = { type: "string", description: "RFC 3339; empty for never" };

/** An object all of whose fields are there, but for those named optional. */
function object(properties: Record<string, JsonSchema>, optional: readonly string[] = []): JsonSchema {
  return {
    type: "object",
    properties,
    required: Object.keys(properties).filter((name) => !optional.includes(name)),
  };
}

const problem: Record<keyof Problem, JsonSchema> = {
  type: text,
  title: text,
  status: count,
  detail: text,
  code: { type: "string", description: "stable code, see /api/v1/errors" },
  requestId: text,
  hypervisorError: { type: "string", description: "the hypervisor's own words" },
  outcomeUnknown: { type: "boolean", description: "the request may have been carried out" },
  errors: { type: "array", items: object({ field: text, message: text }) },
};

const vmRow: Record<keyof VmRow, JsonSchema> = {
  IpAddress: text,
  Hostname: text,
  State: { type: "string", description: State.texts.join(", ") },
  Hypervisor: text,
  HypervisorName: text,
  MemoryInMiB: count,
  MilliCPUs: count,
  VirtualCPUs: count,
  VolumeBytes: count,
  NumVolumes: count,
  NumSnapshots: count,
  OwnerUsers: texts,
  OwnerGroups: texts,
  ImageName: text,
  SubnetId: text,
  Tags: { type: "object", additionalProperties: text },
  ConsoleType: text,
  DestroyProtection: flag,
  Uncommitted: flag,
  ChangedStateOn: timeOrNever,
  CreatedOn: timeOrNever,
  IdentityExpires: timeOrNever,
  Stale: flag,
};

const alert: Record<keyof Alert, JsonSchema> = {
  Kind: {
    type: "string",
    enum: ["unreachable", "stale", "unhealthy", "disabled", "addresses", "certificate"],
  },
  Severity: { type: "string", enum: ["warn", "bad"] },
  Subject: { type: "string", description: "the subnet, for addresses" },
  Text: text,
};

const hypervisorRow: Record<keyof HypervisorRow, JsonSchema> = {
  Id: text,
  Hostname: text,
  Address: text,
  Freshness: { type: "string", enum: ["connecting", "live", "catching-up", "stale", "unreachable"] },
  LastContact: count,
  Problem: text,
  HealthStatus: text,
  Disabled: flag,
  SerialNumber: text,
  ArchitectureType: text,
  NumCPUs: count,
  MemoryInMiB: count,
  AvailableMemoryInMiB: { type: ["integer", "null"] },
  TotalVolumeBytes: count,
  AllocatedMilliCPUs: count,
  AllocatedMemoryInMiB: count,
  AllocatedVolumeBytes: count,
  NumVMs: count,
  NumVMsByState: counts,
  NumFreeAddresses: counts,
  NumRegisteredAddresses: count,
  Subnets: texts,
  Alerts: { type: "array", items: object(alert), description: "what needs a person, worst first" },
  Location: text,
  Methods: texts,
};

const fleetSummary: Record<keyof FleetSummary, JsonSchema> = {
  NumVMs: count,
  NumVMsByState: counts,
  NumHypervisors: count,
  NumHypervisorsByFreshness: counts,
  MemoryInMiB: count,
  AllocatedMemoryInMiB: count,
  MilliCPUs: count,
  AllocatedMilliCPUs: count,
  VolumeBytes: count,
  AllocatedVolumeBytes: count,
  NumFreeAddresses: count,
};

const operation: Record<keyof Operation, JsonSchema> = {
  Id: text,
  Method: text,
  Target: text,
  TargetName: text,
  Hypervisor: text,
  User: text,
  State: {
    type: "string",
    enum: ["running", "waiting-for-commit", "succeeded", "failed", "cancelled", "unknown"],
  },
  StartedOn: text,
  EndedOn: text,
  Progress: { type: "array", items: object({ On: text, Text: text }) },
  BytesDone: count,
  BytesTotal: count,
  Error: { anyOf: [schemaRef("Problem"), { type: "null" }] },
  Result: { type: ["object", "null"] },
  Cancellable: flag,
};

const auditRow: Record<keyof AuditRow, JsonSchema> = {
  Id: count,
  On: text,
  User: text,
  RemoteAddress: text,
  Method: text,
  Target: text,
  Hypervisor: text,
  RequestId: text,
  Outcome: { type: "string", enum: ["started", "succeeded", "failed", "unknown"] },
  Detail: text,
};

const fleetEvent: Record<keyof FleetEvent, JsonSchema> = {
  Id: count,
  On: text,
  Kind: text,
  Severity: { type: "string", enum: ["good", "warn", "bad"] },
  Target: text,
  TargetName: text,
  Hypervisor: text,
  Text: text,
};

const certificateInfo: Record<keyof CertificateInfo, JsonSchema> = {
  Name: text,
  UserName: text,
  Groups: texts,
  MethodPowers: texts,
  ExpiresOn: text,
  InUse: flag,
};

const sessionInfo: Record<keyof SessionInfo, JsonSchema> = {
  UserName: text,
  Groups: texts,
  MethodPowers: { type: "array", items: text, description: "patterns of the certificate, e.g. `*.*`" },
  HypervisorOwnerOf: { type: "array", items: text, description: "hypervisors known to be yours" },
  Demo: flag,
  Thumbnails: { type: "boolean", description: "whether there are small pictures of screens" },
  Version: text,
  CsrfToken: { type: "string", description: "for the header X-CSRF-Token; empty for API tokens" },
  CertificateExpires: text,
  Certificates: { type: "array", items: object(certificateInfo) },
};

const apiToken: Record<string, JsonSchema> = {
  Id: text,
  Name: text,
  User: text,
  CreatedOn: text,
  ExpiresOn: text,
  LastUsedOn: timeOrNever,
  MayChange: flag,
};

const capacityPoint: Record<string, JsonSchema> = {
  At: { type: "integer", description: "Unix seconds" },
  NumCPUs: { type: "number" },
  MemoryInMiB: { type: "number" },
  VolumeBytes: { type: "number" },
  AllocatedMilliCPUs: { type: "number" },
  AllocatedMemoryInMiB: { type: "number" },
  AllocatedVolumeBytes: { type: "number" },
  NumVMs: { type: "number" },
  NumFreeAddresses: { type: "number" },
};

const address: JsonSchema = object({ IpAddress: text, MacAddress: text });

/** Schemas of the shapes that are ours rather than the hypervisor's. The compiler holds them to the types. */
export const ownSchemas: Readonly<Record<string, JsonSchema>> = {
  Problem: object(problem, ["hypervisorError", "outcomeUnknown", "errors"]),
  VmRow: {
    ...object(vmRow, Object.keys(vmRow)),
    description: "A VM as lists show it. `fields` may leave some out.",
  },
  HypervisorRow: {
    ...object(hypervisorRow, Object.keys(hypervisorRow)),
    description: "A hypervisor as lists show it. `fields` may leave some out.",
  },
  FleetSummary: object(fleetSummary),
  Operation: object(operation),
  AuditRow: object(auditRow),
  FleetEvent: {
    ...object(fleetEvent, Object.keys(fleetEvent)),
    description: "Something that happened in the fleet without anybody's call. `fields` may leave some out.",
  },
  HypervisorDetail: object({
    ...hypervisorRow,
    AddressPool: { type: "array", items: address },
    SubnetDetails: { type: "array", items: schemaRef("Subnet") },
  }),
  CapacityHistory: object({
    StepSeconds: count,
    Points: { type: "array", items: object(capacityPoint) },
  }),
  Placement: object({
    Hypervisor: text,
    Hostname: text,
    Fits: flag,
    Reasons: { type: "array", items: text, description: "why it does not fit" },
    Warnings: { type: "array", items: text, description: "what speaks against it although it fits" },
    FreeMilliCPUsAfter: count,
    FreeMemoryInMiBAfter: count,
    FreeVolumeBytesAfter: count,
    FreeAddresses: count,
  }),
  SearchValue: object({ Value: text, Count: count }),
  ApiToken: object(apiToken),
  NewApiToken: object({ ...apiToken, Secret: { type: "string", description: "shown once, kept nowhere" } }),
  SavedView: object({ Id: text, Noun: text, Name: text, Query: text, Default: flag }),
  SessionInfo: object(sessionInfo),
  MethodRow: {
    type: "object",
    description: "A row of the method table: names, rules, route.",
    properties: { name: text, category: text, access: { type: "string", enum: ["public", "private"] } },
    required: ["name", "category", "access", "authorization", "rest"],
  },
  ErrorEntry: object({ Code: text, status: count, title: text, retryable: flag }, ["retryable"]),
};
