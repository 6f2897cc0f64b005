import { equal } from "../checks.ts";
import { suite } from "../suite.ts";
import { vmRules } from "../vm-rules.ts";

export const reorderVmVolumes = suite("ReorderVmVolumes", (test) => {
  vmRules(test, "ReorderVmVolumes", { request: { VolumeIndices: [0, 1] } });

  test("each place names the volume it gets", async ({ newVm, owner, vmInfo }) => {
    const { ip } = await newVm({ info: { SecondaryVolumes: [{ Size: 2 << 20 }, { Size: 3 << 20 }] } });
    await owner.ok("ReorderVmVolumes", { IpAddress: ip, VolumeIndices: [0, 2, 1] });
    const sizes = ((await vmInfo(ip)).Volumes as { Size: number }[]).map((volume) => volume.Size);
    equal(sizes.slice(1), [3 << 20, 2 << 20], "the sizes");
  });

  test("every volume is named exactly once", async ({ newVm, owner }) => {
    const { ip } = await newVm();
    const request = (VolumeIndices: number[]) => ({ IpAddress: ip, VolumeIndices });
    const tooFew = /^number of volume indices: \d+ != number of volumes: 2$/;
    await owner.refused("ReorderVmVolumes", request([0]), tooFew);
    await owner.refused("ReorderVmVolumes", request([0, 5]), "volume index: 5 too large");
    await owner.refused("ReorderVmVolumes", request([0, 0]), "duplicate volume index: 0");
  });
});
