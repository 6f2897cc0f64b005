import type { Address } from "@stackdeck/api-types";
import type { Clock } from "../base/clock.ts";
import { sleep } from "../base/clock.ts";
import { isUnspecified } from "../base/net.ts";
import { refuse } from "../base/refusal.ts";
import type { Subnets } from "../state/subnets.ts";
import { encodeDhcp } from "./dhcp-packet.ts";
import { Leases } from "./leases.ts";

/** A packet as a watcher sees it. */
export interface SeenPacket {
  readonly interface: string;
  readonly packet: Buffer;
}

/** What a machine that asks for its address gets: nothing, the address, or the address and a system to load. */
export type DhcpAnswer = "none" | "address" | "netboot";

type Watcher = (packet: SeenPacket) => void;

/** The hypervisor's DHCP server, as far as its clients can tell: leases, acknowledgements, packets to watch. */
export class DhcpService {
  readonly #clock: Clock;
  readonly #subnets: Subnets;
  readonly #watchers = new Set<Watcher>();
  readonly #acknowledgements = new Map<string, Set<() => void>>();
  readonly #leases = new Leases();
  #external: readonly Address[] = [];
  #transaction = 0x1f0a3c51;

  constructor(clock: Clock, subnets: Subnets) {
    this.#clock = clock;
    this.#subnets = subnets;
  }

  get external(): readonly Address[] {
    return this.#external;
  }

  /** Replaces the leases of machines that are none of ours. */
  setExternal(addresses: readonly Address[]): void {
    const kept = new Set(addresses.map(({ IpAddress }) => IpAddress));
    for (const { IpAddress = "" } of this.#external) if (!kept.has(IpAddress)) this.removeLease(IpAddress);
    for (const address of addresses) this.#leases.put({ address, netboot: false });
    this.#external = addresses;
  }

  /** The address a VM gets when it asks. */
  addLease(address: Address): void {
    this.checkLease(address);
    this.#leases.put({ address, netboot: false });
  }

  /** Refuses as AddLease does. */
  checkLease(address: Address): void {
    if (isUnspecified(address.IpAddress)) refuse("no IP address");
    if (this.#subnets.idFor(address.IpAddress) === undefined)
      refuse(`no subnet found for ${address.IpAddress}`);
  }

  /** A temporary lease for a network boot, until `ms` from now. Whatever has the address then loses it. */
  addBootLease(address: Address, ms: number): void {
    if (this.#leases.of(address.MacAddress) !== undefined)
      refuse(`already have lease for: ${address.MacAddress}`);
    this.#leases.put({ address, netboot: true });
    this.#clock.after(ms, () => this.removeLease(address.IpAddress));
  }

  /** Ends the lease of an address; who waits for its acknowledgement waits no longer. */
  removeLease(ip: string | undefined): void {
    this.#leases.remove(ip ?? "");
    this.#wake(ip ?? "");
  }

  watch(watcher: Watcher): () => void {
    this.#watchers.add(watcher);
    return () => void this.#watchers.delete(watcher);
  }

  /** A machine asks for its address: two packets to see, and, with a lease, an acknowledgement. */
  guestAsks(address: Address, hostname: string): DhcpAnswer {
    if (this.#watchers.size > 0) {
      const common = { mac: address.MacAddress, xid: this.#transaction++, hostname, seconds: 0 };
      this.#show(encodeDhcp({ type: "discover", ...common }), address);
      this.#show(encodeDhcp({ type: "request", wanted: address.IpAddress, ...common }), address);
    }
    const lease = this.#leases.of(address.MacAddress);
    if (lease === undefined || lease.address.IpAddress !== address.IpAddress) return "none";
    this.#wake(address.IpAddress ?? "");
    return lease.netboot ? "netboot" : "address";
  }

  /** True when the address was acknowledged within `ms`. */
  async acknowledged(ip: string, ms: number, signal?: AbortSignal): Promise<boolean> {
    const over = new AbortController();
    let seen = false;
    const waiting = this.#acknowledgements.get(ip) ?? new Set();
    this.#acknowledgements.set(ip, waiting);
    const wake = () => {
      seen = true;
      over.abort();
    };
    waiting.add(wake);
    const end = () => over.abort();
    signal?.addEventListener("abort", end, { once: true });
    await sleep(this.#clock, ms, over.signal);
    signal?.removeEventListener("abort", end);
    waiting.delete(wake);
    return seen;
  }

  #wake(ip: string): void {
    const waiting = this.#acknowledgements.get(ip);
    this.#acknowledgements.delete(ip);
    for (const wake of waiting ?? []) wake();
  }

  #show(packet: Buffer, address: Address): void {
    const vlan = this.#subnets.get(this.#subnets.idFor(address.IpAddress) ?? "")?.VlanId ?? 0;
    const name = vlan === 0 ? "br0" : `br0.${vlan}`;
    for (const watcher of this.#watchers) watcher({ interface: name, packet });
  }
}
