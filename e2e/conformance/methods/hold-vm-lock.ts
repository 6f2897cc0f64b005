import { check } from "../checks.ts";
import { suite } from "../suite.ts";
import { unknownIp, vmRules } from "../vm-rules.ts";

export const holdVmLock = suite("HoldVmLock", (test) => {
  vmRules(test, "HoldVmLock", { request: { Timeout: 1e6 } });

  test("at most a minute", async ({ admin }) => {
    const request = { IpAddress: unknownIp, Timeout: 120e9 };
    await admin.refused("HoldVmLock", request, /^timeout: 2m0s exceeds one minute$/);
  });

  test("others wait while a VM's write lock is held", async ({ newVm, admin, stranger }) => {
    const { ip } = await newVm();
    const startedAt = performance.now();
    const held = admin.ok("HoldVmLock", { IpAddress: ip, Timeout: 400e6, WriteLock: true });
    await held;
    check(performance.now() - startedAt >= 390, "the call to take 400 ms");
    await stranger.ok("GetVmInfo", { IpAddress: ip });
  });
});
