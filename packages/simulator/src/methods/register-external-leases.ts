import type { RegisterExternalLeasesRequest } from "@stackdeck/api-types";
import { ipMessage, ipNumber } from "../base/net.ts";
import { refuse } from "../base/refusal.ts";
import type { Hypervisor } from "../state/hypervisor.ts";
import { replyMethod } from "./define.ts";

/** Replaces the set of external leases. On an error those before it stay added. */
export function registerLeases(hypervisor: Hypervisor, request: RegisterExternalLeasesRequest): void {
  const kept = [];
  for (const address of request.Addresses) {
    if (ipNumber(address.IpAddress) === undefined) {
      refuse(`${ipMessage(address.IpAddress)} is not an IPv4 address`);
    }
  }
  for (const address of request.Addresses) {
    hypervisor.dhcp.checkLease(address);
    kept.push(address);
    hypervisor.dhcp.setExternal(kept);
  }
  hypervisor.dhcp.setExternal(kept);
}

export const registerExternalLeases = replyMethod("RegisterExternalLeases", ({ hypervisor }, request) => {
  registerLeases(hypervisor, request);
});
