import { equal } from "../checks.ts";
import { suite } from "../suite.ts";
import { vmRules } from "../vm-rules.ts";

export const restoreVmUserData = suite("RestoreVmUserData", (test) => {
  vmRules(test, "RestoreVmUserData", { mayFail: true });

  test("without a saved copy there is nothing to restore", async ({ newVm, owner }) => {
    const { ip } = await newVm();
    await owner.refused("RestoreVmUserData", { IpAddress: ip }, /^rename .*: no such file or directory$/);
  });

  test("the copy before the last one comes back", async ({ newVm, owner }) => {
    const { ip } = await newVm();
    for (const text of ["first", "second"])
      await owner.succeed("ReplaceVmUserData", { IpAddress: ip, Size: text.length }, Buffer.from(text));
    await owner.ok("RestoreVmUserData", { IpAddress: ip });
    equal((await owner.download("GetVmUserData", { IpAddress: ip })).bytes.toString(), "first");
  });
});
