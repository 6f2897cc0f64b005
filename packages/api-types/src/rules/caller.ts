import type { Methods } from "../methods/methods.ts";
import { powerCovers } from "./glob.ts";

/** Who asks. */
export interface Caller {
  /** "" is nobody. */
  readonly userName: string;
  readonly groups: readonly string[];
  /** Method powers of the caller's certificate, e.g. `*.*` or `Hypervisor.Get*`. */
  readonly methods: readonly string[];
  /** Identifiers of the hypervisors of which the caller is an owner: there all methods are theirs. */
  readonly hypervisorOwnerOf?: readonly string[];
  /** The hypervisor sees the caller coming from its own machine. */
  readonly isLocal?: boolean;
}

/** What the rules look at in a VM; any VmInfo or VM row will do. */
export interface VmFacts {
  readonly State?: string | undefined;
  readonly OwnerUsers?: readonly string[] | undefined;
  readonly OwnerGroups?: readonly string[] | undefined;
  readonly DestroyProtection?: boolean | undefined;
  readonly MemoryInMiB?: number | undefined;
  readonly MilliCPUs?: number | undefined;
  readonly VirtualCPUs?: number | undefined;
  readonly CpuPriority?: number | undefined;
  readonly Volumes?:
    | readonly {
        readonly Size?: number | undefined;
        readonly Snapshots?: Readonly<Record<string, number>> | undefined;
      }[]
    | undefined;
}

/** What the rules look at in a subnet. */
export interface SubnetFacts {
  readonly Id: string;
  readonly AllowedUsers?: readonly string[] | undefined;
  readonly AllowedGroups?: readonly string[] | undefined;
}

/** What a decision is based on. What is not known is left out and not held against the caller. */
export interface RuleContext {
  readonly caller: Caller;
  readonly vm?: VmFacts | undefined;
  /** State of the VM, where the rest of it is not at hand. */
  readonly state?: string | undefined;
  /** Identifier of the hypervisor that is asked. */
  readonly hypervisor?: string | undefined;
  /** Identifier of the hypervisor that has the VM, where a copy or migration asks another one. */
  readonly sourceHypervisor?: string | undefined;
  /** Names of the methods that server offers; empty or absent when not known. */
  readonly capabilities?: readonly string[] | ReadonlySet<string> | undefined;
  /** The request as far as it is known. */
  readonly request?: Partial<Methods[keyof Methods]["input"]> | Readonly<Record<string, unknown>> | undefined;
  /** The subnets the request uses. */
  readonly subnets?: readonly SubnetFacts[] | undefined;
  /** The request carries the VM's present access token. */
  readonly hasAccessToken?: boolean | undefined;
  /** The request carries the content of the root-only cookie file. */
  readonly hasRootCookie?: boolean | undefined;
  /** Another operation is known to run on the VM. */
  readonly busy?: boolean | undefined;
  /** Creation and start of VMs are disabled on the hypervisor. */
  readonly hypervisorDisabled?: boolean | undefined;
}

/** Whether the caller has method powers for a method there. */
export function hasPowers(method: string, context: RuleContext): boolean {
  const { caller, hypervisor } = context;
  if (caller.userName === "") return false;
  if (hypervisor !== undefined && caller.hypervisorOwnerOf?.includes(hypervisor)) return true;
  return caller.methods.some((power) => powerCovers(power, `Hypervisor.${method}`));
}

/** Whether the caller is among the owners, by name or by group. */
export function isOwner(caller: Caller, vm: VmFacts | undefined): boolean {
  if (vm === undefined || caller.userName === "") return false;
  if (vm.OwnerUsers?.includes(caller.userName)) return true;
  return vm.OwnerGroups?.some((group) => caller.groups.includes(group)) ?? false;
}

/** Whether the caller may put VMs into a subnet, method powers aside. */
export function maySubnet(caller: Caller, subnet: SubnetFacts): boolean {
  const users = subnet.AllowedUsers ?? [];
  const groups = subnet.AllowedGroups ?? [];
  if (users.length === 0 && groups.length === 0) return true;
  return users.includes(caller.userName) || groups.some((group) => caller.groups.includes(group));
}
