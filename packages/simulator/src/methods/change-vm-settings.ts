import { ConsoleType } from "@stackdeck/api-types";
import { refuse } from "../base/refusal.ts";
import { openVm, requireStopped } from "../state/access.ts";
import { requireMachineType, requirePriorityPowers } from "./create-checks.ts";
import { replyMethod } from "./define.ts";
import { requireKnown } from "./enums.ts";

export const changeVmHostname = replyMethod("ChangeVmHostname", async ({ hypervisor, caller }, request) => {
  const vm = await openVm(hypervisor, caller, request.IpAddress);
  hypervisor.dhcp.addLease(vm.info.Address);
  vm.info.Hostname = request.Hostname;
  hypervisor.announce(vm);
});

export const changeVmDestroyProtection = replyMethod(
  "ChangeVmDestroyProtection",
  async ({ hypervisor, caller }, request) => {
    const vm = await openVm(hypervisor, caller, request.IpAddress);
    vm.info.DestroyProtection = request.DestroyProtection;
    hypervisor.announce(vm);
  },
);

export const changeVmConsoleType = replyMethod(
  "ChangeVmConsoleType",
  async ({ hypervisor, caller }, request) => {
    requireKnown(ConsoleType, request.ConsoleType);
    const vm = await openVm(hypervisor, caller, request.IpAddress);
    requireStopped(vm);
    vm.info.ConsoleType = request.ConsoleType;
    hypervisor.announce(vm);
  },
);

export const changeVmMachineType = replyMethod(
  "ChangeVmMachineType",
  async ({ hypervisor, caller }, request) => {
    requireMachineType(hypervisor, request.MachineType);
    const vm = await openVm(hypervisor, caller, request.IpAddress);
    requireStopped(vm);
    vm.info.MachineType = request.MachineType;
    hypervisor.announce(vm);
  },
);

export const changeVmNumNetworkQueues = replyMethod(
  "ChangeVmNumNetworkQueues",
  async ({ hypervisor, caller }, request) => {
    const vm = await openVm(hypervisor, caller, request.IpAddress);
    requireStopped(vm);
    const interfaces = 1 + (vm.info.SecondaryAddresses ?? []).length;
    vm.info.NetworkEntries = Array.from({ length: interfaces }, (_, index) => ({
      NumQueues: request.NumQueuesPerInterface[index] ?? 0,
    }));
    hypervisor.announce(vm);
  },
);

export const changeVmCpuPriority = replyMethod(
  "ChangeVmCpuPriority",
  async ({ hypervisor, caller }, request) => {
    requirePriorityPowers(request.CpuPriority, caller);
    const vm = await openVm(hypervisor, caller, request.IpAddress);
    if ((vm.info.CpuPriority ?? 0) === request.CpuPriority) return;
    if (vm.state === "starting" || vm.state === "stopping") refuse(`VM is ${vm.state}`);
    if (vm.state === "destroying") refuse("VM is already destroying");
    vm.info.CpuPriority = request.CpuPriority;
    hypervisor.announce(vm);
  },
);
