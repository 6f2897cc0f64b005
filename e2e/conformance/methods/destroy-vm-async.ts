import { suite } from "../suite.ts";
import { watchUpdates } from "../updates.ts";

/** The asynchronous variant returns at once; the update stream says when the VM is gone. */
export const destroyVmAsync = suite("DestroyVmAsync", (test) => {
  for (const start of [true, false])
    test(`the stream says when a ${start ? "running" : "stopped"} VM is gone`, async (context) => {
      const { ip } = await context.newVm({ start });
      const updates = await watchUpdates(context, context.stranger);
      await context.owner.ok("DestroyVm", { IpAddress: ip });
      await updates.untilVm(ip, "the VM to be gone", (vm) => ((vm.Volumes ?? []) as unknown[]).length === 0);
    });
});
