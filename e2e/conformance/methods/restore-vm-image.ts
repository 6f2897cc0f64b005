import { equal } from "../checks.ts";
import { emptyRootBytes } from "../context.ts";
import { suite } from "../suite.ts";
import { vmRules } from "../vm-rules.ts";

export const restoreVmImage = suite("RestoreVmImage", (test) => {
  vmRules(test, "RestoreVmImage", { mayFail: true });

  test("without an old image there is nothing to restore", async ({ newVm, owner }) => {
    const { ip } = await newVm();
    await owner.refused("RestoreVmImage", { IpAddress: ip }, /^stat .*: no such file or directory$/);
  });

  test("the image before the replacement comes back, once", async ({ newVm, owner, vmInfo }) => {
    const { ip } = await newVm();
    const image = Buffer.alloc(4096, 2);
    await owner.succeed("ReplaceVmImage", { IpAddress: ip, ImageDataSize: image.length }, image);
    await owner.ok("RestoreVmImage", { IpAddress: ip });
    equal(
      ((await vmInfo(ip)).Volumes as { Size: number }[])[0]?.Size,
      emptyRootBytes,
      "the size of the root",
    );
    await owner.refused("RestoreVmImage", { IpAddress: ip }, /no such file or directory$/);
  });
});
