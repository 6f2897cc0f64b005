import type { Address, CreateVmRequest, VmInfo } from "@stackdeck/api-types";
import {
  ArchitectureType,
  ConsoleType,
  MachineType,
  VolumeInterface,
  WatchdogAction,
  WatchdogModel,
} from "@stackdeck/api-types";
import { timeText, ZERO_TIME } from "../base/clock.ts";
import { Refusal, refuse } from "../base/refusal.ts";
import type { Caller } from "../state/caller.ts";
import { deduplicated } from "../state/caller.ts";
import { memoryCharge, requireCpu, requireMemory } from "../state/capacity.ts";
import type { Hypervisor } from "../state/hypervisor.ts";
import { Vm } from "../state/vm.ts";
import { requireKnown } from "./enums.ts";

/** Refuses a negative priority without method powers. */
export function requirePriorityPowers(priority: number, caller: Caller): void {
  if (priority < 0 && !caller.hasMethodPowers)
    refuse(`insufficient privilege to set CpuPriority=${priority}`);
}

/** The checks of a new VM that need no address yet, in the server's order. */
function checkNewVm(hypervisor: Hypervisor, caller: Caller, request: VmInfo): void {
  if (!hypervisor.isOld) checkHostname(request.Hostname ?? "");
  for (const volume of request.Volumes ?? []) requireKnown(VolumeInterface, volume.Interface);
  requireKnown(ArchitectureType, request.ArchitectureType);
  requireKnown(ConsoleType, request.ConsoleType);
  requirePriorityPowers(request.CpuPriority ?? 0, caller);
  requireMachineType(hypervisor, request.MachineType);
  if (request.MemoryInMiB < 1) refuse("no memory specified");
  if (request.MilliCPUs < 1) refuse("no CPUs specified");
  const minimum = Math.floor(request.MilliCPUs / 1000);
  const virtual = request.VirtualCPUs ?? 0;
  if (virtual > 0 && virtual < minimum) refuse(`VirtualCPUs must be at least ${minimum}`);
  requireKnown(WatchdogAction, request.WatchdogAction);
  requireKnown(WatchdogModel, request.WatchdogModel);
  const seen = new Set([request.SubnetId ?? ""]);
  for (const id of request.SecondarySubnetIDs ?? []) {
    if (id === "") refuse("cannot give unspecified secondary subnet ID");
    if (seen.has(id)) refuse(`subnet: ${id} specified multiple times`);
    seen.add(id);
  }
  if ((request.VirtualiserImageName ?? "") !== "" && !caller.hasMethodPowers)
    refuse("custom virtualiser not permitted");
}

/** Refuses unknown machine types; servers of April 2025 know the first two numbers only. */
export function requireMachineType(hypervisor: Hypervisor, type: string | undefined): void {
  requireKnown(MachineType, type);
  if (hypervisor.isOld && type !== undefined && MachineType.texts.indexOf(type as "auto") > 1) {
    refuse("UNKNOWN MachineType");
  }
}

function checkHostname(hostname: string): void {
  const wrong = [...hostname].find((char) => !/[\p{L}\p{N}.-]/u.test(char));
  if (wrong !== undefined) refuse(`hostname: ${hostname} contains invalid character: ${wrong}`);
}

/** Takes a free address of a subnet that the caller may use. */
export function takeAddress(
  hypervisor: Hypervisor,
  caller: Caller,
  wanted: { readonly subnetId: string; readonly ip?: string | undefined },
): { readonly address: Address; readonly subnetId: string } {
  hypervisor.pool.requireNotEmpty();
  const subnet = hypervisor.subnets.choose(wanted.subnetId, caller);
  return { address: hypervisor.pool.take(subnet.Id, wanted.ip, wanted.subnetId), subnetId: subnet.Id };
}

/**
 * Makes the entry of a new VM: checks, addresses, CPU and memory. Its mutations are blocked, it has no volumes yet and
 * nobody has been told.
 */
