import { describe, expect, test } from "vitest";
import type { Caller, MethodName, RuleContext } from "../src/index.ts";
import { allStates, confirmationFor, mayRun, methodList, powerCovers } from "../src/index.ts";

const vm = { State: "stopped", OwnerUsers: ["alice"], OwnerGroups: ["team-a"] };
const callers: Record<string, Caller> = {
  admin: { userName: "root", groups: [], methods: ["*.*"] },
  "hypervisor owner": { userName: "hattie", groups: [], methods: [], hypervisorOwnerOf: ["hv-1"] },
  owner: { userName: "alice", groups: [], methods: [] },
  "group member": { userName: "gus", groups: ["team-a"], methods: [] },
  stranger: { userName: "bob", groups: ["team-b"], methods: ["Other.*"] },
  nobody: { userName: "", groups: ["team-a"], methods: ["*.*"] },
};
const everybody = ["admin", "hypervisor owner", "owner", "group member", "stranger"];
const owners = ["admin", "hypervisor owner", "owner", "group member"];

/** Who may call each kind, by the reference's own words, for remote callers without tokens and open subnets. */
const expected: Record<string, readonly string[]> = {
  "any-authenticated": everybody,
  "any-authenticated-plus-subnet": everybody,
  "vm-owner": owners,
  "vm-owner-or-access-token": owners,
  "vm-owner-plus-subnet": owners,
  "any-authenticated-with-source-token": owners,
  "method-powers-only": ["admin", "hypervisor owner"],
  "method-powers-and-vm-owner-or-token": [],
  "any-authenticated-local": [],
  "local-root": [],
  "local-root-and-vm-owner": [],
};

function permits(method: MethodName, context: RuleContext): boolean {
  const verdict = mayRun(method, { vm: { ...vm, State: undefined }, hypervisor: "hv-1", ...context });
  if (!verdict.ok) expect(verdict.why).toMatch(/^[A-Z].*\.$/);
  return verdict.ok;
}

describe("permission matrix", () => {
  test.each(methodList.map((row) => [row.name, row.authorization] as const))("%s (%s)", (name, kind) => {
    const may = Object.keys(callers).filter((who) => permits(name, { caller: callers[who] as Caller }));
    expect(may).toEqual(expected[kind]);
  });

  const alice = callers.owner as Caller;
  const bob = callers.stranger as Caller;
  const cases: [string, MethodName, RuleContext, boolean][] = [
    ["token opens what it opens", "StopVm", { caller: bob, hasAccessToken: true }, true],
    ["token does not open the rest", "ChangeVmTags", { caller: bob, hasAccessToken: true }, false],
    ["token of the source", "MigrateVm", { caller: bob, hasAccessToken: true }, true],
    ["powers do not replace ownership", "PrepareVmForMigration", { caller: callers.admin as Caller }, false],
    ["powers and ownership", "PrepareVmForMigration", { caller: { ...alice, methods: ["*.*"] } }, true],
    ["powers for one method", "StopVm", { caller: { ...bob, methods: ["Hypervisor.StopVm"] } }, true],
    ["powers for another method", "StopVm", { caller: { ...bob, methods: ["Hypervisor.StartVm"] } }, false],
    ["owner of another hypervisor", "PowerOff", { caller: { ...bob, hypervisorOwnerOf: ["hv-2"] } }, false],
    ["local peer", "ListVolumeDirectories", { caller: { ...bob, isLocal: true } }, true],
    ["local peer without cookie", "ImportLocalVm", { caller: { ...bob, isLocal: true } }, false],
    ["local root", "ImportLocalVm", { caller: { ...bob, isLocal: true }, hasRootCookie: true }, true],
    [
      "local root, not owner",
      "ExportLocalVm",
      { caller: { ...bob, isLocal: true }, hasRootCookie: true },
      false,
    ],
    [
      "local root and owner",
      "ExportLocalVm",
      { caller: { ...alice, isLocal: true }, hasRootCookie: true },
      true,
    ],
    ["open subnet", "CreateVm", { caller: bob, subnets: [{ Id: "a" }] }, true],
    ["foreign subnet", "CreateVm", { caller: bob, subnets: [{ Id: "a", AllowedUsers: ["carol"] }] }, false],
    [
      "subnet of a group",
      "CreateVm",
      { caller: bob, subnets: [{ Id: "a", AllowedGroups: ["team-b"] }] },
      true,
    ],
    [
      "foreign subnet with powers",
      "CreateVm",
      {
        caller: { ...bob, methods: ["Hypervisor.CreateVm"] },
        subnets: [{ Id: "a", AllowedUsers: ["carol"] }],
      },
      true,
    ],
    [
      "owner, foreign subnet",
      "ChangeVmSubnet",
      { caller: alice, subnets: [{ Id: "a", AllowedUsers: ["x"] }] },
      false,
    ],
    ["negative priority", "ChangeVmCpuPriority", { caller: alice, request: { CpuPriority: -1 } }, false],
    ["positive priority", "ChangeVmCpuPriority", { caller: alice, request: { CpuPriority: 1 } }, true],
    ["own virtualiser", "CreateVm", { caller: alice, request: { VirtualiserImageName: "x" } }, false],
  ];
  test.each(cases)("%s: %s", (_, method, context, ok) => expect(permits(method, context)).toBe(ok));
});

