import type { HypervisorData, Machine, VmInfo } from "@stackdeck/api-types";
import { macForIp } from "../base/net.ts";
import { tagsMatch } from "../methods/vm-filter.ts";
import type { SimulatedHypervisor } from "../server/simulated-hypervisor.ts";
import { effectiveSize } from "../state/capacity.ts";

/** When a machine asks for its address after it was switched on. */
const ASKING_MS = [1000, 2000];

/** A machine of the topology and the hypervisor on it. */
export interface FleetMember {
  readonly hypervisor: SimulatedHypervisor;
  /** Path in the topology without a leading slash. */
  readonly location: string;
  readonly tags: Readonly<Record<string, string>>;
  readonly ownerUsers: readonly string[];
  readonly ownerGroups: readonly string[];
}

/** Which members a question is about. */
export interface MemberFilter {
  readonly Location: string;
  readonly SubnetId?: string;
  readonly ArchitectureType?: string;
  readonly HypervisorTagsToMatch: Readonly<Record<string, readonly string[]>>;
  readonly IncludeUnhealthy?: boolean;
}

/** What a fleet manager knows: the topology, and what its hypervisors tell it. */
export class FleetModel {
  readonly members: readonly FleetMember[];
  readonly #localTags = new Map<string, Readonly<Record<string, string>>>();

  constructor(members: readonly FleetMember[]) {
    this.members = members;
  }

  /** By host name; or by the loopback address that stands for it, if that is one machine's alone. */
  member(hostname: string): FleetMember | undefined {
    const named = this.members.find(({ hypervisor }) => hypervisor.name === hostname);
    if (named !== undefined) return named;
    const [only, ...others] = this.members.filter(({ hypervisor }) => hypervisor.host === hostname);
    return others.length === 0 ? only : undefined;
  }

  /** The hypervisor that lists a VM; the source of a migration does not count. */
  holder(ip: string): FleetMember | undefined {
    return this.members.find(({ hypervisor }) => {
      const vm = hypervisor.state.vms.get(ip);
      return vm !== undefined && !vm.isSecret && vm.state !== "migrating";
    });
  }

  machine(member: FleetMember): Machine {
    const { hypervisor, location, ownerUsers, ownerGroups } = member;
    const { options, storage, subnets } = hypervisor.state;
    return {
      ArchitectureType: options.architecture,
      MemoryInMiB: options.memoryInMiB,
      NumCPUs: options.numCPUs,
      TotalVolumeBytes: storage.totalBytes,
      Hostname: hypervisor.name,
      HostIpAddress: hypervisor.host,
      HostMacAddress: macForIp(hypervisor.host),
      SubnetId: subnets.announced()[0]?.Id,
      VlanTrunk: true,
      IPMI: {},
      Location: location,
      OwnerUsers: [...ownerUsers],
      OwnerGroups: [...ownerGroups],
      Tags: this.tags(member),
    };
  }

  /** Tags of the topology, overlaid with those set by people. */
  tags(member: FleetMember): Record<string, string> {
    return { ...member.tags, ...this.#localTags.get(member.hypervisor.name) };
  }

  setLocalTags(member: FleetMember, tags: Readonly<Record<string, string>>): void {
    const local = Object.entries(tags).filter(([key, value]) => member.tags[key] !== value);
    this.#localTags.set(member.hypervisor.name, Object.fromEntries(local));
  }

  data({ hypervisor }: FleetMember): HypervisorData {
    const { state } = hypervisor;
    const infos = [...state.infos()];
    const sum = (value: (info: VmInfo) => number) => infos.reduce((total, info) => total + value(info), 0);
    return {
      AllocatedMilliCPUs: sum(({ MilliCPUs }) => MilliCPUs),
      AllocatedMemory: sum(({ MemoryInMiB }) => MemoryInMiB),
      AllocatedVolumeBytes: sum(volumeBytes),
      ...(!state.isOld && { AvailableMemory: state.availableMemory() }),
      NumFreeAddresses: state.freeCounts(),
    };
  }

  /** VMs a member reports; one that is leaving counts as gone. */
  vms({ hypervisor }: FleetMember): VmInfo[] {
    return [...hypervisor.state.vms.values()]
      .filter((vm) => !vm.isSecret && vm.state !== "migrating" && vm.ip !== "0.0.0.0")
      .map(({ info }) => info);
  }

  /** A machine that was switched on asks its neighbours for its address: its firmware first, then its system. */
  asksForAddress(machine: SimulatedHypervisor): void {
    const address = { IpAddress: machine.host, MacAddress: macForIp(machine.host) };
    for (const { hypervisor } of this.members) {
      if (!hypervisor.isListening) continue;
      const { clock, dhcp } = hypervisor.state;
      for (const ms of ASKING_MS) clock.after(ms, () => dhcp.guestAsks(address, machine.name));
    }
  }

  select(filter: MemberFilter): FleetMember[] {
    return this.members.filter((member) => {
      const { hypervisor } = member;
      const health = hypervisor.faults.healthStatus;
      if (!isBelow(member.location, filter.Location) || !hypervisor.isListening) return false;
      if (filter.IncludeUnhealthy !== true && health !== "" && health !== "healthy") return false;
      if ((filter.SubnetId ?? "") !== "" && hypervisor.state.subnets.get(filter.SubnetId ?? "") === undefined)
        return false;
      const architecture = filter.ArchitectureType ?? "auto";
      if (architecture !== "auto" && architecture !== hypervisor.state.options.architecture) return false;
      return tagsMatch(this.tags(member), filter.HypervisorTagsToMatch);
    });
  }
}

/** True for the location itself and whole components below it. */
export function isBelow(location: string, top: string): boolean {
  return top === "" || location === top || location.startsWith(`${top}/`);
}

function volumeBytes(info: VmInfo): number {
  return (info.Volumes ?? []).reduce((total, volume) => {
    const snapshots = Object.values(volume.Snapshots ?? {}).reduce((sum, size) => sum + size, 0);
    return total + effectiveSize(volume) + snapshots;
  }, 0);
}
