import type { Address } from "@stackdeck/api-types";

/** An address a machine may have, and whether it is told to boot from the network with it. */
export interface Lease {
  readonly address: Address;
  readonly netboot: boolean;
}

/** Who may have which address: one lease for each MAC address and for each IP address, the latest wins. */
export class Leases {
  readonly #byMac = new Map<string, Lease>();
  readonly #macs = new Map<string, string>();

  /** The lease of a MAC address. */
  of(mac: string): Lease | undefined {
    return this.#byMac.get(mac);
  }

  put(lease: Lease): void {
    const { IpAddress: ip = "", MacAddress: mac } = lease.address;
    this.#macs.delete(this.#byMac.get(mac)?.address.IpAddress ?? "");
    this.remove(ip);
    this.#byMac.set(mac, lease);
    this.#macs.set(ip, mac);
  }

  /** Takes away the lease of an IP address, whoever has it. */
  remove(ip: string): void {
    this.#byMac.delete(this.#macs.get(ip) ?? "");
    this.#macs.delete(ip);
  }
}