describe("states", () => {
  const caller = callers.owner as Caller;
  const inState = methodList.filter(
    (row) => row.states !== null && expected[row.authorization]?.includes("owner"),
  );

  test.each(inState.map((row) => [row.name, row] as const))("%s follows the table", (name, row) => {
    for (const state of allStates) {
      const verdict = mayRun(name, { caller, vm: { ...vm, State: state } });
      expect(verdict.ok, state).toBe(row.states?.allowed.includes(state));
      if (!verdict.ok)
        expect(verdict).toMatchObject({ kind: "state", why: expect.stringMatching(/^The VM .*\.$/) });
    }
  });

  const size = { MemoryInMiB: 1024, MilliCPUs: 1500, VirtualCPUs: 0 };
  const running = { ...vm, State: "running" };
  const cases: [string, MethodName, Partial<RuleContext>, boolean][] = [
    ["protected", "DestroyVm", { vm: { ...running, DestroyProtection: true } }, false],
    ["protected but stopped", "DestroyVm", { vm: { ...vm, DestroyProtection: true } }, true],
    ["protected, asynchronous", "DestroyVmAsync", { vm: { ...running, DestroyProtection: true } }, false],
    ["forced", "SnapshotVm", { vm: running, request: { ForceIfNotStopped: true } }, true],
    ["not forced", "SnapshotVm", { vm: running, request: { ForceIfNotStopped: false } }, false],
    ["deleting first", "ReplaceVmImage", { vm: running, request: { PreDelete: true } }, false],
    ["same CPUs", "ChangeVmSize", { vm: { ...running, ...size }, request: { MilliCPUs: 1700 } }, true],
    ["more CPUs", "ChangeVmSize", { vm: { ...running, ...size }, request: { MilliCPUs: 2100 } }, false],
    ["more memory", "ChangeVmSize", { vm: { ...running, ...size }, request: { MemoryInMiB: 2048 } }, false],
    ["same memory", "ChangeVmSize", { vm: { ...running, ...size }, request: { MemoryInMiB: 1024 } }, true],
    [
      "same volume size",
      "ChangeVmVolumeSize",
      { vm: { ...running, Volumes: [{ Size: 5 }] }, request: { VolumeIndex: 0, VolumeSize: 5 } },
      true,
    ],
    ["disabled hypervisor", "StartVm", { vm, hypervisorDisabled: true }, false],
    ["disabled hypervisor, stop", "StopVm", { vm: running, hypervisorDisabled: true }, true],
    ["state without VM", "StopVm", { vm: { OwnerUsers: ["alice"] }, state: "stopped" }, false],
    ["unknown state", "StopVm", { vm: { OwnerUsers: ["alice"] }, state: "hibernating" }, false],
  ];
  test.each(cases)("%s: %s", (_, method, context, ok) => {
    expect(mayRun(method, { caller, ...context }).ok).toBe(ok);
  });

  test("prepare and unprepare", () => {
    const powerful = { ...caller, methods: ["*.*"] };
    const verdict = (state: string, Enable: boolean) =>
      mayRun("PrepareVmForMigration", { caller: powerful, vm: { ...vm, State: state }, request: { Enable } })
        .ok;
    expect([verdict("stopped", true), verdict("stopped", false)]).toEqual([true, false]);
    expect([verdict("migrating", true), verdict("migrating", false)]).toEqual([false, true]);
  });
});

