import type { MethodRow } from "../methods/method-row.ts";
import type { RuleContext, VmFacts } from "./caller.ts";

type Request = Readonly<Record<string, unknown>>;

/**
 * Why a method cannot run in the VM's present state, for people, or undefined when it can. Takes into account what the
 * request changes in the rule (force flags, values that stay as they are).
 */
export function stateRefusal(row: MethodRow, context: RuleContext): string | undefined {
  const state = context.state ?? context.vm?.State;
  if (row.states === null || state === undefined) return undefined;
  const request = (context.request ?? {}) as Request;
  const method = row.implementedBy ?? row.name;
  const special = specialRules[method]?.(state, request, context.vm ?? {});
  if (special !== undefined) return special === "allowed" ? undefined : special;
  if (row.states.liftedBy !== undefined && request[row.states.liftedBy] === true) return undefined;
  if ((row.states.allowed as readonly string[]).includes(state)) return undefined;
  return sentence(state, row.states.allowed);
}

/** Rules that depend on more than the state: a sentence, "allowed", or undefined for the rule of the table. */
const specialRules: Readonly<
  Record<string, (state: string, request: Request, vm: VmFacts) => string | undefined>
> = {
  DestroyVm: (state, _, vm) =>
    vm.DestroyProtection && (state === "running" || state === "debugging")
      ? "Destroy protection is on: switch it off first."
      : undefined,
  ReplaceVmImage: (state, request) =>
    request.PreDelete === true && state === "running"
      ? "Stop the VM first: its root volume cannot be deleted beforehand while it runs."
      : undefined,
  PrepareVmForMigration: (state, request) => {
    if (request.Enable === true) return state === "stopped" ? "allowed" : sentence(state, ["stopped"]);
    if (request.Enable === false)
      return state === "migrating" ? "allowed" : "The VM is not prepared for a migration.";
    return undefined;
  },
  ChangeVmSize: (_, request, vm) => (keepsVirtualCpus(request, vm) ? "allowed" : undefined),
  ChangeVmCpuPriority: (_, request, vm) =>
    request.CpuPriority !== undefined && request.CpuPriority === (vm.CpuPriority ?? 0)
      ? "allowed"
      : undefined,
  ChangeVmVolumeSize: (_, request, vm) => {
    const volume = vm.Volumes?.[Number(request.VolumeIndex ?? 0)];
    return request.VolumeSize !== undefined && request.VolumeSize === volume?.Size ? "allowed" : undefined;
  },
};

/** A size may change in any state as long as memory and the number of CPUs the guest sees stay as they are. */
function keepsVirtualCpus(request: Request, vm: VmFacts): boolean {
  if (vm.MilliCPUs === undefined) return false;
  const memory = Number(request.MemoryInMiB ?? 0);
  const milliCpus = Number(request.MilliCPUs ?? 0);
  const virtualCpus = Number(request.VirtualCPUs ?? 0);
  if (memory === 0 && milliCpus === 0 && virtualCpus === 0) return false;
  if (memory !== 0 && memory !== vm.MemoryInMiB) return false;
  const before = effectiveCpus(vm.MilliCPUs, vm.VirtualCPUs ?? 0);
  return before === effectiveCpus(milliCpus || vm.MilliCPUs, virtualCpus || (vm.VirtualCPUs ?? 0));
}

/** Number of CPUs the guest sees, the host's own number aside. */
function effectiveCpus(milliCpus: number, virtualCpus: number): number {
  return Math.max(1, Math.ceil(milliCpus / 1000), virtualCpus);
}

function sentence(state: string, allowed: readonly string[]): string {
  const stoppable = allowed.includes("stopped");
  const startable = allowed.includes("running");
  switch (state) {
    case "starting":
      return "The VM is starting: wait until it runs.";
    case "running":
      return stoppable && !startable && !allowed.includes("crashed")
        ? "The VM is running: stop it first."
        : "The VM is running already.";
    case "failed to start":
      return stoppable
        ? "The VM failed to start: stop it first, which clears that."
        : "The VM failed to start: it does not run.";
    case "stopping":
      return "The VM is stopping: wait until it has stopped.";
    case "stopped":
      return allowed.includes("crashed")
        ? "The VM is stopped already."
        : "The VM is stopped: start it first.";
    case "destroying":
      return "The VM is being destroyed.";
    case "migrating":
      return "The VM is being migrated to another hypervisor.";
    case "exporting":
      return "The VM was handed over to another manager: start it here to take it back.";
    case "crashed":
      return stoppable
        ? "The VM has crashed: stop it first, which clears that."
        : "The VM has crashed: it does not run.";
    case "debugging":
      return stoppable
        ? "The VM runs from a debug image: stop it first."
        : "The VM runs from a debug image: this works only after a normal start.";
    default:
      return `The VM is in the state “${state}”, which this program does not know.`;
  }
}
