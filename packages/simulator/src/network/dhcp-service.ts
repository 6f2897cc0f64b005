import type { Address } from "@stackdeck/api-types";
import type { Clock } from "../base/clock.ts";
import { sleep } from "../base/clock.ts";
import { isUnspecified } from "../base/net.ts";
import { refuse } from "../base/refusal.ts";
import type { Subnets } from "../state/subnets.ts";
import { encodeDhcp } from "./dhcp-packet.ts";

/** A packet as a watcher sees it. */
export interface SeenPacket {
  readonly interface: string;
  readonly packet: Buffer;
}

type Watcher = (packet: SeenPacket) => void;

/** The hypervisor's DHCP server, as far as its clients can tell: leases, acknowledgements, packets to watch. */
export class DhcpService {
  readonly #clock: Clock;
  readonly #subnets: Subnets;
  readonly #watchers = new Set<Watcher>();
  readonly #acknowledgements = new Map<string, Set<() => void>>();
  /** Leases of machines that are no VMs, by MAC: temporary ones for network boots. */
  readonly #bootLeases = new Map<string, number>();
  #external: readonly Address[] = [];
  #transaction = 0x1f0a3c51;

  constructor(clock: Clock, subnets: Subnets) {
    this.#clock = clock;
    this.#subnets = subnets;
  }

  get external(): readonly Address[] {
    return this.#external;
  }

  setExternal(addresses: readonly Address[]): void {
    this.#external = addresses;
  }

  /** Refuses as AddLease does. */
  checkLease(address: Address): void {
    if (isUnspecified(address.IpAddress)) refuse("no IP address");
    if (this.#subnets.idFor(address.IpAddress) === undefined)
      refuse(`no subnet found for ${address.IpAddress}`);
  }

  /** A temporary lease for a network boot, until `ms` from now. */
  addBootLease(address: Address, ms: number): void {
    const now = this.#clock.now();
    if ((this.#bootLeases.get(address.MacAddress) ?? 0) > now)
      refuse(`already have lease for: ${address.MacAddress}`);
    this.#bootLeases.set(address.MacAddress, now + ms);
  }

  removeBootLease(mac: string): void {
    this.#bootLeases.delete(mac);
  }

  watch(watcher: Watcher): () => void {
    this.#watchers.add(watcher);
    return () => void this.#watchers.delete(watcher);
  }

  /** A guest asks for its address: two packets to see, and an acknowledgement for those who wait. */
  guestAsks(address: Address, hostname: string): void {
    if (this.#watchers.size > 0) {
      const common = { mac: address.MacAddress, xid: this.#transaction++, hostname, seconds: 0 };
      this.#show(encodeDhcp({ type: "discover", ...common }), address);
      this.#show(encodeDhcp({ type: "request", wanted: address.IpAddress, ...common }), address);
    }
    const ip = address.IpAddress ?? "";
    const waiting = this.#acknowledgements.get(ip);
    this.#acknowledgements.delete(ip);
    for (const wake of waiting ?? []) wake();
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

  #show(packet: Buffer, address: Address): void {
    const vlan = this.#subnets.get(this.#subnets.idFor(address.IpAddress) ?? "")?.VlanId ?? 0;
    const name = vlan === 0 ? "br0" : `br0.${vlan}`;
    for (const watcher of this.#watchers) watcher({ interface: name, packet });
  }
}