describe("order of refusals", () => {
  const bob = callers.stranger as Caller;
  const alice = callers.owner as Caller;
  const kind = (method: MethodName, context: RuleContext) => {
    const verdict = mayRun(method, context);
    return verdict.ok ? "ok" : verdict.kind;
  };

  test("a snapshot is kept by servers that can, and restored by all", () => {
    const stopped = { caller: alice, vm: { ...vm, State: "stopped" } } as const;
    const old = { ...stopped, capabilities: ["RestoreVmFromSnapshot"] };
    const today = { ...stopped, capabilities: ["RestoreVmFromSnapshot", "ChangeVmHostname"] };
    const name = "RestoreVmFromSnapshot";
    expect(kind(name, { ...old, request: { Retain: true } })).toBe("unsupported");
    expect(kind(name, { ...old, request: { Retain: false } })).toBe("ok");
    expect(kind(name, { ...today, request: { Retain: true } })).toBe("ok");
    expect(kind(name, { ...stopped, request: { Retain: true } })).toBe("ok");
  });

  test("unsupported, then permission, then busy, then state", () => {
    const all = { caller: bob, vm: { ...vm, State: "running" }, busy: true, capabilities: ["StopVm"] };
    expect(kind("ChangeVmHostname", all)).toBe("unsupported");
    expect(kind("SnapshotVm", { ...all, capabilities: [] })).toBe("permission");
    expect(kind("SnapshotVm", { ...all, capabilities: [], caller: alice })).toBe("busy");
    expect(kind("SnapshotVm", { caller: alice, vm: { ...vm, State: "running" } })).toBe("state");
    expect(kind("GetVmInfo", { ...all, capabilities: ["Hypervisor.GetVmInfo"] })).toBe("ok");
    expect(kind("StopVm", { ...all, caller: alice })).toBe("busy");
  });

  test("asynchronous variants need the method behind them", () => {
    expect(kind("StartVmAsync", { caller: alice, vm, capabilities: new Set(["Hypervisor.StartVm"]) })).toBe(
      "ok",
    );
  });
});

describe("confirmation", () => {
  const cases: [MethodName, Record<string, unknown>, string][] = [
    ["StartVm", {}, "none"],
    ["StopVm", {}, "confirm"],
    ["DestroyVm", {}, "type-the-name"],
    ["ChangeVmSize", { MemoryInMiB: 2048 }, "none"],
    ["ChangeVmSize", { MemoryInMiB: 512 }, "confirm"],
    ["ChangeVmVolumeSize", { VolumeIndex: 1, VolumeSize: 9 }, "confirm"],
    ["ChangeVmVolumeSize", { VolumeIndex: 1, VolumeSize: 11 }, "none"],
    ["SnapshotVm", { Name: "b" }, "none"],
    ["SnapshotVm", { Name: "a" }, "confirm"],
    ["SnapshotVm", { Name: "constructor" }, "none"],
    ["SnapshotVm", { Name: "b", ForceIfNotStopped: true }, "confirm"],
    ["RestoreVmFromSnapshot", { ForceIfNotStopped: true }, "type-the-name"],
    ["ReplaceVmImage", { PreDelete: true }, "type-the-name"],
    ["PatchVmImage", { SkipBackup: true }, "type-the-name"],
    ["UpdateSubnets", { Delete: [] }, "confirm"],
    ["UpdateSubnets", { Delete: ["a"] }, "type-the-name"],
    ["ChangeAddressPool", { MaximumFreeAddresses: { a: 1 } }, "confirm"],
    ["SetDisabledState", { Disable: false }, "none"],
    ["SetDisabledState", { Disable: true }, "confirm"],
  ];
  const size = { MemoryInMiB: 1024, Volumes: [{ Size: 10 }, { Size: 10, Snapshots: { a: 10 } }] };
  test.each(cases)("%s %j: %s", (method, request, level) => {
    const needed = confirmationFor(method, request, size);
    expect(needed.level).toBe(level);
    expect(needed.texts.length > 0).toBe(level !== "none");
  });

  test("every condition of the table is understood", () => {
    const raised = methodList.filter((row) => row.confirm.raised).map((row) => row.name);
    expect(
      [...new Set(cases.filter(([name]) => raised.includes(name)).map(([name]) => name))].sort(),
    ).toEqual([...raised].sort());
  });
});

test.each([
  ["*.*", "Hypervisor.StopVm", true],
  ["Hypervisor.*", "Hypervisor.StopVm", true],
  ["Hypervisor.Stop*", "Hypervisor.StartVm", false],
  ["Hypervisor.?topVm", "Hypervisor.StopVm", true],
  ["Hypervisor.[R-T]topVm", "Hypervisor.StopVm", true],
  ["Hypervisor.[^R-T]topVm", "Hypervisor.StopVm", false],
  ["Hypervisor.\\StopVm", "Hypervisor.StopVm", true],
  ["*", "Hypervisor/StopVm", false],
  ["[", "[", false],
  ["[]a]", "a", false],
  ["a\\", "a", false],
  ["", "", true],
  ["a*b*c*", "a1b2c3", true],
  ["*Vm", "Hypervisor.StopVmX", false],
])("power %s covers %s: %s", (pattern, method, covers) => expect(powerCovers(pattern, method)).toBe(covers));
