import type { Subnet } from "@stackdeck/api-types";
import type { Random } from "../base/random.ts";
import { between, pick } from "../base/random.ts";
import type { SimulatedHypervisor } from "../server/simulated-hypervisor.ts";
import type { VmSpec } from "./population.ts";
import { addVm, randomAge } from "./population.ts";

const GIB = 2 ** 30;

/** Networks every demo hypervisor has. */
export const demoSubnets: readonly Subnet[] = [
  subnet("production", "10.10.0.1", { VlanId: 110, Manage: true }),
  subnet("staging", "10.20.0.1", { VlanId: 120 }),
  subnet("development", "10.30.0.1", { VlanId: 130 }),
  subnet("team-a-private", "10.40.0.1", { VlanId: 140, AllowedGroups: ["team-a"] }),
];

function subnet(Id: string, IpGateway: string, more: Partial<Subnet>): Subnet {
  const base = IpGateway.replace(/\.1$/, "");
  return {
    Id,
    IpGateway,
    IpMask: "255.255.252.0",
    DomainName: `${Id}.example.net`,
    DomainNameServers: [`${base}.2`, `${base}.3`],
    ...more,
  };
}

/** Addresses a subnet has for VMs, and how many of them a block of 256 takes. */
const SUBNET_ADDRESSES = 900;
const BLOCK_ADDRESSES = 240;

/** Addresses of demo hypervisor `index` of `count`: some of each subnet, none shared, enough for all VMs together. */
export function demoAddresses(index: number, count: number): string[] {
  const each = Math.min(Math.max(20, Math.ceil(60 / count)), Math.floor(SUBNET_ADDRESSES / count));
  return demoSubnets.flatMap(({ IpGateway }) => {
    const base = IpGateway.replace(/0\.1$/, "");
    return Array.from({ length: each }, (_, n) => {
      const host = index * each + n;
      return `${base}${Math.floor(host / BLOCK_ADDRESSES)}.${10 + (host % BLOCK_ADDRESSES)}`;
    });
  });
}

interface Role {
  readonly role: string;
  readonly count: number;
  readonly image: string;
  readonly milliCPUs: number;
  readonly memoryInMiB: number;
  readonly volumes: readonly number[];
  readonly team: "team-a" | "team-b" | "platform";
  readonly owner: string;
  readonly env: "production" | "staging" | "development";
}

const ROLES: readonly Role[] = [
  role(
    "web",
    7,
    "service/web-frontend/2026-10-06:15:20:31",
    2000,
    4096,
    [16],
    "team-a",
    "alice",
    "production",
  ),
  role("api", 5, "base/debian-13/2026-10-02:06:00:09", 4000, 8192, [20], "team-a", "alice", "production"),
  role(
    "db",
    4,
    "service/postgres-16/2026-09-30:11:02:54",
    8000,
    16384,
    [24, 200],
    "team-b",
    "bob",
    "production",
  ),
  role("cache", 3, "base/alpine-3.21/2026-09-19:03:12:00", 1000, 8192, [8], "team-a", "alice", "production"),
  role("queue", 2, "base/debian-13/2026-08-14:06:00:11", 2000, 4096, [16, 50], "team-b", "bob", "production"),
  role(
    "build",
    4,
    "base/ubuntu-24.04/2026-09-28:05:30:02",
    4000,
    8192,
    [64],
    "platform",
    "admin",
    "development",
  ),
  role(
    "web-staging",
    3,
    "service/web-frontend/2026-10-01:08:45:10",
    1000,
    2048,
    [16],
    "team-a",
    "alice",
    "staging",
  ),
  role(
    "db-staging",
    2,
    "service/postgres-16/2026-09-30:11:02:54",
    2000,
    4096,
    [24, 40],
    "team-b",
    "bob",
    "staging",
  ),
  role(
    "metrics",
    2,
    "base/rocky-9/2026-09-01:04:10:45",
    4000,
    8192,
    [16, 120],
    "platform",
    "admin",
    "production",
  ),
  role(
    "bastion",
    1,
    "base/alpine-3.21/2026-09-19:03:12:00",
    500,
    512,
    [4],
    "platform",
    "admin",
    "production",
  ),
  role(
    "desktop",
    3,
    "base/ubuntu-24.04/2026-09-28:05:30:02",
    2000,
    4096,
    [40],
    "team-b",
    "bob",
    "development",
  ),
  role("sandbox", 4, "base/debian-13/2026-10-02:06:00:09", 500, 1024, [10], "team-a", "alice", "development"),
];

function role(name: string, count: number, image: string, milliCPUs: number, ...rest: RoleRest): Role {
  const [memoryInMiB, gib, team, owner, env] = rest;
  return {
    role: name,
    count,
    image,
    milliCPUs,
    memoryInMiB,
    volumes: gib.map((size) => size * GIB),
    team,
    owner,
    env,
  };
}
type RoleRest = [number, readonly number[], Role["team"], string, Role["env"]];

/** Some forty VMs over the given hypervisors: roles, owners, sizes and states as in a small company. */
export function populateDemo(hypervisors: readonly SimulatedHypervisor[], random: Random): void {
  let turn = 0;
  for (const entry of ROLES) {
    for (let number = 1; number <= entry.count; number++) {
      const hypervisor = hypervisors[turn++ % hypervisors.length];
      if (hypervisor !== undefined) addVm(hypervisor, demoVm(entry, number, random));
    }
  }
}

function demoVm(entry: Role, number: number, random: Random): VmSpec {
  const name = entry.count === 1 ? entry.role : `${entry.role}-${String(number).padStart(2, "0")}`;
  const graphical = entry.role === "desktop" || random.next() < 0.35;
  return {
    name,
    hostname: name,
    subnetId: entry.role === "sandbox" && number === 1 ? "team-a-private" : entry.env,
    owner: entry.owner,
    groups: entry.team === "platform" ? [] : [entry.team],
    state: demoState(entry, number, random),
    image: entry.image,
    milliCPUs: entry.milliCPUs,
    memoryInMiB: entry.memoryInMiB,
    volumeSizes: entry.volumes,
    console: graphical ? "vnc" : pick(random, ["none", "none", "dummy"] as const),
    tags: {
      env: entry.env,
      role: entry.role,
      team: entry.team,
      ...(random.next() < 0.2 && { backup: "daily" }),
    },
    snapshots: entry.role === "db" ? ["before-upgrade"] : random.next() < 0.15 ? [""] : [],
    destroyProtection: entry.env === "production" && between(random, 0, 2) > 0,
    age: randomAge(random),
  };
}

function demoState(entry: Role, number: number, random: Random): VmSpec["state"] {
  if (entry.role === "sandbox" && number === entry.count) return "crashed";
  if (entry.role === "build" && number === entry.count) return "failed to start";
  const stops = entry.env === "production" ? 0.06 : 0.35;
  return random.next() < stops ? "stopped" : "running";
}
