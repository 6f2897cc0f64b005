import { equal } from "../checks.ts";
import { suite } from "../suite.ts";
import { vmRules } from "../vm-rules.ts";

export const changeVmDestroyProtection = suite("ChangeVmDestroyProtection", (test) => {
  vmRules(test, "ChangeVmDestroyProtection", { request: { DestroyProtection: true } });

  test("the new protection is shown", async ({ newVm, owner, vmInfo }) => {
    const { ip } = await newVm();
    await owner.ok("ChangeVmDestroyProtection", { IpAddress: ip, ...{ DestroyProtection: true } });
    equal((await vmInfo(ip)).DestroyProtection, true, "DestroyProtection");
  });
});
