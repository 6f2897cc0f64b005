import type { ChangeVmSizeRequest } from "@stackdeck/api-types";
import { refuse } from "../base/refusal.ts";
import { openVm, requireStopped } from "../state/access.ts";
import { requireCpu, requireMemory, virtualCpus } from "../state/capacity.ts";
import type { Hypervisor } from "../state/hypervisor.ts";
import type { Vm } from "../state/vm.ts";
import { replyMethod } from "./define.ts";

export const changeVmSize = replyMethod("ChangeVmSize", async ({ hypervisor, caller }, request) => {
  const vm = await openVm(hypervisor, caller, request.IpAddress);
  let changed = false;
  try {
    if (request.MemoryInMiB > 0) changed = changeMemory(hypervisor, vm, request.MemoryInMiB);
    if (request.MilliCPUs > 0 || request.VirtualCPUs > 0)
      changed = changeCpus(hypervisor, vm, request) || changed;
  } finally {
    // Memory is changed first and stays changed when the CPUs are refused.
    if (changed) hypervisor.announce(vm);
  }
});

function changeMemory(hypervisor: Hypervisor, vm: Vm, memoryInMiB: number): boolean {
  const more = memoryInMiB - vm.info.MemoryInMiB;
  if (more === 0) return false;
  requireStopped(vm);
  if (more > 0) {
    const { numCPUs, memoryInMiB: total } = hypervisor.options;
    const host = { numCPUs, memoryInMiB: total, availableInMiB: hypervisor.availableMemory() };
    requireMemory(host, hypervisor.infos(), more);
  }
  vm.info.MemoryInMiB = memoryInMiB;
  return true;
}

function changeCpus(hypervisor: Hypervisor, vm: Vm, request: ChangeVmSizeRequest): boolean {
  const { info } = vm;
  const oldVirtual = info.VirtualCPUs ?? 0;
  const milliCPUs = request.MilliCPUs || info.MilliCPUs;
  const wanted = request.VirtualCPUs || oldVirtual;
  const minimum = virtualCpus(milliCPUs, 0);
  if (wanted > 0 && wanted < minimum) refuse(`VirtualCPUs must be at least ${minimum}`);
  if (milliCPUs === info.MilliCPUs && wanted === oldVirtual) return false;
  const [before, after] = [virtualCpus(info.MilliCPUs, oldVirtual), virtualCpus(milliCPUs, wanted)];
  if (after !== before) requireStopped(vm);
  // The difference is unsigned on the server: fewer MilliCPUs with more virtual CPUs is refused.
  if (after > before) requireCpu(hypervisor.options, hypervisor.infos(), milliCPUs - info.MilliCPUs);
  info.MilliCPUs = milliCPUs;
  info.VirtualCPUs = wanted === 0 ? undefined : wanted;
  return true;
}
