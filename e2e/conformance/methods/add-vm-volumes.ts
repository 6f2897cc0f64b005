import { equal } from "../checks.ts";
import { suite } from "../suite.ts";
import { vmRules } from "../vm-rules.ts";

export const addVmVolumes = suite("AddVmVolumes", (test) => {
  vmRules(test, "AddVmVolumes", { request: { VolumeSizes: [1 << 20] } });

  test("the new volumes come last", async ({ newVm, owner, vmInfo }) => {
    const { ip } = await newVm();
    await owner.ok("AddVmVolumes", { IpAddress: ip, VolumeSizes: [2 << 20, 3 << 20] });
    const sizes = ((await vmInfo(ip)).Volumes as { Size: number }[]).map((volume) => volume.Size);
    equal(sizes.slice(2), [2 << 20, 3 << 20], "the sizes");
  });

  test("an empty list changes nothing, a size of zero is refused", async ({ newVm, owner, vmInfo }) => {
    const { ip } = await newVm();
    await owner.ok("AddVmVolumes", { IpAddress: ip, VolumeSizes: [] });
    const empty = { IpAddress: ip, VolumeSizes: [0] };
    await owner.refused("AddVmVolumes", empty, "secondary volumes cannot be zero sized");
    equal(((await vmInfo(ip)).Volumes as unknown[]).length, 2, "the number of volumes");
  });

  test("more than there is room for is refused", async ({ newVm, owner }) => {
    const { ip } = await newVm();
    const request = { IpAddress: ip, VolumeSizes: [2 ** 50] };
    await owner.refused("AddVmVolumes", request, "not enough free space for 1024 TiB volume");
  });

  test("after a deletion in the middle the next name is taken", async ({ newVm, owner }) => {
    const { ip } = await newVm();
    await owner.ok("AddVmVolumes", { IpAddress: ip, VolumeSizes: [1 << 20] });
    await owner.ok("DeleteVmVolume", { IpAddress: ip, VolumeIndex: 1 });
    await owner.refused("AddVmVolumes", { IpAddress: ip, VolumeSizes: [1 << 20] }, /^open .*: file exists$/);
  });
});
