/** Shapes of the REST and live interfaces that are ours rather than the hypervisor's. */

/** Error body, RFC 9457 (application/problem+json). */
export interface Problem {
  /** Stable URI of the kind of error: `/api/docs/errors#VM_STATE`. */
  readonly type: string;
  /** Short sentence for people. */
  readonly title: string;
  readonly status: number;
  /** What happened this time, for people. */
  readonly detail?: string;
  /** Stable code from the error catalogue. */
  readonly code: string;
  readonly requestId: string;
  /** The hypervisor's own words, verbatim, where it was asked. */
  readonly hypervisorError?: string;
  /** True when the request reached the hypervisor but its answer did not come back: it may have happened. */
  readonly outcomeUnknown?: boolean;
  /** One entry for each wrong field of the input. */
  readonly errors?: readonly { readonly field: string; readonly message: string }[];
}

/** How fresh what we know of a hypervisor is. */
export type Freshness = "connecting" | "live" | "catching-up" | "stale" | "unreachable";

/** A VM as lists show it. Units as in VmInfo: MiB, thousandths of a CPU, bytes. */
export interface VmRow {
  readonly IpAddress: string;
  readonly Hostname: string;
  readonly State: string;
  /** Identifier of the hypervisor (its `host:port` or configured name). */
  readonly Hypervisor: string;
  /** Its name for people: the host name, or the identifier where there is none. */
  readonly HypervisorName: string;
  readonly MemoryInMiB: number;
  readonly MilliCPUs: number;
  readonly VirtualCPUs: number;
  /** Sum of the volumes' effective sizes, in bytes. */
  readonly VolumeBytes: number;
  readonly NumVolumes: number;
  readonly NumSnapshots: number;
  readonly OwnerUsers: readonly string[];
  readonly OwnerGroups: readonly string[];
  readonly ImageName: string;
  readonly SubnetId: string;
  readonly Tags: Readonly<Record<string, string>>;
  readonly ConsoleType: string;
  readonly DestroyProtection: boolean;
  readonly Uncommitted: boolean;
  /** RFC 3339, "" when never. */
  readonly ChangedStateOn: string;
  readonly CreatedOn: string;
  readonly IdentityExpires: string;
  /** True while the hypervisor's stream is not live: the row is the last thing known. */
  readonly Stale: boolean;
  /** Methods that its hypervisor is too old for; empty for nearly all. */
  readonly MissingMethods: readonly string[];
}

/** What is wrong where a person should look. */
export interface Alert {
  readonly Kind:
    | "unreachable"
    | "stale"
    | "unhealthy"
    | "disabled"
    | "claimed-twice"
    | "addresses"
    | "certificate";
  readonly Severity: "warn" | "bad";
  /** The subnet that runs out of addresses; "" for what is about the whole. */
  readonly Subject: string;
  /** A sentence for people. */
  readonly Text: string;
}

/** A hypervisor as lists show it; sums are over all its VMs in every state. */
export interface HypervisorRow {
  readonly Id: string;
  readonly Hostname: string;
  readonly Address: string;
  readonly Freshness: Freshness;
  /** Unix milliseconds of the last message, 0 when never. */
  readonly LastContact: number;
  /** Why it is not live, for people; "" when it is. */
  readonly Problem: string;
  readonly HealthStatus: string;
  readonly Disabled: boolean;
  readonly SerialNumber: string;
  readonly ArchitectureType: string;
  readonly NumCPUs: number;
  readonly MemoryInMiB: number;
  readonly AvailableMemoryInMiB: number | null;
  readonly TotalVolumeBytes: number;
  readonly AllocatedMilliCPUs: number;
  readonly AllocatedMemoryInMiB: number;
  readonly AllocatedVolumeBytes: number;
  readonly NumVMs: number;
  readonly NumVMsByState: Readonly<Record<string, number>>;
  readonly NumFreeAddresses: Readonly<Record<string, number>>;
  readonly NumRegisteredAddresses: number;
  readonly Subnets: readonly string[];
  /** What needs a person here, worst first. */
  readonly Alerts: readonly Alert[];
  /** Location in the fleet manager's topology, "" when there is none. */
  readonly Location: string;
  /** Method names this server offers; empty until known. */
  readonly Methods: readonly string[];
}

