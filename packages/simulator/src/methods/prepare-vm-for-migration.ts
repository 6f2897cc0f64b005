import { Refusal, refuse } from "../base/refusal.ts";
import { openVm } from "../state/access.ts";
import type { Hypervisor } from "../state/hypervisor.ts";
import type { Vm } from "../state/vm.ts";
import { replyMethod } from "./define.ts";

export const prepareVmForMigration = replyMethod(
  "PrepareVmForMigration",
  async ({ hypervisor, caller }, request) => {
    let vm: Vm;
    try {
      // Powers are needed to get here and count for nothing inside.
      const owner = { ...caller, hasMethodPowers: false };
      vm = await openVm(hypervisor, owner, request.IpAddress, { token: request.AccessToken });
    } catch (error) {
      // Reported as success, with nothing done.
      if (error instanceof Refusal) return;
      throw error;
    }
    if (request.Enable) enable(hypervisor, vm);
    else disable(hypervisor, vm);
  },
);

function enable(hypervisor: Hypervisor, vm: Vm): void {
  if (vm.info.Uncommitted === true) refuse("VM is uncommitted");
  if (vm.state !== "stopped") refuse("VM is not stopped");
  vm.info.Uncommitted = true;
  hypervisor.setState(vm, "migrating");
  try {
    for (const address of addressesOf(vm)) hypervisor.pool.unregister(address);
  } catch (error) {
    vm.info.Uncommitted = undefined;
    hypervisor.setState(vm, "stopped");
    throw error;
  }
}

function disable(hypervisor: Hypervisor, vm: Vm): void {
  if (vm.state !== "migrating") refuse("VM is not migrating");
  for (const address of addressesOf(vm)) hypervisor.pool.register(address);
  vm.info.Uncommitted = undefined;
  hypervisor.setState(vm, "stopped");
}

function addressesOf(vm: Vm) {
  return [vm.info.Address, ...(vm.info.SecondaryAddresses ?? [])];
}
