import { check, equal } from "../checks.ts";
import { emptyRootBytes } from "../context.ts";
import { suite } from "../suite.ts";
import { vmRules } from "../vm-rules.ts";

export const changeVmVolumeSize = suite("ChangeVmVolumeSize", (test) => {
  vmRules(test, "ChangeVmVolumeSize", { request: { VolumeIndex: 1, VolumeSize: 2 << 20 }, mayFail: true });

  test("a volume without file-system grows, and still an error comes", async ({ newVm, owner, vmInfo }) => {
    const { ip } = await newVm();
    const request = { IpAddress: ip, VolumeIndex: 0, VolumeSize: 2 << 20 };
    const { error } = await owner.attempt("ChangeVmVolumeSize", request);
    check(error !== "", "an error about the missing file-system");
    equal(((await vmInfo(ip)).Volumes as { Size: number }[])[0]?.Size, 2 << 20, "the size of the root");
  });

  test("the same size is nothing to do, in any state", async ({ shared, owner }) => {
    const { ip } = await shared.inState("running");
    await owner.ok("ChangeVmVolumeSize", { IpAddress: ip, VolumeIndex: 0, VolumeSize: emptyRootBytes });
  });

  test("wrong indices and sizes are refused", async ({ newVm, owner }) => {
    const { ip } = await newVm();
    const index = { IpAddress: ip, VolumeIndex: 9, VolumeSize: 1 << 20 };
    await owner.refused("ChangeVmVolumeSize", index, "invalid volume index");
    const size = { IpAddress: ip, VolumeIndex: 1, VolumeSize: 2 ** 50 };
    await owner.refused("ChangeVmVolumeSize", size, "not enough free space");
  });

  test("QCOW2 volumes are not resized", async ({ newVm, owner }) => {
    const { ip } = await newVm({ info: { SecondaryVolumes: [{ Size: 1 << 20, Format: "qcow2" }] } });
    const request = { IpAddress: ip, VolumeIndex: 1, VolumeSize: 2 << 20 };
    await owner.refused("ChangeVmVolumeSize", request, "cannot resize non-RAW volumes");
  });
});
