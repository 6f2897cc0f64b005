import { equal } from "../checks.ts";
import { suite } from "../suite.ts";
import { vmRules } from "../vm-rules.ts";

export const changeVmMachineType = suite("ChangeVmMachineType", (test) => {
  vmRules(test, "ChangeVmMachineType", { request: { MachineType: "q35" } });

  test("the new type is shown", async ({ newVm, owner, vmInfo }) => {
    const { ip } = await newVm();
    await owner.ok("ChangeVmMachineType", { IpAddress: ip, ...{ MachineType: "q35" } });
    equal((await vmInfo(ip)).MachineType, "q35", "MachineType");
  });
});
