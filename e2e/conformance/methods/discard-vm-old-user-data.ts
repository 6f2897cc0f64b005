import { suite } from "../suite.ts";
import { vmRules } from "../vm-rules.ts";

export const discardVmOldUserData = suite("DiscardVmOldUserData", (test) => {
  vmRules(test, "DiscardVmOldUserData", { mayFail: true });

  test("afterwards there is nothing to restore", async ({ newVm, owner }) => {
    const { ip } = await newVm();
    for (const text of ["first", "second"])
      await owner.succeed("ReplaceVmUserData", { IpAddress: ip, Size: text.length }, Buffer.from(text));
    await owner.ok("DiscardVmOldUserData", { IpAddress: ip });
    await owner.refused("RestoreVmUserData", { IpAddress: ip }, /^rename .*: no such file or directory$/);
  });
});
