import {
  type ConnectionSource,
  followUpdates,
  listMethods,
  type PageAddress,
  readBootLog,
} from "@stackdeck/hypervisor-client";
import { type ConnectOptions, DialLimiter, type Identity, SrpcError } from "@stackdeck/srpc";
import { HostNames } from "./host-names.ts";
import { HypervisorConnections } from "./hypervisor-connections.ts";
import { hypervisorId } from "./hypervisor-id.ts";
import { HypervisorSession, type SessionClock } from "./hypervisor-session.ts";
import type { Inventory } from "./inventory.ts";
import { Ownership } from "./ownership.ts";
import { Turns } from "./turns.ts";

/** A hypervisor to look after. */
export interface HypervisorTarget {
  readonly host: string;
  readonly port: number;
  /** Name for people; made from the address when there is no better one. */
  readonly hostname?: string;
  readonly location?: string;
  /** Who owns the machine, as far as the fleet manager says: they have all powers on it. */
  readonly owners?: { readonly users: readonly string[]; readonly groups: readonly string[] };
}

/** What the fleet says about its work. */
export interface FleetLog {
  debug(fields: object, text: string): void;
  warn(fields: object, text: string): void;
}

interface Member {
  target: HypervisorTarget;
  readonly connections: HypervisorConnections;
  readonly session: HypervisorSession;
}

/** How often VMs are let go whose migration came to nothing. */
const expireEveryMs = 500;
/** Most connections that are being set up at once. */
const maxDials = 50;
/** Least time between the starts of two of them, so that a fleet that comes back together does not stop everything. */
const dialSpacingMs = 4;

/** All hypervisors that are looked after, with their sessions and connections. */
export class Fleet {
  readonly #inventory: Inventory;
  readonly #connectOptions: (target: HypervisorTarget) => ConnectOptions;
  readonly #clock: SessionClock;
  readonly #log: FleetLog;
  readonly #limiter = new DialLimiter(maxDials, dialSpacingMs);
  readonly #members = new Map<string, Member>();
  readonly #ownership = new Ownership();
  readonly #turns = new Turns();
  readonly #names = new HostNames();
  readonly #expiry: NodeJS.Timeout;

  constructor(o: {
    inventory: Inventory;
    connectOptions: (target: HypervisorTarget) => ConnectOptions;
    clock: SessionClock;
    log: FleetLog;
  }) {
    this.#inventory = o.inventory;
    this.#connectOptions = o.connectOptions;
    this.#clock = o.clock;
    this.#log = o.log;
    this.#expiry = setInterval(() => o.inventory.expire(), expireEveryMs);
  }

  /** Identifiers of all hypervisors. */
  get ids(): readonly string[] {
    return [...this.#members.keys()];
  }

  /** Starts to look after a hypervisor; one that is known already takes over name and location. */
  add(target: HypervisorTarget): string {
    const id = hypervisorId(target);
    const alsoRenamed = this.#names.add(target);
    this.#enter(target);
    this.#rename(alsoRenamed);
    const known = this.#members.get(id);
    if (known !== undefined) {
      known.target = target;
      return id;
    }
    const connections = new HypervisorConnections(() => this.#connectOptions(target), this.#limiter);
    const session = this.#newSession(id, target, connections);
    this.#members.set(id, { target, connections, session });
    session.start();
    return id;
  }

  async remove(id: string): Promise<void> {
    const member = this.#members.get(id);
    if (member === undefined) return;
    this.#members.delete(id);
    member.connections.close();
    await member.session.stop();
    this.#inventory.removeHypervisor(id);
    this.#rename(this.#names.delete(member.target));
  }

  #enter(target: HypervisorTarget): void {
    const id = hypervisorId(target);
    const hostname = this.#names.nameOf(target);
    this.#inventory.addHypervisor({ id, hostname, address: id, location: target.location ?? "" });
  }

  /** Of several on one host each is called by its port, too. */
  #rename(id: string | undefined): void {
    const member = id === undefined ? undefined : this.#members.get(id);
    if (member !== undefined) this.#enter(member.target);
  }

  /** Connections to a hypervisor; undefined when it is not known. */
  connections(id: string): ConnectionSource | undefined {
    return this.#members.get(id)?.connections;
  }

  /** `host:port` by which other hypervisors reach it. */
  address(id: string): string | undefined {
    return this.#members.has(id) ? id : undefined;
  }

