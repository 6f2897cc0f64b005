import { check, equal } from "../checks.ts";
import type { Message } from "../client.ts";
import { suite } from "../suite.ts";
import { watchUpdates } from "../updates.ts";

export const getUpdates = suite("GetUpdates", (test) => {
  test("the first message is the whole truth, for any user", async (context) => {
    const { ip } = await context.newVm();
    const { first } = await watchUpdates(context, context.stranger);
    const flags = ["HaveAddressPool", "HaveDisabled", "HaveSerialNumber", "HaveSubnets", "HaveVMs"];
    for (const flag of flags) equal(first[flag], true, flag);
    check(Number(first.MemoryInMiB) > 0 && Number(first.NumCPUs) > 0, "memory and CPUs");
    const vms = first.VMs as Record<string, Message>;
    equal((vms[ip]?.Address as Message | undefined)?.IpAddress, ip, "the address of the VM");
    const subnets = (first.Subnets as { Id: string }[]).map((subnet) => subnet.Id);
    check(!subnets.includes("hypervisor"), "the hypervisor's own subnet to be left out");
    equal(
      typeof (first.NumFreeAddresses as Record<string, number>)[context.target.subnetId],
      "number",
      "free addresses",
    );
  });

  test("an empty request is a ping", async (context) => {
    const updates = await watchUpdates(context, context.owner);
    await updates.call.send({});
    const isPing = (update: Message) => !update.HaveVMs && !update.HaveSubnets && !update.HaveAddressPool;
    await updates.until("the answer to a ping", isPing);
  });

  test("creation, change and destruction are announced", async (context) => {
    const updates = await watchUpdates(context, context.stranger);
    const { ip } = await context.newVm();
    await updates.untilVm(ip, "the new VM", (vm) => vm.State === "stopped");
    await context.owner.ok("ChangeVmHostname", { IpAddress: ip, Hostname: "announced" });
    await updates.untilVm(ip, "the new name", (vm) => vm.Hostname === "announced");
    await context.owner.ok("DestroyVm", { IpAddress: ip });
    await updates.untilVm(ip, "an empty VmInfo", (vm) => ((vm.Volumes ?? []) as unknown[]).length === 0);
  });

  test("free addresses are counted as they come and go", async (context) => {
    const updates = await watchUpdates(context, context.stranger);
    const { subnetId } = context.target;
    const before = (updates.first.NumFreeAddresses as Record<string, number>)[subnetId] ?? 0;
    await context.newVm();
    await updates.until("one address fewer", (update) => {
      const counts = update.NumFreeAddresses as Record<string, number> | undefined;
      return counts !== undefined && (counts[subnetId] ?? before) < before;
    });
  });
});