export function allocateVm(
  hypervisor: Hypervisor,
  caller: Caller,
  request: VmInfo,
  owners: readonly string[],
): Vm {
  checkNewVm(hypervisor, caller, request);
  const taken: Address[] = [];
  try {
    const primary = takeAddress(hypervisor, caller, {
      subnetId: request.SubnetId ?? "",
      ip: request.Address.IpAddress,
    });
    taken.push(primary.address);
    for (const [index, subnetId] of (request.SecondarySubnetIDs ?? []).entries()) {
      const ip = request.SecondaryAddresses?.[index]?.IpAddress;
      taken.push(takeAddress(hypervisor, caller, { subnetId, ip }).address);
    }
    requireRoom(hypervisor, request);
    const vm = newVm(hypervisor, newInfo(hypervisor, request, taken, primary.subnetId));
    vm.info.OwnerUsers = deduplicated(owners);
    hypervisor.vms.set(vm.ip, vm);
    return vm;
  } catch (error) {
    for (const address of taken) hypervisor.pool.release(address);
    throw error;
  }
}

/** Refuses when CPU or memory of the host does not suffice for another VM. */
export function requireRoom(hypervisor: Hypervisor, request: VmInfo): void {
  const { numCPUs, memoryInMiB } = hypervisor.options;
  requireCpu(hypervisor.options, hypervisor.infos(), request.MilliCPUs);
  const host = { numCPUs, memoryInMiB, availableInMiB: hypervisor.availableMemory() };
  requireMemory(host, hypervisor.infos(), memoryCharge(request));
}

/** A VM without volumes whose mutations are blocked. */
export function newVm(hypervisor: Hypervisor, info: VmInfo): Vm {
  const ip = info.Address.IpAddress ?? "0.0.0.0";
  const vm = new Vm({ info, files: hypervisor.newFiles(ip), volumeFiles: [], separateBoot: false });
  vm.mutationsBlocked = true;
  return vm;
}

function newInfo(
  hypervisor: Hypervisor,
  request: VmInfo,
  addresses: readonly Address[],
  subnetId: string,
): VmInfo {
  const [primary, ...secondary] = addresses;
  if (primary === undefined) throw new Refusal("no free addresses in pool");
  const auto = (request.ArchitectureType ?? "auto") === "auto";
  const entries = (request.NetworkEntries ?? []).slice(0, addresses.length);
  return {
    ...request,
    Address: primary,
    ArchitectureType: auto ? hypervisor.options.architecture : request.ArchitectureType,
    ChangedStateOn: ZERO_TIME,
    CreatedOn: timeText(hypervisor.clock.now()),
    IdentityExpires: ZERO_TIME,
    IdentityName: undefined,
    NetworkEntries: entries.length > 0 ? entries : undefined,
    RootFileSystemLabel: undefined,
    SecondaryAddresses: secondary.length > 0 ? secondary : undefined,
    State: hypervisor.isOld ? "starting" : "stopped",
    SubnetId: subnetId,
    Uncommitted: undefined,
    Volumes: [],
  };
}

/** The part of a creation request that describes the VM. */
export function vmInfoOf(request: CreateVmRequest): VmInfo {
  const {
    DhcpTimeout: _dhcp,
    DoNotStart: _start,
    EnableNetboot: _netboot,
    IdentityCertificate: _certificate,
    IdentityKey: _key,
    ImageDataSize: _data,
    ImageTimeout: _timeout,
    MinimumFreeBytes: _free,
    OverlayDirectories: _directories,
    OverlayFiles: _files,
    RoundupPower: _power,
    SecondaryVolumes: _volumes,
    SecondaryVolumesData: _content,
    SecondaryVolumesInit: _init,
    SkipBootloader: _bootloader,
    SkipMemoryCheck: _memory,
    StorageIndices: _storage,
    UserDataSize: _user,
    ...info
  } = request;
  return info;
}
