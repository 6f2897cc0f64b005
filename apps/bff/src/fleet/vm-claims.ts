import type { VmDetail, VmInfo, VmRow } from "@stackdeck/api-types";
import type { HypervisorRecord } from "./hypervisor-record.ts";

/** A VM as one hypervisor reports it. During a migration two hypervisors claim the same address. */
export interface Claim {
  readonly record: HypervisorRecord;
  readonly info: VmInfo;
  readonly row: VmRow;
  /** Order in which claims were first made: the oldest of equal ones wins. */
  readonly sequence: number;
}

/** Everything that is known of a VM whose claim is shown. */
export function detailOf(ip: string, { record, row, info }: Claim): VmDetail {
  return {
    IpAddress: ip,
    Hypervisor: record.identity.id,
    HypervisorName: row.HypervisorName,
    Stale: row.Stale,
    LastContact: record.lastContact,
    MissingMethods: row.MissingMethods,
    VmInfo: info,
  };
}

/** Who claims which address. */
export class VmClaims {
  readonly #byRecord = new Map<HypervisorRecord, Map<string, Claim>>();
  /** Hypervisors that claim an address; nearly always one. */
  readonly #claimants = new Map<string, readonly HypervisorRecord[]>();
  #sequence = 0;

  get(record: HypervisorRecord, ip: string): Claim | undefined {
    return this.#byRecord.get(record)?.get(ip);
  }

  /** Claims of one hypervisor. */
  of(record: HypervisorRecord): readonly Claim[] {
    return [...(this.#byRecord.get(record)?.values() ?? [])];
  }

  addressesOf(record: HypervisorRecord): string[] {
    return [...(this.#byRecord.get(record)?.keys() ?? [])];
  }

  isClaimed(ip: string): boolean {
    return this.#claimants.has(ip);
  }

  set(ip: string, { record, info, row }: Omit<Claim, "sequence">): void {
    let claims = this.#byRecord.get(record);
    if (claims === undefined) {
      claims = new Map();
      this.#byRecord.set(record, claims);
    }
    const former = claims.get(ip);
    if (former === undefined) this.#claimants.set(ip, [...(this.#claimants.get(ip) ?? []), record]);
    claims.set(ip, { record, info, row, sequence: former?.sequence ?? ++this.#sequence });
  }

  delete(record: HypervisorRecord, ip: string): void {
    const claims = this.#byRecord.get(record);
    if (!claims?.delete(ip)) return;
    if (claims.size === 0) this.#byRecord.delete(record);
    const others = (this.#claimants.get(ip) ?? []).filter((other) => other !== record);
    if (others.length > 0) this.#claimants.set(ip, others);
    else this.#claimants.delete(ip);
  }

  /** Who is heard to have an address and is not giving it away: more than one is one too many. */
  holdersOf(ip: string): readonly HypervisorRecord[] {
    const claimants = this.#claimants.get(ip) ?? [];
    if (claimants.length < 2) return claimants;
    return claimants.filter((record) => {
      const claim = this.get(record, ip);
      return claim !== undefined && !claim.row.Stale && !isLeaving(claim);
    });
  }

  /** The claim to show for an address. */
  best(ip: string): Claim | undefined {
    let best: Claim | undefined;
    for (const record of this.#claimants.get(ip) ?? []) {
      const claim = this.get(record, ip);
      if (claim !== undefined && (best === undefined || isBetter(claim, best))) best = claim;
    }
    return best;
  }
}

/**
 * While an address is claimed twice: the destination of a migration before its source, a live report before a stale
 * one, and whoever had it before who says so later: what is done to a VM must not reach another that took its address.
 */
function isBetter(a: Claim, b: Claim): boolean {
  if (isLeaving(a) !== isLeaving(b)) return isLeaving(b);
  if (a.row.Stale !== b.row.Stale) return b.row.Stale;
  return a.sequence < b.sequence;
}

const isLeaving = (claim: Claim) => claim.info.State === "migrating";
