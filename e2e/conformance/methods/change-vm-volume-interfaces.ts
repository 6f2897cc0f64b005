import { equal } from "../checks.ts";
import { suite } from "../suite.ts";
import { vmRules } from "../vm-rules.ts";

export const changeVmVolumeInterfaces = suite("ChangeVmVolumeInterfaces", (test) => {
  vmRules(test, "ChangeVmVolumeInterfaces", { request: { Interfaces: ["virtio"] } });

  test("the list applies from the root on", async ({ newVm, owner, vmInfo }) => {
    const { ip } = await newVm();
    await owner.ok("ChangeVmVolumeInterfaces", { IpAddress: ip, Interfaces: ["ide", "nvme"] });
    const shown = ((await vmInfo(ip)).Volumes as { Interface?: string }[]).map((volume) => volume.Interface);
    equal(shown, ["ide", "nvme"], "the interfaces");
  });

  test("more than there are volumes is refused", async ({ newVm, owner }) => {
    const { ip } = await newVm();
    const request = { IpAddress: ip, Interfaces: ["virtio", "virtio", "virtio"] };
    await owner.refused(
      "ChangeVmVolumeInterfaces",
      request,
      "more volume interfaces specified than VM volumes",
    );
  });
});
