import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { AllocateRequest } from "@stackdeck/api-types";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { timeText, ZERO_TIME } from "../base/clock.ts";
import { FakeClock } from "../base/fake-clock.ts";
import type { SimulatedHypervisor } from "../server/simulated-hypervisor.ts";
import { startSimulatedHypervisor } from "../simulation/start-simulated-hypervisor.ts";
import { Allocator } from "./allocator.ts";
import { FleetModel } from "./fleet-model.ts";

const MIB = 2 ** 20;
const alice = { userName: "alice", hasMethodPowers: false };
const bob = { userName: "bob", hasMethodPowers: false };
const admin = { userName: "admin", hasMethodPowers: true };

let directory: string;
let server: SimulatedHypervisor;
let clock: FakeClock;
let allocator: Allocator;

beforeAll(async () => {
  directory = mkdtempSync(join(tmpdir(), "simulator-allocator-"));
  server = await startSimulatedHypervisor({ directory, persist: false, numCPUs: 4, memoryInMiB: 4096 });
});
afterAll(async () => {
  await server.close();
  rmSync(directory, { recursive: true, force: true });
});
beforeEach(() => {
  clock = new FakeClock();
  const member = { hypervisor: server, location: "site/row", tags: {}, ownerUsers: [], ownerGroups: [] };
  allocator = new Allocator(new FleetModel([member]), clock);
});

function wish(change: Partial<AllocateRequest["VMs"][number]> = {}, Deadline = ZERO_TIME): AllocateRequest {
  const vm = {
    HypervisorArchitecture: "auto" as const,
    HypervisorTagsToMatch: {},
    MemoryInMiB: 3000,
    MilliCPUs: 1000,
    NetworkInterfaces: [{ SubnetId: "lab" }],
    Volumes: [{ Size: 16 * MIB, Type: "persistent" as const }],
  };
  return { Deadline, VMs: [{ ...vm, ...change }] };
}

/** What the log tells of a request, in words. */
const told = (id: string) =>
  allocator.log
    .filter(({ RequestId }) => RequestId === id)
    .map(({ Available, Deleted }) => Available?.VMs[0]?.HypervisorAddress ?? Deleted?.Reason);

describe("a request for room", () => {
  it("gets a place, is over when its VM is there, and lets the next one in", async () => {
    const first = allocator.allocate(wish(), alice);
    expect(first.UpdatePosition).toBe(0);
    const second = allocator.allocate(wish(), bob).RequestId;
    await clock.advance(1);
    expect([told(first.RequestId), told(second)]).toEqual([[server.address], []]);
    const info = { Tags: { AllocationRequestId: first.RequestId } };
    allocator.hear({ VMs: { "10.60.0.10": info as never } } as never);
    expect([told(first.RequestId), told(second)]).toEqual([[server.address, "completed"], [server.address]]);
    expect(allocator.log.map(({ Position }) => Position)).toEqual([0, 1, 2]);
  });

  it.each([
    ["more memory than there is", { MemoryInMiB: 5000 }],
    ["a subnet that is nowhere", { NetworkInterfaces: [{ SubnetId: "none" }] }],
    ["another place", { Location: "site/ro" }],
    ["another architecture", { HypervisorArchitecture: "arm64" as const }],
  ])("for %s cannot fit", async (_what, change) => {
    const { RequestId } = allocator.allocate(wish(change), alice);
    await clock.advance(1);
    expect(told(RequestId)).toEqual(["cannot fit"]);
  });

  it("expires while it waits, and its place when nothing is created there", async () => {
    const first = allocator.allocate(wish(), alice).RequestId;
    const second = allocator.allocate(wish({}, timeText(clock.now() + 60_000)), bob).RequestId;
    await clock.advance(60_000);
    expect(told(second)).toEqual(["expired"]);
    await clock.advance(240_001);
    expect(told(first)).toEqual([server.address, "create timeout"]);
  });

  it("is withdrawn by who made it, or by who may do everything", async () => {
    const { RequestId } = allocator.allocate(wish(), alice);
    expect(() => allocator.cancel(RequestId, bob)).toThrow("no access to resource");
    allocator.cancel(RequestId, alice);
    expect(told(RequestId)).toEqual(["cancelled"]);
    expect(() => allocator.cancel(RequestId, admin)).toThrow(`unknown request ID: ${RequestId}`);
    allocator.cancel(allocator.allocate(wish(), alice).RequestId, admin);
  });

  it.each([
    [{ MemoryInMiB: 63 }, "vm[0]: memory: 63 MiB too small"],
    [{ MilliCPUs: 0 }, "vm[0]: MilliCPUs: 0 too small"],
    [{ NetworkInterfaces: [] }, "vm[0]: no network interfaces requested"],
    [{ Volumes: [] }, "vm[0]: no volumes requested"],
    [{ Volumes: [{ Size: 4, Type: "persistent" as const }] }, "vm[0] volume[0] size: 4 too small"],
  ])("with %j is refused", (change, text) => {
    expect(() => allocator.allocate(wish(change), alice)).toThrow(text);
    expect(() => allocator.allocate({ Deadline: ZERO_TIME, VMs: [] }, alice)).toThrow("no VMs requested");
  });
});