  /** Whether the caller owns the hypervisor, as far as that is known here: see `asksOwner`. */
  isOwner(id: string, userName: string, groups: readonly string[]): boolean {
    const member = this.#members.get(id);
    if (member === undefined) return false;
    const known = this.#identityFor(member)?.userName === userName ? this.#ownership.known(id) : undefined;
    return known ?? ownsMachine(member.target, userName, groups);
  }

  /**
   * Whether the caller owns the hypervisor, by its own word at this moment. The fleet manager's word counts where it
   * cannot be asked; without an answer nobody owns it, for nothing can be done there anyway.
   */
  async asksOwner(id: string, userName: string, groups: readonly string[]): Promise<boolean> {
    const member = this.#members.get(id);
    if (member === undefined) return false;
    const identity = this.#identityFor(member);
    const answer =
      identity?.userName === userName
        ? await this.#ownership.ask(id, member.connections, identity).catch(() => false)
        : undefined;
    return answer ?? ownsMachine(member.target, userName, groups);
  }

  /** Identifiers of the hypervisors that the holder of our certificate is known to own. */
  ownedBy(userName: string, groups: readonly string[]): readonly string[] {
    return this.ids.filter((id) => this.isOwner(id, userName, groups));
  }

  /** Where the hypervisor's HTTP pages are. */
  pages(id: string): PageAddress | undefined {
    return this.#members.get(id)?.target;
  }

  /** Output of a VM's serial port while nobody was attached; undefined when there is none. */
  async bootLog(ip: string, signal?: AbortSignal): Promise<Buffer | undefined> {
    const id = this.#inventory.vm(ip)?.Hypervisor;
    const address = id === undefined ? undefined : this.pages(id);
    if (address === undefined) return undefined;
    return (await readBootLog(address, ip, { signal }))?.body;
  }

  async close(): Promise<void> {
    clearInterval(this.#expiry);
    const members = [...this.#members.values()];
    this.#members.clear();
    for (const { connections } of members) connections.close();
    await Promise.all(members.map(({ session }) => session.stop()));
  }

  /** The certificate by which the hypervisor knows us. */
  #identityFor(member: Member): Identity | undefined {
    return this.#connectOptions(member.target).tls?.identities[0];
  }

  #newSession(id: string, target: HypervisorTarget, connections: ConnectionSource): HypervisorSession {
    return new HypervisorSession({
      id,
      inventory: this.#inventory,
      clock: this.#clock,
      follow: (options) => followUpdates(connections, options),
      turn: () => this.#turns.next(),
      onLive: () => {
        this.#log.debug({ hypervisor: id }, "update stream is live");
        this.#learnMethods(id, target);
        this.#learnOwnership(id);
      },
      onLost: (error) => {
        this.#ownership.forget(id);
        const code = error instanceof SrpcError ? error.code : undefined;
        this.#log.warn({ hypervisor: id, code, reason: String(error) }, "update stream lost");
      },
    });
  }

  /** So that the console knows before anybody clicks; whoever is refused all the same is asked about again. */
  #learnOwnership(id: string): void {
    const member = this.#members.get(id);
    const identity = member && this.#identityFor(member);
    if (member === undefined || identity === undefined) return;
    this.#ownership.ask(id, member.connections, identity).catch((error: unknown) => {
      this.#log.debug({ hypervisor: id, reason: String(error) }, "its owners are not known");
    });
  }

  /** What a server offers can differ after each restart. A server without the page keeps an empty list. */
  #learnMethods(id: string, target: PageAddress): void {
    listMethods(target).then(
      (names) => this.#inventory.setMethods(id, names),
      (error: unknown) => this.#log.debug({ hypervisor: id, reason: String(error) }, "no method list"),
    );
  }
}

/** What the fleet manager says of the machine's owners. */
function ownsMachine(target: HypervisorTarget, userName: string, groups: readonly string[]): boolean {
  const owners = target.owners ?? { users: [], groups: [] };
  return owners.users.includes(userName) || owners.groups.some((group) => groups.includes(group));
}

/** The real clock. */
export const systemClock: SessionClock = {
  now: () => Date.now(),
  sleep: (ms, signal) =>
    new Promise((resolve) => {
      if (signal.aborted) return resolve();
      const end = () => {
        clearTimeout(timer);
        signal.removeEventListener("abort", end);
        resolve();
      };
      const timer = setTimeout(end, ms);
      signal.addEventListener("abort", end, { once: true });
    }),
};
