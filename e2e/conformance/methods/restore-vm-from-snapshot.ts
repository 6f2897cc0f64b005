import { equal, matches } from "../checks.ts";
import type { Message } from "../client.ts";
import { suite } from "../suite.ts";
import { vmRules } from "../vm-rules.ts";

const names = (info: Message, index: number) =>
  Object.keys((info.Volumes as { Snapshots?: Record<string, number> }[])[index]?.Snapshots ?? {});

export const restoreVmFromSnapshot = suite("RestoreVmFromSnapshot", (test) => {
  vmRules(test, "RestoreVmFromSnapshot", { request: { Name: "none" } });

  test("uses the snapshot up", async ({ newVm, owner, vmInfo }) => {
    const { ip } = await newVm();
    await owner.ok("SnapshotVm", { IpAddress: ip, Name: "once" });
    await owner.ok("RestoreVmFromSnapshot", { IpAddress: ip, Name: "once" });
    equal(names(await vmInfo(ip), 0), [], "the snapshots");
  });

  test("keeps it when asked to", async ({ newVm, owner, vmInfo }) => {
    const { ip } = await newVm();
    await owner.ok("SnapshotVm", { IpAddress: ip, Name: "kept" });
    await owner.ok("RestoreVmFromSnapshot", { IpAddress: ip, Name: "kept", Retain: true });
    equal(names(await vmInfo(ip), 0), ["kept"], "the snapshots");
  });

  test("keeping one of the root alone restores it and still answers an error", async ({ newVm, owner }) => {
    const { ip } = await newVm();
    await owner.ok("SnapshotVm", { IpAddress: ip, Name: "root", RootOnly: true });
    const request = { IpAddress: ip, Name: "root", Retain: true };
    const { error } = await owner.attempt("RestoreVmFromSnapshot", request);
    matches(error, /no such file or directory$/, "the error");
  });

  test("a running VM wants force", async ({ newVm, owner }) => {
    const { ip } = await newVm({ start: true });
    const request = { IpAddress: ip, Name: "none" };
    await owner.refused("RestoreVmFromSnapshot", request, "VM is not stopped");
    await owner.ok("RestoreVmFromSnapshot", { ...request, ForceIfNotStopped: true });
  });
});
