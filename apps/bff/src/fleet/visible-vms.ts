import type { VmRow } from "@stackdeck/api-types";
import type { Claim } from "./vm-claims.ts";

/** What happened to one VM: undefined before means new, undefined after means gone. */
export interface VmChange {
  readonly ip: string;
  readonly before: VmRow | undefined;
  readonly after: VmRow | undefined;
}

/** How long a VM that left in the state `migrating` is still shown while its destination has not reported it. */
const migrationGraceMs = 3000;

/** The one claim of each address that is shown, and how many are in which state. */
export class VisibleVms {
  readonly #byAddress = new Map<string, Claim>();
  readonly #byState = new Map<string, number>();
  /** VMs that nobody claims any more but that may turn up elsewhere, and until when that is waited for. */
  readonly #leaving = new Map<string, number>();

  get size(): number {
    return this.#byAddress.size;
  }

  /** Number of VMs in each state that occurs. */
  get byState(): Readonly<Record<string, number>> {
    return Object.fromEntries(this.#byState);
  }

  get(ip: string): Claim | undefined {
    return this.#byAddress.get(ip);
  }

  values(): IterableIterator<Claim> {
    return this.#byAddress.values();
  }

  /** Shows a claim, or nothing, for an address; notes what that changes. */
  show(ip: string, claim: Claim | undefined, changes: VmChange[]): void {
    this.#leaving.delete(ip);
    const former = this.#byAddress.get(ip);
    if (former === claim) return;
    if (former !== undefined) this.#count(former.row.State, -1);
    if (claim === undefined) this.#byAddress.delete(ip);
    else {
      this.#byAddress.set(ip, claim);
      this.#count(claim.row.State, 1);
    }
    changes.push({ ip, before: former?.row, after: claim?.row });
  }

  /** Goes on showing a migrating VM that its source has let go, for a moment. */
  holdLeaving(ip: string, now: number): void {
    this.#leaving.set(ip, now + migrationGraceMs);
  }

  /** Lets those go that have turned up nowhere. */
  expire(now: number, changes: VmChange[]): void {
    for (const [ip, until] of this.#leaving) {
      if (now >= until) this.show(ip, undefined, changes);
    }
  }

  #count(state: string, by: number): void {
    const count = (this.#byState.get(state) ?? 0) + by;
    if (count === 0) this.#byState.delete(state);
    else this.#byState.set(state, count);
  }
}
