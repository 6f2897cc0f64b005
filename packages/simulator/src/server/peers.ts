import type { Connection } from "@stackdeck/srpc";
import { connect, newIdentity } from "@stackdeck/srpc";
import type { KeyPair } from "@stackdeck/srpc/pki";
import { refuse } from "../base/refusal.ts";

/** Connects to another hypervisor, given as `host:port`. Refuses with the text of the failure. */
export type PeerDialer = (address: string) => Promise<Connection>;

/** Dials peers with the host certificate, as one hypervisor does to pull a VM from another. */
export function dialPeersWith(pki: { readonly host: KeyPair; readonly caPem: string }): PeerDialer {
  return async (address) => {
    const colon = address.lastIndexOf(":");
    const [host, port] = [address.slice(0, colon), Number(address.slice(colon + 1))];
    if (colon <= 0 || !Number.isInteger(port))
      refuse(`dial tcp: address ${address}: missing port in address`);
    const identity = newIdentity({ name: "host", ...pki.host });
    try {
      return await connect({ host, port, tls: { identities: [identity], ca: pki.caPem, verify: "any" } });
    } catch (error) {
      return refuse(dialText(address, error));
    }
  };
}

function dialText(address: string, error: unknown): string {
  const code = (error as { code?: unknown }).code;
  if (code === "REFUSED") return `dial tcp ${address}: connect: connection refused`;
  if (code === "UNREACHABLE") return `dial tcp ${address}: connect: no route to host`;
  return error instanceof Error ? error.message : String(error);
}
