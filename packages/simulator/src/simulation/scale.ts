import type { Subnet } from "@stackdeck/api-types";
import type { Random } from "../base/random.ts";
import { between, pick } from "../base/random.ts";
import type { SimulatedHypervisor } from "../server/simulated-hypervisor.ts";
import { addVm } from "./population.ts";

/** One network for a whole large fleet. */
export const scaleSubnet: Subnet = {
  Id: "fleet",
  IpGateway: "10.0.0.1",
  IpMask: "255.0.0.0",
  DomainNameServers: ["10.0.0.2"],
};

const SPARE = 8;

/** Addresses of hypervisor `index`: as many as its VMs need and a few more. */
export function scaleAddresses(index: number, vms: number): string[] {
  const block = 256 * Math.ceil((vms + SPARE) / 250);
  return Array.from({ length: vms + SPARE }, (_, n) => {
    const host = (index + 1) * block + Math.floor(n / 250) * 256 + (n % 250) + 1;
    return `10.${Math.floor(host / 65_536)}.${Math.floor(host / 256) % 256}.${host % 256}`;
  });
}

/** Puts so many plain VMs on each hypervisor. */
export function populateScale(
  hypervisors: readonly SimulatedHypervisor[],
  each: number,
  random: Random,
): void {
  for (const [index, hypervisor] of hypervisors.entries()) {
    for (let number = 0; number < each; number++) {
      addVm(hypervisor, {
        name: `vm-${index + 1}-${number + 1}`,
        subnetId: scaleSubnet.Id,
        owner: pick(random, ["alice", "bob", "carol"]),
        groups: [pick(random, ["team-a", "team-b"])],
        state: random.next() < 0.85 ? "running" : "stopped",
        image: "base/alpine-3.21/2026-09-19:03:12:00",
        milliCPUs: 250,
        memoryInMiB: between(random, 256, 1024),
        volumeSizes: [2 ** 31],
        tags: { env: pick(random, ["production", "staging", "development"]), shard: String(number % 16) },
      });
    }
  }
}
