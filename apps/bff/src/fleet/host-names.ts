import type { HypervisorTarget } from "./fleet.ts";
import { hypervisorId } from "./hypervisor-id.ts";

/** What hypervisors are called that nobody has named: by their host, and with the port where a host has several. */
export class HostNames {
  readonly #byHost = new Map<string, Set<string>>();

  /** The name of one that was added. */
  nameOf(target: HypervisorTarget): string {
    if (target.hostname !== undefined) return target.hostname;
    const isAlone = (this.#byHost.get(target.host)?.size ?? 0) < 2;
    return isAlone ? target.host : hypervisorId(target);
  }

  /** Returns the id of the one that has another name from now on: the host was its alone. */
  add(target: HypervisorTarget): string | undefined {
    const ids = this.#byHost.get(target.host) ?? new Set();
    this.#byHost.set(target.host, ids);
    const [first] = ids;
    const before = ids.size;
    const after = ids.add(hypervisorId(target)).size;
    return before === 1 && after === 2 ? first : undefined;
  }

  /** Returns the id of the one that has another name from now on: the host is its alone. */
  delete(target: HypervisorTarget): string | undefined {
    const ids = this.#byHost.get(target.host);
    if (!ids?.delete(hypervisorId(target))) return undefined;
    if (ids.size === 0) this.#byHost.delete(target.host);
    const [only] = ids;
    return ids.size === 1 ? only : undefined;
  }
}
