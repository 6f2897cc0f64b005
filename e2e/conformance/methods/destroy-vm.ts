import { equal, eventually } from "../checks.ts";
import { suite } from "../suite.ts";
import { vmRules } from "../vm-rules.ts";

export const destroyVm = suite("DestroyVm", (test) => {
  vmRules(test, "DestroyVm");

  test("a stopped VM is gone when the call returns", async ({ newVm, owner }) => {
    const { ip } = await newVm();
    await owner.ok("DestroyVm", { IpAddress: ip });
    await owner.refused("GetVmInfo", { IpAddress: ip }, `no VM with IP address: ${ip} found`);
    await owner.refused("DestroyVm", { IpAddress: ip }, `no VM with IP address: ${ip} found`);
  });

  test("a running VM goes soon after", async ({ newVm, owner }) => {
    const { ip } = await newVm({ start: true });
    await owner.ok("DestroyVm", { IpAddress: ip });
    await eventually(
      "the VM to be gone",
      async () => (await owner.call("GetVmInfo", { IpAddress: ip })).Error !== "",
    );
  });

  test("protection holds while it runs, and only then", async ({ newVm, owner }) => {
    const running = await newVm({ start: true, info: { DestroyProtection: true } });
    await owner.refused("DestroyVm", { IpAddress: running.ip }, "cannot destroy running VM when protected");
    const stopped = await newVm({ info: { DestroyProtection: true } });
    equal((await owner.call("DestroyVm", { IpAddress: stopped.ip })).Error ?? "", "", "the error");
  });
});
