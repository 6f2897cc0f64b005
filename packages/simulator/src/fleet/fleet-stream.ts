import type { FleetUpdate, HypervisorData, Update, VmInfo } from "@stackdeck/api-types";
import type { FleetMember, FleetModel } from "./fleet-model.ts";
import { isBelow } from "./fleet-model.ts";

/** Messages a reader may be behind before it is cut off. */
const QUEUE = 16;

/** The first message: every machine and VM of the location. */
export function wholeFleet(model: FleetModel, location: string): FleetUpdate {
  const members = model.members.filter((member) => isBelow(member.location, location));
  const ChangedHypervisors: Record<string, HypervisorData> = {};
  const ChangedVMs: Record<string, VmInfo> = {};
  const VmToHypervisor: Record<string, string> = {};
  for (const member of members) {
    const { name } = member.hypervisor;
    ChangedHypervisors[name] = model.data(member);
    for (const info of model.vms(member)) {
      const ip = info.Address.IpAddress ?? "";
      ChangedVMs[ip] = info;
      VmToHypervisor[ip] = name;
    }
  }
  const ChangedMachines = members.map((member) => model.machine(member));
  return { ChangedHypervisors, ChangedMachines, ChangedVMs, VmToHypervisor };
}

/** What a message of a hypervisor means for those who follow the fleet; undefined when nothing. */
export function changeOf(model: FleetModel, member: FleetMember, update: Update): FleetUpdate | undefined {
  if (update.HaveVMs !== true && update.NumFreeAddresses === undefined) return undefined;
  const { name } = member.hypervisor;
  const changed = Object.entries(update.VMs ?? {}).filter(
    ([, info]) => info.State !== "migrating" && (info.Volumes ?? []).length > 0,
  );
  const deleted = Object.keys(update.VMs ?? {}).filter((ip) => !changed.some(([other]) => other === ip));
  return {
    ChangedHypervisors: { [name]: model.data(member) },
    ...(changed.length > 0 && {
      ChangedVMs: Object.fromEntries(changed),
      VmToHypervisor: Object.fromEntries(changed.map(([ip]) => [ip, name])),
    }),
    ...(deleted.length > 0 && { DeletedVMs: deleted }),
  };
}

/** Messages waiting for one reader. */
export class FleetQueue {
  #waiting: FleetUpdate[] = [];
  #wake: (() => void) | undefined;
  #overflowed = false;

  push(update: FleetUpdate): void {
    if (this.#waiting.length >= QUEUE && this.#wake === undefined) this.#overflowed = true;
    this.#waiting.push(update);
    this.#wake?.();
  }

  /** The next message; undefined when the reader was too slow or `signal` aborts. */
  async next(signal: AbortSignal): Promise<FleetUpdate | undefined> {
    while (this.#waiting.length === 0 && !signal.aborted) {
      await new Promise<void>((resolve) => {
        this.#wake = resolve;
        signal.addEventListener("abort", () => resolve(), { once: true });
      });
      this.#wake = undefined;
    }
    return this.#overflowed || signal.aborted ? undefined : this.#waiting.shift();
  }
}
