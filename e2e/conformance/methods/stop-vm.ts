import { equal } from "../checks.ts";
import { suite } from "../suite.ts";
import { vmRules } from "../vm-rules.ts";

export const stopVm = suite("StopVm", (test) => {
  vmRules(test, "StopVm", { allowedOn: "running" });

  test("has stopped when the call returns", async ({ newVm, owner, vmInfo }) => {
    const { ip } = await newVm({ start: true });
    await owner.ok("StopVm", { IpAddress: ip });
    equal((await vmInfo(ip)).State, "stopped", "State");
    await owner.refused("StopVm", { IpAddress: ip }, "VM is already stopped");
  });

  test("never destroys, whatever DestroyOnPowerdown says", async ({ newVm, owner, vmInfo }) => {
    const { ip } = await newVm({ start: true, info: { DestroyOnPowerdown: true } });
    await owner.ok("StopVm", { IpAddress: ip });
    equal((await vmInfo(ip)).State, "stopped", "State");
  });
});
