import type { Address, VmInfo } from "@stackdeck/api-types";
import { ipMessage, isMac, isUnspecified } from "../base/net.ts";
import { refuse } from "../base/refusal.ts";
import type { Subnets } from "./subnets.ts";

/** The two lists of the pool, as they are stored. */
export interface PoolLists {
  registered: Address[];
  free: Address[];
}

export interface AddressPoolOptions {
  readonly lists: PoolLists;
  readonly subnets: Subnets;
  /** VMs whose addresses count as used. */
  readonly vms: () => Iterable<VmInfo>;
  /** Called after every change; `all` when the registered list changed, not only the free counts. */
  readonly onChange: (change: { readonly all: boolean }) => void;
}

/** Registered addresses and, in order of release, the free ones among them. */
export class AddressPool {
  #lists: PoolLists;
  readonly #options: AddressPoolOptions;

  constructor(options: AddressPoolOptions) {
    this.#options = options;
    this.#lists = options.lists;
  }

  get lists(): PoolLists {
    return this.#lists;
  }

  get registered(): readonly Address[] {
    return this.#lists.registered;
  }

  get free(): readonly Address[] {
    return this.#lists.free;
  }

  /** Free addresses per subnet, zeros included. Refuses when a free address lies in no subnet. */
  freeCounts(free: readonly Address[] = this.#lists.free): Record<string, number> {
    const counts: Record<string, number> = Object.create(null);
    for (const id of this.#options.subnets.ids()) if (id !== "hypervisor") counts[id] = 0;
    for (const { IpAddress } of free) {
      if (IpAddress === undefined || IpAddress === "") continue;
      const id = this.#options.subnets.idFor(IpAddress);
      if (id === undefined) refuse(`no matching subnet for: ${IpAddress}\n`);
      if (id !== "hypervisor") counts[id] = (counts[id] ?? 0) + 1;
    }
    return counts;
  }

  /** Takes the wanted address, or the first free one of the subnet. The caller has checked the subnet. */
  take(subnetId: string, wanted: string | undefined, quotedId: string): Address {
    const subnet = this.#options.subnets.get(subnetId);
    const any = isUnspecified(wanted);
    const chosen = this.#lists.free.find(
      ({ IpAddress }) =>
        (any || IpAddress === wanted) &&
        subnet !== undefined &&
        this.#options.subnets.contains(subnet, IpAddress),
    );
    if (chosen === undefined) {
      refuse(any ? `no free address in subnet: ${quotedId}` : `address: ${wanted} not found in free pool`);
    }
    this.#commit({ ...this.#lists, free: this.#lists.free.filter((address) => address !== chosen) }, false);
    return chosen;
  }