/** The whole fleet in numbers. */
export interface FleetSummary {
  readonly NumVMs: number;
  readonly NumVMsByState: Readonly<Record<string, number>>;
  readonly NumHypervisors: number;
  readonly NumHypervisorsByFreshness: Readonly<Record<string, number>>;
  readonly MemoryInMiB: number;
  readonly AllocatedMemoryInMiB: number;
  readonly MilliCPUs: number;
  readonly AllocatedMilliCPUs: number;
  readonly VolumeBytes: number;
  readonly AllocatedVolumeBytes: number;
  readonly NumFreeAddresses: number;
}

export type OperationState =
  | "running"
  | "waiting-for-commit"
  | "succeeded"
  | "failed"
  | "cancelled"
  | "unknown";

/** A piece of long-running work. */
export interface Operation {
  readonly Id: string;
  /** Name of the API, as in the method table. */
  readonly Method: string;
  /** What it works on: a VM's address or a hypervisor's id; "" until known. */
  readonly Target: string;
  readonly TargetName: string;
  readonly Hypervisor: string;
  readonly User: string;
  readonly State: OperationState;
  /** RFC 3339. */
  readonly StartedOn: string;
  readonly EndedOn: string;
  /** Progress lines of the hypervisor, oldest first. */
  readonly Progress: readonly { readonly On: string; readonly Text: string }[];
  /** Bytes sent and expected, for transfers. */
  readonly BytesDone: number;
  readonly BytesTotal: number;
  /** Set when State is failed, cancelled or unknown. */
  readonly Error: Problem | null;
  /** What the hypervisor answered at the end (without secrets). */
  readonly Result: Readonly<Record<string, unknown>> | null;
  readonly Cancellable: boolean;
}

/** One line of the audit log. */
export interface AuditRow {
  readonly Id: number;
  readonly On: string;
  /** Who did it; of a sign-in that was refused, whom it would have let in. */
  readonly User: string;
  readonly RemoteAddress: string;
  readonly Method: string;
  readonly Target: string;
  readonly Hypervisor: string;
  readonly RequestId: string;
  readonly Outcome: "started" | "succeeded" | "failed" | "unknown";
  readonly Detail: string;
}

/** Something that happened in the fleet without anybody's call, as this server saw it. */
export interface FleetEvent {
  /** Counts up. */
  readonly Id: number;
  /** RFC 3339. */
  readonly On: string;
  /** Kind of the alert that began or ended, or the state that a VM fell into. */
  readonly Kind: string;
  readonly Severity: "good" | "warn" | "bad";
  /** Address of the VM or id of the hypervisor; "" for the server itself. */
  readonly Target: string;
  readonly TargetName: string;
  readonly Hypervisor: string;
  readonly Text: string;
}

/** A hypervisor as a place for a VM: whether it fits, why not, and what would be left. `GET /api/v1/placement`. */
export interface PlacementCandidate {
  readonly Hypervisor: string;
  readonly Hostname: string;
  readonly Fits: boolean;
  /** Why it does not fit; empty when it does. */
  readonly Reasons: readonly string[];
  /** What speaks against it although it fits: others come first. */
  readonly Warnings: readonly string[];
  readonly FreeMilliCPUsAfter: number;
  readonly FreeMemoryInMiBAfter: number;
  readonly FreeVolumeBytesAfter: number;
  /** Free addresses in the wanted subnet now. */
  readonly FreeAddresses: number;
}

/**
 * One point of a hypervisor's history: averages over a step. Bytes, MiB and thousandths of a CPU.
 * `GET /api/v1/hypervisors/{id}/history`.
 */
export interface CapacityPoint {
  /** Unix seconds of the start of the step. */
  readonly At: number;
  readonly NumCPUs: number;
  readonly MemoryInMiB: number;
  readonly VolumeBytes: number;
  readonly AllocatedMilliCPUs: number;
  readonly AllocatedMemoryInMiB: number;
  readonly AllocatedVolumeBytes: number;
  readonly NumVMs: number;
  readonly NumFreeAddresses: number;
}
