/** Made-up updates of a hypervisor, the same in every run. */

/** A small generator of numbers from 0 to n-1 (xorshift), so that runs can be compared. */
function numbers(seed: number): (n: number) => number {
  let state = seed;
  return (n) => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return (state >>> 0) % n;
  };
}

const states = ["running", "running", "running", "running", "stopped", "crashed", "starting"];
const users = ["alice", "bob", "carol.smith", "dave", "build-service", "erin", "frank.miller", "grace"];
const groups = ["team-a", "team-b", "platform", "data-science", "web"];
const images = [
  "ubuntu/24.04/2026-08-01",
  "debian/13/2026-07-15",
  "rocky/9/2026-06-30",
  "builder/2026-08-20:10",
];
const roles = ["web", "database", "cache", "worker", "build", "gateway"];

function time(next: (n: number) => number): string {
  const seconds = 1_767_225_600 + next(20_000_000);
  return `${new Date(seconds * 1000).toISOString().slice(0, 19)}.${String(next(1e9)).padStart(9, "0").replace(/0+$/, "1")}-07:00`;
}

/** One VM in plain form. */
function vm(index: number, next: (n: number) => number): Record<string, unknown> {
  const role = roles[next(roles.length)] as string;
  const [b, c, d] = [(index >> 16) & 255, (index >> 8) & 255, index & 255];
  const hex = [10, b, c, d].map((byte) => byte.toString(16).padStart(2, "0")).join(":");
  return {
    Address: { IpAddress: `10.${b}.${c}.${d}`, MacAddress: `52:54:${hex}` },
    ArchitectureType: "amd64",
    ChangedStateOn: time(next),
    ConsoleType: next(4) === 0 ? "vnc" : undefined,
    CreatedOn: time(next),
    DestroyProtection: next(3) === 0 ? true : undefined,
    Hostname: `${role}-${index}.lab.example.com`,
    IdentityExpires: "0001-01-01T00:00:00Z",
    ImageName: images[next(images.length)],
    MemoryInMiB: 1024 << next(5),
    MilliCPUs: 250 << next(5),
    OwnerGroups: [groups[next(groups.length)]],
    OwnerUsers: [users[next(users.length)], users[next(users.length)]],
    State: states[next(states.length)],
    SubnetId: `subnet-${next(4)}`,
    Tags: {
      Name: `${role}-${index}`,
      environment: next(3) === 0 ? "production" : "staging",
      owner: users[next(users.length)],
      "cost-centre": String(4000 + next(40)),
    },
    VirtualCPUs: 1 + next(8),
    Volumes: [
      { DFM: {}, Size: (10 + next(90)) * 2 ** 30 },
      { DFM: {}, Format: "qcow2", Interface: "nvme", Size: (1 + next(4)) * 2 ** 38 },
    ],
  };
}

/** `messages` updates with `vms` VMs each, in plain form. */
export function updates(messages: number, vms: number): Record<string, unknown>[] {
  const next = numbers(42);
  return Array.from({ length: messages }, (_, message) => {
    const map: Record<string, unknown> = Object.create(null);
    for (let i = 0; i < vms; i++) {
      const index = message * vms + i;
      map[`10.${(index >> 16) & 255}.${(index >> 8) & 255}.${index & 255}`] = vm(index, next);
    }
    return { HaveVMs: true, VMs: map };
  });
}
