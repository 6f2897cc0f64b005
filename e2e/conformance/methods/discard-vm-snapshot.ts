import { equal } from "../checks.ts";
import { suite } from "../suite.ts";
import { vmRules } from "../vm-rules.ts";

export const discardVmSnapshot = suite("DiscardVmSnapshot", (test) => {
  vmRules(test, "DiscardVmSnapshot", { request: { Name: "none" } });

  test("takes the snapshot off every volume", async ({ newVm, owner, vmInfo }) => {
    const { ip } = await newVm();
    await owner.ok("SnapshotVm", { IpAddress: ip, Name: "short" });
    await owner.ok("DiscardVmSnapshot", { IpAddress: ip, Name: "short" });
    const volumes = (await vmInfo(ip)).Volumes as { Snapshots?: Record<string, number> }[];
    equal(
      volumes.map((volume) => Object.keys(volume.Snapshots ?? {})),
      [[], []],
      "the snapshots",
    );
  });

  test("some characters are not allowed", async ({ owner, shared }) => {
    const { ip } = await shared.inState("stopped");
    const text = 'prohibited characters in snapshot name: "a/b"';
    await owner.refused("DiscardVmSnapshot", { IpAddress: ip, Name: "a/b" }, text);
  });
});
