import type { Subnet } from "@stackdeck/api-types";
import { inNetwork } from "../base/net.ts";
import { refuse } from "../base/refusal.ts";
import type { Caller } from "./caller.ts";

/** Addresses remembered at most: requests may ask for any. */
const KNOWN_LIMIT = 10_000;

/** The subnets a hypervisor knows, by ID. */
export class Subnets {
  readonly #byId = new Map<string, Subnet>();
  /** Answers of `idFor`, which is asked for every address of a pool at every change of it. */
  readonly #known = new Map<string, string | undefined>();

  constructor(subnets: Iterable<Subnet>) {
    for (const subnet of subnets) this.#byId.set(subnet.Id, subnet);
  }

  ids(): Iterable<string> {
    return this.#byId.keys();
  }

  all(): readonly Subnet[] {
    return [...this.#byId.values()];
  }

  /** What the update stream shows: without the host's own network. */
  announced(): Subnet[] {
    return this.all().filter(({ Id }) => Id !== "hypervisor");
  }

  get(id: string): Subnet | undefined {
    return this.#byId.get(id);
  }

  contains(subnet: Subnet, ip: string | undefined): boolean {
    return inNetwork(ip, subnet.IpGateway, subnet.IpMask);
  }

  /** ID of the subnet an address lies in. */
  idFor(ip: string | undefined): string | undefined {
    if (ip === undefined) return undefined;
    if (this.#known.has(ip)) return this.#known.get(ip);
    const id = this.all().find((subnet) => this.contains(subnet, ip))?.Id;
    if (this.#known.size < KNOWN_LIMIT) this.#known.set(ip, id);
    return id;
  }

  /** Replaces the whole set. */
  replace(subnets: Iterable<Subnet>): void {
    const next = [...subnets];
    this.#known.clear();
    this.#byId.clear();
    for (const subnet of next) this.#byId.set(subnet.Id, subnet);
  }

  /** The subnet meant by a request, checked for existence and for the caller's right to use it. */
  choose(id: string, caller: Caller): Subnet {
    if (this.#byId.size === 0) refuse("no subnets exist");
    if (id !== "") {
      const subnet = this.#byId.get(id) ?? refuse(`subnet: ${id} does not exist`);
      return mayUse(subnet, caller) ? subnet : refuse(`no access to subnet: ${id}`);
    }
    if (this.#byId.size === 1) {
      return this.#byId.get("hypervisor") ?? refuse("hypervisor subnet does not exist");
    }
    const permitted = this.announced().filter((subnet) => mayUse(subnet, caller));
    if (permitted.length > 1) refuse("multiple available subnets: pick one");
    return permitted[0] ?? refuse("no subnets permitted");
  }
}

/** Method powers, no lists at all, or being on one of the lists. */
function mayUse(subnet: Subnet, caller: Caller): boolean {
  const users = subnet.AllowedUsers ?? [];
  const groups = subnet.AllowedGroups ?? [];
  if (caller.hasMethodPowers || (users.length === 0 && groups.length === 0)) return true;
  return users.includes(caller.userName) || groups.some((group) => caller.groups.includes(group));
}
