import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { addVm, INSTANT } from "../src/index.ts";
import type { Simulation } from "../src/simulation/start-simulation.ts";
import { startSimulation } from "../src/simulation/start-simulation.ts";
import { TestClient } from "./client.ts";

let simulation: Simulation;
let admin: TestClient;
beforeAll(async () => {
  simulation = await startSimulation({ hypervisors: 1, population: "empty", lifeEveryMs: 0, pace: INSTANT });
  admin = await TestClient.connect(simulation.hypervisors[0]!, simulation, "admin");
});
afterAll(async () => {
  admin.close();
  await simulation.close();
});

const server = () => simulation.hypervisors[0]!;
const MIB = 2 ** 20;

function running(more: { destroyProtection?: boolean } = {}): string {
  const size = { milliCPUs: 100, memoryInMiB: 64, volumeSizes: [16 * MIB] };
  const image = "base/debian-13/2026-10-02:06:00:09";
  return addVm(server(), {
    name: "guest",
    subnetId: "staging",
    owner: "admin",
    state: "running",
    image,
    ...size,
    ...more,
  }).ip;
}

/** Resolves when a VM has the state, or is gone for `undefined`. */
async function becomes(ip: string, state: string | undefined): Promise<void> {
  while (server().state.vms.get(ip)?.state !== state) await new Promise(setImmediate);
}

describe("a VM that ends by itself", () => {
  it("is stopped when its guest shuts down", async () => {
    const ip = running();
    server().powerDownVm(ip);
    await becomes(ip, "stopped");
  });

  it("is crashed when its virtualiser ends, and goes to stopped at once when told to", async () => {
    const ip = running();
    server().crashVm(ip);
    await becomes(ip, "crashed");
    expect(await admin.errorOf("StopVm", { IpAddress: ip })).toBe("");
    expect(server().state.vm(ip).state).toBe("stopped");
  });

  it("is gone after a shutdown of the guest with DestroyOnPowerdown, and its address is free", async () => {
    const ip = running();
    server().changeVm(ip, (info) => {
      info.DestroyOnPowerdown = true;
    });
    server().powerDownVm(ip);
    await becomes(ip, undefined);
    expect(server().state.pool.free.at(-1)?.IpAddress).toBe(ip);
  });

  it("stays when it is protected, and a StopVm never destroys", async () => {
    for (const [destroyProtection, end] of [
      [true, (ip: string) => server().powerDownVm(ip)],
      [false, (ip: string) => admin.call("StopVm", { IpAddress: ip })],
    ] as const) {
      const ip = running({ destroyProtection });
      server().changeVm(ip, (info) => {
        info.DestroyOnPowerdown = true;
      });
      await end(ip);
      await becomes(ip, "stopped");
    }
  });
});

describe("export and import on the machine itself", () => {
  /** What only root can read there. */
  const cookie = async () => readFileSync((await admin.call("GetRootCookiePath")).Path).toString("base64");

  it("hangs up on an export without the root's cookie, and exports with it", async () => {
    const ip = running();
    await admin.call("StopVm", { IpAddress: ip });
    const other = await TestClient.connect(server(), simulation, "admin");
    await expect(other.call("ExportLocalVm", { IpAddress: ip })).rejects.toMatchObject({
      code: "PEER_CLOSED",
    });
    const VerificationCookie = await cookie();
    const { VmInfo } = (await admin.call("ExportLocalVm", { IpAddress: ip, VerificationCookie })) as {
      VmInfo: { VolumeLocations: { Filename: string }[]; Bridges: string[] };
    };
    expect([VmInfo.VolumeLocations.length, VmInfo.Bridges.length]).toEqual([1, 1]);
    expect(readFileSync(VmInfo.VolumeLocations[0]!.Filename).length).toBe(16 * MIB);
    expect(server().state.vm(ip).state).toBe("exporting");
    expect(await admin.errorOf("StartVm", { IpAddress: ip })).toBe("");
  });

  it("imports a file as a VM that is thrown away unless it is committed", async () => {
    const path = join(server().state.options.stateDirectory, "found.raw");
    const bytes = Buffer.alloc(2 * MIB, "disk");
    writeFileSync(path, bytes);
    const VerificationCookie = await cookie();
    const gateway = server().state.subnets.get("staging")?.IpGateway ?? "";
    const IpAddress = gateway.replace(/\.\d+$/, ".251");
    const request = {
      Address: { IpAddress, MacAddress: "52:54:00:00:00:fb" },
      ArchitectureType: "amd64" as const,
      MilliCPUs: 100,
      MemoryInMiB: 64,
      VolumeFilenames: [path],
      VerificationCookie,
    };
    expect(await admin.errorOf("ImportLocalVm", { ...request, VerificationCookie: "" })).toBe(
      "bad verification cookie: you are not root",
    );
    const anyArchitecture = { ...request, ArchitectureType: "auto" as const };
    expect(await admin.errorOf("ImportLocalVm", anyArchitecture)).toBe("unsupported architecture type: 0");
    expect(await admin.errorOf("ImportLocalVm", request)).toBe("");
    const vm = server().state.vm(IpAddress);
    expect([vm.info.Uncommitted, vm.info.State]).toEqual([true, "running"]);
    expect((await vm.files.read("root", 0, bytes.length)).equals(bytes)).toBe(true);
    expect(await admin.errorOf("CommitImportedVm", { IpAddress })).toBe("");
    expect(await admin.errorOf("CommitImportedVm", { IpAddress })).toBe(`${IpAddress} is already committed`);
  });
});

it("lists a real small tree of a stopped VM's root", async () => {
  const ip = running();
  await admin.call("StopVm", { IpAddress: ip });
  const reply = (await admin.call("ScanVmRoot", { IpAddress: ip, Filter: { FilterLines: ["/etc/.*"] } })) as {
    FileSystem: { EntryList: { Name: string; InodeNumber: number }[]; InodeTable: Record<string, unknown> };
  };
  const names = reply.FileSystem.EntryList.map(({ Name }) => Name);
  expect(names).toEqual(expect.arrayContaining(["etc", "usr"]));
  for (const { InodeNumber } of reply.FileSystem.EntryList)
    expect(reply.FileSystem.InodeTable[String(InodeNumber)]).toBeDefined();
});
