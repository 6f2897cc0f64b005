import { equal } from "../checks.ts";
import { startVm as startAndWait } from "../context.ts";
import { suite } from "../suite.ts";
import { vmRules } from "../vm-rules.ts";

export const startVm = suite("StartVm", (test) => {
  vmRules(test, "StartVm", { exceptStates: ["debugging"] });

  test("a stopped VM runs afterwards and the time is noted", async ({ newVm, owner, vmInfo }) => {
    const { ip } = await newVm();
    await startAndWait(owner, ip);
    const changed = Date.parse(String((await vmInfo(ip)).ChangedStateOn));
    equal(Math.abs(Date.now() - changed) < 120_000, true, "whether ChangedStateOn is now");
  });

  test("a VM that was stopped starts again", async ({ newVm, owner }) => {
    const { ip } = await newVm({ start: true });
    await owner.ok("StopVm", { IpAddress: ip });
    await startAndWait(owner, ip);
  });

  test(
    "a disabled hypervisor starts nothing",
    async ({ newVm, admin, owner, onEnd }) => {
      const { ip } = await newVm();
      onEnd(async () => void (await admin.ok("SetDisabledState", { Disable: false })));
      await admin.ok("SetDisabledState", { Disable: true });
      await owner.refused("StartVm", { IpAddress: ip }, "Hypervisor is disabled");
    },
    { disposable: true },
  );
});
