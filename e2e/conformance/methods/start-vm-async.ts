import { equal } from "../checks.ts";
import { suite } from "../suite.ts";
import { watchUpdates } from "../updates.ts";

/** The asynchronous variant is StartVm without waiting for the guest's address; the stream tells the rest. */
export const startVmAsync = suite("StartVmAsync", (test) => {
  test("without a DHCP time-out the answer does not wait for the guest", async (context) => {
    const { ip } = await context.newVm();
    const updates = await watchUpdates(context, context.stranger);
    const { DhcpTimedOut } = await context.owner.ok("StartVm", { IpAddress: ip, DhcpTimeout: 0 });
    equal(DhcpTimedOut ?? false, false, "DhcpTimedOut");
    await updates.untilVm(ip, "the VM to be running", (vm) => vm.State === "running");
  });
});
