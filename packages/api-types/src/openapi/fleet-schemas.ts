import { State } from "../messages/enums.ts";
import type {
  Alert,
  CapacityPoint,
  FleetEvent,
  FleetSummary,
  HypervisorRow,
  PlacementCandidate,
  VmRow,
} from "../rest-shapes.ts";
import { type JsonSchema, schemaRef } from "./json-schema.ts";
import { count, counts, flag, object, text, texts, timeOrNever } from "./schema-words.ts";

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
  MissingMethods: texts,
};

const alert: Record<keyof Alert, JsonSchema> = {
  Kind: {
    type: "string",
    enum: ["unreachable", "stale", "unhealthy", "disabled", "claimed-twice", "addresses", "certificate"],
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

const capacityPoint: Record<keyof CapacityPoint, JsonSchema> = {
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

const placement: Record<keyof PlacementCandidate, JsonSchema> = {
  Hypervisor: text,
  Hostname: text,
  Fits: flag,
  Reasons: { type: "array", items: text, description: "why it does not fit" },
  Warnings: { type: "array", items: text, description: "what speaks against it although it fits" },
  FreeMilliCPUsAfter: count,
  FreeMemoryInMiBAfter: count,
  FreeVolumeBytesAfter: count,
  FreeAddresses: count,
};

const address: JsonSchema = object({ IpAddress: text, MacAddress: text });

/** Schemas of what is known of the fleet. */
export const fleetSchemas: Readonly<Record<string, JsonSchema>> = {
  VmRow: {
    ...object(vmRow, Object.keys(vmRow)),
    description: "A VM as lists show it. `fields` may leave some out.",
  },
  HypervisorRow: {
    ...object(hypervisorRow, Object.keys(hypervisorRow)),
    description: "A hypervisor as lists show it. `fields` may leave some out.",
  },
  FleetSummary: object(fleetSummary),
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
  Placement: object(placement),
  SearchValue: object({ Value: text, Count: count }),
};
