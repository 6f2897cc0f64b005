import { suite } from "../suite.ts";
import { vmRules } from "../vm-rules.ts";

export const discardVmOldImage = suite("DiscardVmOldImage", (test) => {
  vmRules(test, "DiscardVmOldImage");

  test("afterwards there is nothing to restore", async ({ newVm, owner }) => {
    const { ip } = await newVm();
    const image = Buffer.alloc(4096, 2);
    await owner.succeed("ReplaceVmImage", { IpAddress: ip, ImageDataSize: image.length }, image);
    await owner.ok("DiscardVmOldImage", { IpAddress: ip });
    await owner.refused("RestoreVmImage", { IpAddress: ip }, /^stat .*: no such file or directory$/);
  });
});
