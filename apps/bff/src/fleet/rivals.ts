import type { HypervisorRecord } from "./hypervisor-record.ts";
import type { VmClaims } from "./vm-claims.ts";

/**
 * VMs that several hypervisors say they have while none is giving them away: after a migration that went wrong one VM
 * runs twice, and a hypervisor that is not to be trusted may claim what it likes. Each of them is told of the others.
 */
export class Rivals {
  readonly #claims: VmClaims;
  readonly #byAddress = new Map<string, readonly HypervisorRecord[]>();
  readonly #changed = new Set<string>();

  constructor(claims: VmClaims) {
    this.#claims = claims;
  }

  /** Looks at an address again, after somebody's claim to it has changed. */
  look(ip: string): void {
    const before = this.#byAddress.get(ip) ?? none;
    const holders = this.#claims.holdersOf(ip);
    const now = holders.length > 1 ? holders : none;
    // Nearly always, and with each update.
    if (before.length === 0 && now.length === 0) return;
    if (String(before.map(idOf)) === String(now.map(idOf))) return;
    if (now.length === 0) this.#byAddress.delete(ip);
    else this.#byAddress.set(ip, now);
    for (const record of before) if (!now.includes(record)) this.#tell(record, ip, undefined);
    for (const record of now)
      this.#tell(
        record,
        ip,
        now.find((other) => other !== record),
      );
  }

  /** Identifiers of the hypervisors that were told something since this was asked last. */
  takeChanged(): readonly string[] {
    if (this.#changed.size === 0) return [];
    const ids = [...this.#changed];
    this.#changed.clear();
    return ids;
  }

  #tell(record: HypervisorRecord, ip: string, other: HypervisorRecord | undefined): void {
    record.setRival(ip, other?.facts.hypervisorName);
    this.#changed.add(record.identity.id);
  }
}

const none: readonly HypervisorRecord[] = [];
const idOf = (record: HypervisorRecord) => record.identity.id;
