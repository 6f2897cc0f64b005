import type {
  FleetSummary,
  HypervisorDetail,
  HypervisorRow,
  VmDetail,
  VmInfo,
  VmRow,
} from "@stackdeck/api-types";
import type { StreamedUpdate } from "@stackdeck/hypervisor-client";
import { countFreshness, summarise } from "./fleet-summary.ts";
import { type HypervisorIdentity, HypervisorRecord, type LinkState } from "./hypervisor-record.ts";
import type { InventoryChange, InventoryLink } from "./inventory-link.ts";
import { Rivals } from "./rivals.ts";
import { VisibleVms, type VmChange } from "./visible-vms.ts";
import { detailOf, VmClaims } from "./vm-claims.ts";
import { isDeletion, saysThat, vmRowOf } from "./vm-row.ts";

/** VMs that are taken over in one step. */
const vmsPerStep = 500;
const noVms: ReadonlyMap<string, VmInfo> = new Map();

/**
 * The model of the whole fleet: no I/O, no timers. Each update costs time in proportion to what it names, whatever the
 * size of the fleet.
 */
export class Inventory {
  readonly #records = new Map<string, HypervisorRecord>();
  readonly #claims = new VmClaims();
  readonly #rivals = new Rivals(this.#claims);
  readonly #visible = new VisibleVms();
  readonly #links = new Map<string, InventoryLink>();
  readonly #listeners = new Set<(change: InventoryChange) => void>();
  readonly #elapsed: () => number;
  #revision = 0;

  /** `elapsed`: monotonic milliseconds, since clocks of machines jump. */
  constructor(elapsed = () => performance.now()) {
    this.#elapsed = elapsed;
  }
  /** Grows by one with every change. */
  get revision(): number {
    return this.#revision;
  }
  get size(): number {
    return this.#visible.size;
  }

