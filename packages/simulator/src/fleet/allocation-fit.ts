import type { AllocateRequest, VmAllocationSpecification } from "@stackdeck/api-types";
import { refuse } from "../base/refusal.ts";
import { tagsMatch } from "../methods/vm-filter.ts";
import { type FleetMember, type FleetModel, isBelow } from "./fleet-model.ts";

const MIB = 2 ** 20;
const LEAST = { memoryInMiB: 64, milliCPUs: 1, volume: 16 * MIB };

/** What was given away on a machine and is not in use yet. */
export interface Promised {
  readonly member: FleetMember;
  readonly vm: VmAllocationSpecification;
}

/** Refuses a request that no fleet manager would queue. */
export function checkRequest({ VMs }: AllocateRequest): void {
  if (VMs.length === 0) refuse("no VMs requested");
  for (const [index, vm] of VMs.entries()) {
    if (vm.MemoryInMiB < LEAST.memoryInMiB) refuse(`vm[${index}]: memory: ${vm.MemoryInMiB} MiB too small`);
    if (vm.MilliCPUs < LEAST.milliCPUs) refuse(`vm[${index}]: MilliCPUs: ${vm.MilliCPUs} too small`);
    if (vm.NetworkInterfaces.length === 0) refuse(`vm[${index}]: no network interfaces requested`);
    if (vm.Volumes.length === 0) refuse(`vm[${index}]: no volumes requested`);
    for (const [at, { Size }] of vm.Volumes.entries())
      if (Size < LEAST.volume) refuse(`vm[${index}] volume[${at}] size: ${Size} too small`);
  }
}

/** Machines for the VMs of a request, in its order; `never` when one fits nowhere even if all were free. */
export function placesFor(
  model: FleetModel,
  { VMs }: AllocateRequest,
  promised: readonly Promised[],
): readonly Promised[] | "later" | "never" {
  const found: Promised[] = [];
  for (const vm of VMs) {
    const able = model.members.filter((member) => couldHold(model, member, vm));
    if (able.length === 0) return "never";
    const member = able.find((one) => hasRoom(model, one, { vm, promised: [...promised, ...found] }));
    if (member === undefined) return "later";
    found.push({ member, vm });
  }
  return found;
}

function couldHold(model: FleetModel, member: FleetMember, vm: VmAllocationSpecification): boolean {
  const machine = model.machine(member);
  const subnets = member.hypervisor.state.subnets;
  return (
    isBelow(member.location, vm.Location ?? "") &&
    tagsMatch(model.tags(member), vm.HypervisorTagsToMatch) &&
    (vm.HypervisorArchitecture === "auto" || vm.HypervisorArchitecture === machine.ArchitectureType) &&
    vm.MemoryInMiB < (machine.MemoryInMiB ?? 0) &&
    vm.MilliCPUs < (machine.NumCPUs ?? 0) * 1000 &&
    bytesOf(vm) < (machine.TotalVolumeBytes ?? 0) &&
    vm.NetworkInterfaces.every(({ SubnetId }) => subnets.get(SubnetId) !== undefined)
  );
}

function hasRoom(
  model: FleetModel,
  member: FleetMember,
  { vm, promised }: { vm: VmAllocationSpecification; promised: readonly Promised[] },
): boolean {
  if (!member.hypervisor.isListening) return false;
  const [machine, used] = [model.machine(member), model.data(member)];
  const wanted = [vm, ...promised.filter((one) => one.member === member).map((one) => one.vm)];
  const sum = (value: (vm: VmAllocationSpecification) => number) =>
    wanted.reduce((total, one) => total + value(one), 0);
  const addresses = (id: string) =>
    sum((one) => one.NetworkInterfaces.filter(({ SubnetId }) => SubnetId === id).length);
  return (
    sum(({ MemoryInMiB }) => MemoryInMiB) + (used.AllocatedMemory ?? 0) < (machine.MemoryInMiB ?? 0) &&
    sum(({ MilliCPUs }) => MilliCPUs) + (used.AllocatedMilliCPUs ?? 0) < (machine.NumCPUs ?? 0) * 1000 &&
    sum(bytesOf) + (used.AllocatedVolumeBytes ?? 0) < (machine.TotalVolumeBytes ?? 0) &&
    vm.NetworkInterfaces.every(
      ({ SubnetId }) => addresses(SubnetId) <= (used.NumFreeAddresses?.[SubnetId] ?? 0),
    )
  );
}

function bytesOf(vm: VmAllocationSpecification): number {
  return vm.Volumes.reduce((total, { Size }) => total + Size, 0);
}
