import { equal } from "../checks.ts";
import { emptyRootBytes, memoryInMiB, secondaryBytes } from "../context.ts";
import { suite } from "../suite.ts";
import { vmRules } from "../vm-rules.ts";

export const getVmInfo = suite("GetVmInfo", (test) => {
  vmRules(test, "GetVmInfo");

  test("any user sees what was asked for at creation", async ({ newVm, stranger, owner, target }) => {
    const vm = await newVm({ info: { Hostname: "conformance-info" } });
    const info = (await stranger.ok("GetVmInfo", { IpAddress: vm.ip })).VmInfo as Record<string, unknown>;
    equal(info.Hostname, "conformance-info", "Hostname");
    equal(info.State, "stopped", "State");
    equal(info.MemoryInMiB, memoryInMiB, "MemoryInMiB");
    equal(info.OwnerUsers, [owner.userName], "OwnerUsers");
    equal(info.OwnerGroups, [target.sharedGroup], "OwnerGroups");
    equal(info.SubnetId, target.subnetId, "SubnetId");
    equal({ ...(info.Tags as object) }, { purpose: "conformance" }, "Tags");
    const sizes = (info.Volumes as { Size: number }[]).map((volume) => volume.Size);
    equal(sizes, [emptyRootBytes, secondaryBytes], "the sizes of the volumes");
  });

  test("reads go on while mutations are blocked", async ({ shared, stranger }) => {
    await stranger.ok("GetVmInfo", { IpAddress: (await shared.blocked()).ip });
  });
});
