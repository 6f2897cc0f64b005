/** The hypervisor under test: where it is, who calls it, and where test VMs go. */
import { type Identity, SrpcError } from "@stackdeck/srpc";
import { type Address, Client, type Message } from "./client.ts";

export interface Callers {
  readonly admin: Client;
  readonly owner: Client;
  readonly member: Client;
  readonly stranger: Client;
}

export interface TargetOptions {
  readonly address: Address;
  readonly second?: Address | undefined;
  readonly identities: readonly Identity[];
  /** User name of the owner; otherwise one is picked. */
  readonly ownerName?: string | undefined;
  readonly subnetId?: string | undefined;
  readonly image?: string | undefined;
  readonly disposable: boolean;
}

/** An identity has powers when a pattern of its certificate covers all methods of the hypervisor. */
const isPowerful = (identity: Identity) =>
  identity.methods.some((pattern) => pattern === "*.*" || pattern === "Hypervisor.*");
const hasNoPowers = (identity: Identity) => identity.methods.length === 0;

/** Something about the target or the options that makes a run pointless, in one sentence. */
export class UnusableTarget extends Error {}

export interface Roles {
  readonly admin: Identity;
  readonly owner: Identity;
  readonly member: Identity;
  readonly stranger: Identity;
  readonly sharedGroup: string;
}

/**
 * Picks an identity for every class of caller: one with all powers, and three without any, of which one is in a group
 * that neither the owner nor the stranger is in.
 */
function pickRoles(identities: readonly Identity[], ownerName?: string): Roles {
  const admin = identities.find(isPowerful);
  if (!admin) throw new UnusableTarget("No identity with method powers (*.* or Hypervisor.*) was found.");
  const plain = identities.filter(hasNoPowers);
  const owners = ownerName === undefined ? plain : plain.filter((each) => each.userName === ownerName);
  for (const owner of owners)
    for (const member of plain)
      for (const stranger of plain) {
        const names = new Set([admin.userName, owner.userName, member.userName, stranger.userName]);
        const group = member.groups.find(
          (name) => !stranger.groups.includes(name) && !owner.groups.includes(name),
        );
        if (names.size === 4 && group !== undefined)
          return { admin, owner, member, stranger, sharedGroup: group };
      }
  throw new UnusableTarget(
    "Three identities without method powers are needed, one of them in a group that the two others are not in.",
  );
}

export class Target {
  readonly address: Address;
  readonly second: Address | undefined;
  readonly callers: Callers;
  readonly sharedGroup: string;
  readonly subnetId: string;
  /** Name of an image that the hypervisor can get; "" when none is known. */
  readonly image: string;
  readonly disposable: boolean;
  #hostnames = 0;

  private constructor(options: TargetOptions, roles: Roles, subnetId: string) {
    this.address = options.address;
    this.second = options.second;
    this.sharedGroup = roles.sharedGroup;
    this.subnetId = subnetId;
    this.image = options.image ?? "";
    this.disposable = options.disposable;
    const client = (identity: Identity) => new Client(options.address, identity);
    this.callers = {
      admin: client(roles.admin),
      owner: client(roles.owner),
      member: client(roles.member),
      stranger: client(roles.stranger),
    };
  }

  /** Connects once, and finds a subnet with free addresses for the test VMs. */
  static async open(options: TargetOptions): Promise<Target> {
    const roles = pickRoles(options.identities, options.ownerName);
    const owner = new Client(options.address, roles.owner);
    try {
      return new Target(options, roles, options.subnetId ?? (await findSubnet(owner)));
    } catch (error) {
      if (error instanceof SrpcError)
        throw new UnusableTarget(`The hypervisor does not answer: ${error.message}`);
      throw error;
    } finally {
      owner.close();
    }
  }

  /** What another hypervisor dials to reach this one. */
  get sourceName(): string {
    return `${this.address.host}:${this.address.port}`;
  }

  /** Whether the calls come from the machine the hypervisor runs on. */
  get isLocal(): boolean {
    return /^(?:127\.|localhost$|::1$)/.test(this.address.host);
  }

  async close(): Promise<void> {
    for (const client of Object.values(this.callers) as Client[]) client.close();
  }

  newHostname(): string {
    this.#hostnames += 1;
    return `conformance-${this.#hostnames}`;
  }

  /** An address of the test VMs' subnet that is neither in the pool nor a VM's. */
  async unusedAddress(): Promise<string> {
    const { owner } = this.callers;
    const first = await firstUpdate(owner);
    const subnet = (first.Subnets as Message[]).find((each) => each.Id === this.subnetId);
    const used = new Set((first.AddressPool as Message[]).map((each) => each.IpAddress));
    for (const ip of Object.keys(first.VMs as object)) used.add(ip);
    const network = String(subnet?.IpGateway).split(".").slice(0, 3).join(".");
    for (let host = 254; host > 1; host -= 1) {
      const ip = `${network}.${host}`;
      if (!used.has(ip) && ip !== subnet?.IpGateway) return ip;
    }
    throw new UnusableTarget(`Every address of subnet ${this.subnetId} is in use.`);
  }
}

async function firstUpdate(client: Client): Promise<Message> {
  const call = await client.open("GetUpdates");
  try {
    await call.send({});
    return await call.expect();
  } finally {
    await call.close();
  }
}

async function findSubnet(owner: Client): Promise<string> {
  const { NumFreeAddresses, Subnets } = await firstUpdate(owner);
  const open = (Subnets as Message[]).filter(
    (subnet) =>
      !(subnet.AllowedUsers as string[] | undefined)?.length &&
      !(subnet.AllowedGroups as string[] | undefined)?.length,
  );
  const free = (NumFreeAddresses ?? {}) as Record<string, number>;
  const ids = open.map((subnet) => String(subnet.Id)).sort((a, b) => (free[b] ?? 0) - (free[a] ?? 0));
  const best = ids[0];
  if (best === undefined || (free[best] ?? 0) < 6)
    throw new UnusableTarget("No subnet that is open to all users has six free addresses for test VMs.");
  return best;
}
