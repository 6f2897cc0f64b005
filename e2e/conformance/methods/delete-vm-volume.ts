import { equal } from "../checks.ts";
import { suite } from "../suite.ts";
import { unknownIp, vmRules } from "../vm-rules.ts";

export const deleteVmVolume = suite("DeleteVmVolume", (test) => {
  vmRules(test, "DeleteVmVolume", { request: { VolumeIndex: 1 } });

  test("later volumes move down", async ({ newVm, owner, vmInfo }) => {
    const { ip } = await newVm();
    await owner.ok("AddVmVolumes", { IpAddress: ip, VolumeSizes: [5 << 20] });
    await owner.ok("DeleteVmVolume", { IpAddress: ip, VolumeIndex: 1 });
    const sizes = ((await vmInfo(ip)).Volumes as { Size: number }[]).map((volume) => volume.Size);
    equal(sizes.slice(1), [5 << 20], "the sizes");
  });

  test("the root stays, checked before everything else", async ({ newVm, owner, stranger }) => {
    const { ip } = await newVm();
    const root = { IpAddress: unknownIp, VolumeIndex: 0 };
    await stranger.refused("DeleteVmVolume", root, "cannot delete root volume");
    await owner.refused("DeleteVmVolume", { IpAddress: ip, VolumeIndex: 9 }, "volume index too large");
  });
});
