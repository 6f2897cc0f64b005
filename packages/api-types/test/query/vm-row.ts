import type { VmRow } from "../../src/index.ts";

/** The moment the tests take for now. */
export const now = Date.parse("2026-06-15T12:00:00Z");

/** A VM that most searches of the tests find, but for what is changed. */
export function vmRow(changes: Partial<VmRow> = {}): VmRow {
  return {
    IpAddress: "10.0.0.1",
    Hostname: "web-1",
    State: "running",
    Hypervisor: "hv-12",
    HypervisorName: "hv-12",
    MemoryInMiB: 8192,
    MilliCPUs: 1500,
    VirtualCPUs: 0,
    VolumeBytes: 20 * 2 ** 30,
    NumVolumes: 2,
    NumSnapshots: 0,
    OwnerUsers: ["alice", "bob"],
    OwnerGroups: ["team-a"],
    ImageName: "debian/13",
    SubnetId: "net-1",
    Tags: { env: "prod", role: "db", Name: "Web One" },
    ConsoleType: "vnc",
    DestroyProtection: true,
    Uncommitted: false,
    ChangedStateOn: "2026-06-15T11:00:00Z",
    CreatedOn: "2026-06-10T12:00:00.123456789Z",
    IdentityExpires: "",
    Stale: false,
    MissingMethods: [],
    ...changes,
  };
}
