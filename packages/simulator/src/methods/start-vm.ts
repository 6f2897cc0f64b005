import { refuse } from "../base/refusal.ts";
import { openVm } from "../state/access.ts";
import { requireAvailableMemory } from "../state/capacity.ts";
import type { Hypervisor } from "../state/hypervisor.ts";
import { DEBUG_ROOT, startManaging, stopForOperation } from "../state/lifecycle.ts";
import type { Vm } from "../state/vm.ts";
import { replyMethod } from "./define.ts";

export const startVm = replyMethod("StartVm", async ({ hypervisor, caller, signal }, request) => {
  if (hypervisor.disabled) refuse("Hypervisor is disabled");
  const vm = await openVm(hypervisor, caller, request.IpAddress, { token: request.AccessToken });
  requireAvailableMemory(hypervisor.availableMemory(), vm.info.MemoryInMiB);
  if (vm.state === "debugging") await leaveDebugging(hypervisor, vm);
  else refuseUnlessStartable(vm);
  hypervisor.setState(vm, "starting");
  return { DhcpTimedOut: await startManaging(hypervisor, vm, { dhcpTimeout: request.DhcpTimeout, signal }) };
});

const REFUSED: Readonly<Partial<Record<Vm["state"], string>>> = {
  starting: "VM is already starting",
  running: "VM is running",
  stopping: "VM is stopping",
  destroying: "VM is destroying",
  migrating: "VM is migrating",
};

function refuseUnlessStartable(vm: Vm): void {
  const text = REFUSED[vm.state];
  if (text !== undefined) refuse(text);
}

async function leaveDebugging(hypervisor: Hypervisor, vm: Vm): Promise<void> {
  if (!vm.files.has(DEBUG_ROOT)) refuse("debugging volume missing");
  await stopForOperation(hypervisor, vm);
  await vm.files.remove(DEBUG_ROOT);
  hypervisor.announce(vm);
}
