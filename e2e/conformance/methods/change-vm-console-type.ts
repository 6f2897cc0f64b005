import { equal } from "../checks.ts";
import { suite } from "../suite.ts";
import { vmRules } from "../vm-rules.ts";

export const changeVmConsoleType = suite("ChangeVmConsoleType", (test) => {
  vmRules(test, "ChangeVmConsoleType", { request: { ConsoleType: "vnc" } });

  test("the new type is shown", async ({ newVm, owner, vmInfo }) => {
    const { ip } = await newVm();
    await owner.ok("ChangeVmConsoleType", { IpAddress: ip, ...{ ConsoleType: "vnc" } });
    equal((await vmInfo(ip)).ConsoleType, "vnc", "ConsoleType");
  });
});
