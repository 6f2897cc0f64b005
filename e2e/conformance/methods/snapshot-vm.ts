import { equal } from "../checks.ts";
import { emptyRootBytes, secondaryBytes } from "../context.ts";
import { suite } from "../suite.ts";
import { unknownIp, vmRules } from "../vm-rules.ts";

export const snapshotVm = suite("SnapshotVm", (test) => {
  vmRules(test, "SnapshotVm", { request: { Name: "rules" } });

  test("each volume shows the snapshot with its size", async ({ newVm, owner, vmInfo }) => {
    const { ip } = await newVm();
    await owner.ok("SnapshotVm", { IpAddress: ip, Name: "before" });
    const volumes = (await vmInfo(ip)).Volumes as { Snapshots: Record<string, number> }[];
    const shown = volumes.map((volume) => ({ ...volume.Snapshots }));
    equal(shown, [{ before: emptyRootBytes }, { before: secondaryBytes }], "the snapshots");
  });

  test("the root alone, under the empty name", async ({ newVm, owner, vmInfo }) => {
    const { ip } = await newVm();
    await owner.ok("SnapshotVm", { IpAddress: ip, RootOnly: true });
    const volumes = (await vmInfo(ip)).Volumes as { Snapshots?: Record<string, number> }[];
    equal({ ...volumes[0]?.Snapshots }, { "": emptyRootBytes }, "the snapshots of the root");
    equal({ ...volumes[1]?.Snapshots }, {}, "the snapshots of the other volume");
  });

  test("a running VM wants force", async ({ newVm, owner }) => {
    const { ip } = await newVm({ start: true });
    await owner.refused("SnapshotVm", { IpAddress: ip, Name: "now" }, "VM is not stopped");
    await owner.ok("SnapshotVm", { IpAddress: ip, Name: "now", ForceIfNotStopped: true });
  });

  test("some characters are not allowed, checked before the VM", async ({ stranger }) => {
    for (const Name of ["a.b", "a:b", "a/b"]) {
      const text = `prohibited characters in snapshot name: "${Name}"`;
      await stranger.refused("SnapshotVm", { IpAddress: unknownIp, Name }, text);
    }
  });
});