  onChange(listener: (change: InventoryChange) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** Adds a hypervisor, or changes what it is known by. */
  addHypervisor(identity: HypervisorIdentity): void {
    const changes: VmChange[] = [];
    const known = this.#records.get(identity.id);
    if (known === undefined) this.#records.set(identity.id, new HypervisorRecord(identity));
    else {
      const isRenamed = known.identity.hostname !== identity.hostname;
      known.identity = identity;
      known.touch();
      if (isRenamed) this.#renewRows(known, changes);
    }
    this.#emit(changes, [identity.id]);
  }

  /** Forgets a hypervisor with its VMs. */
  removeHypervisor(id: string): void {
    const record = this.#records.get(id);
    if (record === undefined) return;
    const changes: VmChange[] = [];
    for (const ip of this.#claims.addressesOf(record)) this.#drop(record, ip, changes);
    this.#records.delete(id);
    this.#links.delete(id);
    this.#emit(changes, [id]);
  }

  /** Starts a new update stream of a hypervisor; see InventoryLink. */
  openLink(id: string): InventoryLink {
    const record = this.#records.get(id);
    if (record === undefined) throw new Error(`unknown hypervisor ${id}`);
    let first = true;
    const isCurrent = () => this.#links.get(id) === link && this.#records.get(id) === record;
    const steps = (update: StreamedUpdate, at: number) => {
      const all = this.#steps(record, update, { first, at, isCurrent });
      first = false;
      return all;
    };
    const link: InventoryLink = {
      steps,
      apply: (update, at) => {
        for (const _ of steps(update, at));
      },
      heard: (at) => {
        if (isCurrent()) record.lastContact = at;
      },
      state: (state) => {
        if (isCurrent()) this.#setLinkState(record, state);
      },
    };
    this.#links.set(id, link);
    return link;
  }

  /** Remembers which methods a server offers. */
  setMethods(id: string, methods: readonly string[]): void {
    const record = this.#records.get(id);
    if (record === undefined) return;
    const changes: VmChange[] = [];
    record.methods = methods;
    record.touch();
    this.#renewRows(record, changes);
    this.#emit(changes, [id]);
  }

  /** Lets VMs go whose migration did not end at another hypervisor in time. Call now and then. */
  expire(): void {
    const changes: VmChange[] = [];
    this.#visible.expire(this.#elapsed(), changes);
    if (changes.length > 0) this.#emit(changes, []);
  }

  vm(ip: string): VmRow | undefined {
    return this.#visible.get(ip)?.row;
  }

  vmInfo(ip: string): VmInfo | undefined {
    return this.#visible.get(ip)?.info;
  }

  vmDetail(ip: string): VmDetail | undefined {
    const claim = this.#visible.get(ip);
    return claim && detailOf(ip, claim);
  }

  /** All VMs, in no order. */
  *vms(): IterableIterator<VmRow> {
    for (const claim of this.#visible.values()) yield claim.row;
  }

  hypervisor(id: string): HypervisorRow | undefined {
    return this.#records.get(id)?.row();
  }

  hypervisorDetail(id: string): HypervisorDetail | undefined {
    return this.#records.get(id)?.detail();
  }

  *hypervisors(): IterableIterator<HypervisorRow> {
    for (const record of this.#records.values()) yield record.row();
  }

  /** Addresses of the VMs a hypervisor reports. */
  vmsOf(id: string): string[] {
    const record = this.#records.get(id);
    return record === undefined ? [] : this.#claims.addressesOf(record);
  }

  /** How many hypervisors are how fresh. */
  freshness(): Readonly<Record<string, number>> {
    return countFreshness([...this.#records.values()].map(({ link }) => link.freshness));
  }

  /** The fleet in numbers; costs time in proportion to the number of hypervisors. */
  summary(): FleetSummary {
    return summarise(this.hypervisors(), this.#visible.size, this.#visible.byState);
  }

  *#steps(
    record: HypervisorRecord,
    update: StreamedUpdate,
    o: { first: boolean; at: number; isCurrent: () => boolean },
  ): Generator<void, void> {
    if (!o.isCurrent()) return;
    let changes: VmChange[] = [];
    record.lastContact = o.at;
    record.applyHostFacts(update);
    const named = update.VMs ?? noVms;
    if (o.first) {
      for (const ip of this.#claims.addressesOf(record)) {
        if (isDeletion(named.get(ip))) this.#drop(record, ip, changes, true);
      }
    }
    let taken = 0;
    for (const [ip, info] of named) {
      if (isDeletion(info)) this.#drop(record, ip, changes, true);
      else this.#claim(record, ip, info, changes);
      if (++taken % vmsPerStep > 0) continue;
      this.#emit(changes, [record.identity.id]);
      changes = [];
      yield;
      if (!o.isCurrent()) return;
    }
    if (o.first || record.stale) this.#refreshLink(record, { freshness: "live", problem: "" }, changes);
    this.#emit(changes, [record.identity.id]);
  }

  #setLinkState(record: HypervisorRecord, state: LinkState): void {
    if (record.link.freshness === state.freshness && record.link.problem === state.problem) return;
    const changes: VmChange[] = [];
    this.#refreshLink(record, state, changes);
    this.#emit(changes, [record.identity.id]);
  }

  /** Sets the state of a link and greys out or brightens the rows that hang on it. */
  #refreshLink(record: HypervisorRecord, state: LinkState, changes: VmChange[]): void {
    const wasStale = record.stale;
    record.link = state;
    record.touch();
    if (record.stale !== wasStale) this.#renewRows(record, changes);
  }

  /** Makes the rows of a hypervisor anew, after something they show of it has changed. */
  #renewRows(record: HypervisorRecord, changes: VmChange[]): void {
    const { facts, stale } = record;
    for (const claim of this.#claims.of(record)) {
      if (saysThat(claim.row, facts, stale)) continue;
      const ip = claim.row.IpAddress;
      this.#claims.set(ip, { ...claim, row: vmRowOf({ ip, info: claim.info, ...facts, stale }) });
      this.#decide(ip, changes);
    }
  }

  /** Takes over what was just reported: whatever the link was before, this is current. */
  #claim(record: HypervisorRecord, ip: string, info: VmInfo, changes: VmChange[]): void {
    const former = this.#claims.get(record, ip);
    if (former !== undefined) record.account(former.info, -1);
    record.account(info, 1);
    const row = vmRowOf({ ip, info, ...record.facts, stale: false });
    this.#claims.set(ip, { record, info, row });
    this.#decide(ip, changes);
  }

  #drop(record: HypervisorRecord, ip: string, changes: VmChange[], mayArriveElsewhere = false): void {
    const claim = this.#claims.get(record, ip);
    if (claim === undefined) return;
    record.account(claim.info, -1);
    this.#claims.delete(record, ip);
    const isMigrating = claim.info.State === "migrating" && !this.#claims.isClaimed(ip);
    if (mayArriveElsewhere && isMigrating) this.#visible.holdLeaving(ip, this.#elapsed());
    else this.#decide(ip, changes);
  }

  #decide(ip: string, changes: VmChange[]): void {
    this.#visible.show(ip, this.#claims.best(ip), changes);
    this.#rivals.look(ip);
  }

  #emit(vms: readonly VmChange[], about: readonly string[]): void {
    const hypervisors = [...new Set([...about, ...this.#rivals.takeChanged()])];
    this.#revision += 1;
    for (const listener of this.#listeners) listener({ revision: this.#revision, vms, hypervisors });
  }
}
