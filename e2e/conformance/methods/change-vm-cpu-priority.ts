import { equal } from "../checks.ts";
import { suite } from "../suite.ts";
import { unknownIp, vmRules } from "../vm-rules.ts";

export const changeVmCpuPriority = suite("ChangeVmCpuPriority", (test) => {
  vmRules(test, "ChangeVmCpuPriority", { request: { CpuPriority: 5 } });

  test("the new priority is shown", async ({ newVm, owner, vmInfo }) => {
    const { ip } = await newVm();
    await owner.ok("ChangeVmCpuPriority", { IpAddress: ip, CpuPriority: 7 });
    equal((await vmInfo(ip)).CpuPriority, 7, "CpuPriority");
  });

  test("a negative one needs powers, checked before the VM", async ({ newVm, admin, owner, vmInfo }) => {
    const request = { IpAddress: unknownIp, CpuPriority: -3 };
    await owner.refused("ChangeVmCpuPriority", request, "insufficient privilege to set CpuPriority=-3");
    const { ip } = await newVm();
    await admin.ok("ChangeVmCpuPriority", { IpAddress: ip, CpuPriority: -3 });
    equal((await vmInfo(ip)).CpuPriority, -3, "CpuPriority");
  });
});
