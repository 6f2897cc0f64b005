import { equal } from "../checks.ts";
import { prepareForMigration } from "../context.ts";
import { suite } from "../suite.ts";
import { unknownIp } from "../vm-rules.ts";

export const prepareVmForMigration = suite("PrepareVmForMigration", (test) => {
  test("is denied without method powers", async ({ shared, owner }) => {
    const { ip } = await shared.inState("stopped");
    await owner.denied("PrepareVmForMigration", { IpAddress: ip, Enable: true });
  });

  test("gives the address up, and takes it back", async ({ newVm, target, vmInfo }) => {
    const { ip } = await newVm();
    await prepareForMigration(target, ip, true);
    equal((await vmInfo(ip)).State, "migrating", "State");
    await prepareForMigration(target, ip, false);
    equal((await vmInfo(ip)).State, "stopped", "State");
  });

  test("wants a stopped VM, or a migrating one to undo", async ({ newVm, admin, accessToken }) => {
    const running = (await newVm({ start: true })).ip;
    const enable = { IpAddress: running, Enable: true, AccessToken: await accessToken(running) };
    await admin.refused("PrepareVmForMigration", enable, "VM is not stopped");
    const stopped = (await newVm()).ip;
    const disable = { IpAddress: stopped, Enable: false, AccessToken: await accessToken(stopped) };
    await admin.refused("PrepareVmForMigration", disable, "VM is not migrating");
  });

  test("says nothing of VMs that are unknown, blocked or of others", async ({ shared, admin, vmInfo }) => {
    await admin.ok("PrepareVmForMigration", { IpAddress: unknownIp, Enable: true });
    await admin.ok("PrepareVmForMigration", { IpAddress: (await shared.blocked()).ip, Enable: true });
    const { ip } = await shared.inState("stopped");
    await admin.ok("PrepareVmForMigration", { IpAddress: ip, Enable: true });
    equal((await vmInfo(ip)).State, "stopped", "State");
  });
});