  /** The first check of every allocation. */
  requireNotEmpty(): void {
    if (this.#lists.free.length === 0) refuse("no free addresses in pool");
  }

  /** Puts an address at the end of the free list. */
  release(address: Address): void {
    this.#commit({ ...this.#lists, free: [...this.#lists.free, address] }, false);
  }

  register(address: Address): void {
    this.#commit({ ...this.#lists, registered: [...this.#lists.registered, address] }, true);
  }

  unregister(address: Address): void {
    const registered = this.#lists.registered.filter((entry) => !sameAddress(entry, address));
    if (registered.length === this.#lists.registered.length) {
      refuse(`{${ipMessage(address.IpAddress)} ${address.MacAddress}} not registered`);
    }
    this.#commit({ ...this.#lists, registered }, true);
  }

  /** ChangeAddressPool, first step. */
  add(addresses: readonly Address[]): void {
    for (const { MacAddress } of addresses) {
      if (!isMac(MacAddress)) refuse(`address ${MacAddress}: invalid MAC address`);
    }
    const vms = [...this.#options.vms()];
    const free: Address[] = [];
    for (const address of addresses) {
      if (!this.#isUsedByVm(address, vms)) free.push(address);
    }
    this.#commit(
      { free: [...this.#lists.free, ...free], registered: [...this.#lists.registered, ...addresses] },
      true,
    );
  }

  /** ChangeAddressPool, second step: takes addresses out of both lists, by IP and by MAC. */
  remove(addresses: readonly Address[], options: { readonly reportUsed: boolean }): void {
    const ips = new Set(addresses.flatMap(({ IpAddress }) => (IpAddress ? [IpAddress] : [])));
    const macs = new Set(addresses.flatMap(({ MacAddress }) => (MacAddress === "" ? [] : [MacAddress])));
    if (ips.size === 0 && macs.size === 0) return;
    if (options.reportUsed) this.#refuseUsed(ips);
    const free = without(this.#lists.free, ips, macs, "not in free pool");
    const registered = without(this.#lists.registered, ips, macs, "not registered");
    this.#commit({ free, registered }, true);
  }

  /** ChangeAddressPool, third step: trims the free addresses per subnet; key "" stands for every subnet. */
  trim(maximum: Readonly<Record<string, number>>): void {
    const counts = new Map<string, number>();
    const excess = new Set<string>();
    for (const { IpAddress, MacAddress } of this.#lists.free) {
      const id = this.#options.subnets.idFor(IpAddress) ?? "";
      const count = (counts.get(id) ?? 0) + 1;
      counts.set(id, count);
      if (count > (maximum[id] ?? Number.POSITIVE_INFINITY)) excess.add(MacAddress);
      if (count > (maximum[""] ?? Number.POSITIVE_INFINITY)) excess.add(MacAddress);
    }
    if (excess.size === 0) return;
    const keep = ({ MacAddress }: Address) => !excess.has(MacAddress);
    this.#commit(
      { free: this.#lists.free.filter(keep), registered: this.#lists.registered.filter(keep) },
      true,
    );
  }

  /** At server start: every registered address that no VM has is free, every VM's committed address is registered. */
  reconcile(): void {
    const used = new Map<string, Address>();
    for (const info of this.#options.vms()) {
      if (info.Uncommitted === true) continue;
      for (const address of [info.Address, ...(info.SecondaryAddresses ?? [])]) {
        used.set(address.MacAddress, address);
      }
    }
    const registered = [...this.#lists.registered];
    const known = new Set(registered.map(({ MacAddress }) => MacAddress));
    for (const [mac, address] of used) if (!known.has(mac)) registered.push(address);
    const free = this.#lists.free.filter(({ MacAddress }) => !used.has(MacAddress));
    const listed = new Set(free.map(({ MacAddress }) => MacAddress));
    for (const address of registered) {
      if (!used.has(address.MacAddress) && !listed.has(address.MacAddress)) free.push(address);
    }
    this.#lists = { registered, free };
  }

  #isUsedByVm(address: Address, vms: readonly VmInfo[]): boolean {
    const { IpAddress: ip, MacAddress: mac } = address;
    if (ip !== undefined && ip !== "") {
      if (this.#options.subnets.idFor(ip) === undefined) refuse(`no subnet matching: ${ip}`);
      if (this.#lists.registered.some((entry) => entry.IpAddress === ip))
        refuse(`duplicate IP address: ${ip}`);
    }
    const byIp = ip ? vms.find((info) => info.Address.IpAddress === ip) : undefined;
    if (byIp !== undefined && byIp.Address.MacAddress !== mac) {
      refuse(`VM ${ip} has different MAC address: ${byIp.Address.MacAddress} than is being added: ${mac}`);
    }
    if (this.#lists.registered.some((entry) => entry.MacAddress === mac))
      refuse(`duplicate MAC address: ${mac}`);
    const byMac = vms.find((info) => info.Address.MacAddress === mac);
    if (byMac !== undefined && byMac !== byIp) refuse(`VM for MAC address: ${mac} does not have IP`);
    return byMac !== undefined;
  }

  #refuseUsed(ips: ReadonlySet<string>): void {
    for (const info of this.#options.vms()) {
      for (const address of [info.Address, ...(info.SecondaryAddresses ?? [])]) {
        if (address.IpAddress !== undefined && ips.has(address.IpAddress)) {
          refuse(`cannot remove ${address.IpAddress} from free list because it is used`);
        }
      }
    }
  }

  #commit(lists: PoolLists, all: boolean): void {
    this.freeCounts(lists.free);
    this.#lists = lists;
    this.#options.onChange({ all });
  }
}

function sameAddress(a: Address, b: Address): boolean {
  return (a.IpAddress ?? "") === (b.IpAddress ?? "") && a.MacAddress === b.MacAddress;
}

function without(
  list: readonly Address[],
  ips: ReadonlySet<string>,
  macs: ReadonlySet<string>,
  message: string,
): Address[] {
  const [ipsLeft, macsLeft] = [new Set(ips), new Set(macs)];
  const kept = list.filter(({ IpAddress, MacAddress }) => {
    if (IpAddress !== undefined && ipsLeft.delete(IpAddress)) {
      macsLeft.delete(MacAddress);
      return false;
    }
    return !macsLeft.delete(MacAddress);
  });
  if (ipsLeft.size > 0) refuse(`IPs: map[${entries(ipsLeft)}] ${message}`);
  if (macsLeft.size > 0) refuse(`MACs: map[${entries(macsLeft)}] ${message}`);
  return kept;
}

function entries(set: ReadonlySet<string>): string {
  return [...set]
    .sort()
    .map((entry) => `${entry}:{}`)
    .join(" ");
}
