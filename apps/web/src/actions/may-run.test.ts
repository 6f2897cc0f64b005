import { describe, expect, it } from "vitest";
import { type Caller, callerReason, whyNot, whyUnsupported } from "./may-run.ts";
import type { VmSubject } from "./vm-subject.ts";

const vm: VmSubject = {
  ip: "10.0.0.7",
  name: "web-1",
  state: "running",
  hypervisor: "hv-1",
  hypervisorName: "hv-1",
  ownerUsers: ["alice"],
  ownerGroups: ["web"],
  destroyProtection: false,
  uncommitted: false,
  consoleType: "none",
  stale: false,
};
const alice: Caller = { UserName: "alice", Groups: [], MethodPowers: [] };
const bob: Caller = { ...alice, UserName: "bob" };

describe("what may be done to a VM", () => {
  it.each([
    ["an owner stops a running VM", "StopVm", vm, alice, true],
    ["nobody starts a running one", "StartVm", vm, alice, false],
    ["a stranger may not", "StopVm", vm, bob, false],
    ["a group member may", "StopVm", vm, { ...bob, Groups: ["web"] }, true],
    ["powers do", "StopVm", vm, { ...bob, MethodPowers: ["Hypervisor.*"] }, true],
    ["other powers do not", "StopVm", vm, { ...bob, MethodPowers: ["Image*.*"] }, false],
    ["private methods need powers", "HoldVmLock", vm, alice, false],
    ["or the hypervisor", "HoldVmLock", vm, { ...bob, HypervisorOwnerOf: ["hv-1"] }, true],
    ["not another one", "HoldVmLock", vm, { ...bob, HypervisorOwnerOf: ["hv-2"] }, false],
    ["sizes change when stopped", "ChangeVmSize", vm, alice, false],
    ["a flag may lift the rule", "SnapshotVm", vm, alice, true],
    ["protection guards", "DestroyVm", { ...vm, destroyProtection: true }, alice, false],
    [
      "but only while it runs",
      "DestroyVm",
      { ...vm, destroyProtection: true, state: "stopped" },
      alice,
      true,
    ],
    ["stale is stale", "StopVm", { ...vm, stale: true }, alice, false],
    ["an old server lacks methods", "ChangeVmTags", { ...vm, missing: ["ChangeVmTags"] }, alice, false],
    ["and has others", "ChangeVmOwnerUsers", { ...vm, missing: ["ChangeVmTags"] }, alice, true],
    ["what is committed stays so", "CommitImportedVm", vm, alice, false],
  ] as const)("%s", (_what, method, subject, caller, allowed) => {
    const reason = whyNot(method, subject, caller);
    expect(reason === undefined).toBe(allowed);
    expect(reason).not.toBe("");
  });
});

it("knows a server too old for a wish by the methods it lacks", () => {
  const old: VmSubject = { ...vm, missing: ["ChangeVmHostname"] };
  const keep = { Retain: true };
  expect(whyUnsupported("RestoreVmFromSnapshot", old, keep)).toMatch(/too old/);
  expect(whyUnsupported("RestoreVmFromSnapshot", old, { Retain: false })).toBeUndefined();
  expect(whyUnsupported("RestoreVmFromSnapshot", vm, keep)).toBeUndefined();
  const methods = ["Hypervisor.StopVm"];
  expect(callerReason("GetPublicKey", bob, { hypervisor: "hv-1", methods })).toMatch(/too old/);
  expect(callerReason("GetPublicKey", bob, { hypervisor: "hv-1", methods: [] })).toBeUndefined();
});

it("lets owners of a hypervisor through where it is not said which one is meant", () => {
  expect(callerReason("SetDisabledState", bob)).toMatch(/method powers/);
  expect(callerReason("SetDisabledState", { ...bob, HypervisorOwnerOf: ["hv-1"] })).toBeUndefined();
});

it.each([
  ["127.0.0.1:6976", true],
  ["localhost:6976", true],
  ["[::1]:6976", true],
  ["hv-1.example.com:6976", false],
  ["127.0.0.1.example.com:6976", false],
])("imports files only through the machine's own address: %s", (hypervisor, allowed) => {
  const reason = callerReason("ImportLocalVm", alice, { hypervisor });
  expect(reason === undefined).toBe(allowed);
  expect(whyNot("ExportLocalVm", { ...vm, state: "stopped", hypervisor }, alice) === undefined).toBe(allowed);
});
