import { readFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { noFaults } from "../src/index.ts";
import type { Simulation } from "../src/simulation/start-simulation.ts";
import { startSimulation } from "../src/simulation/start-simulation.ts";
import { INSTANT } from "../src/state/options.ts";
import { TestClient } from "./client.ts";

const CPU = { MilliCPUs: 500, MemoryInMiB: 512 };
let simulation: Simulation;
let admin: TestClient;
let alice: TestClient;
let bob: TestClient;

beforeAll(async () => {
  simulation = await startSimulation({ hypervisors: 1, population: "empty", lifeEveryMs: 0, pace: INSTANT });
  [admin, alice, bob] = await Promise.all([client("admin"), client("alice"), client("bob")]);
});

afterAll(async () => {
  await simulation.close();
});

async function client(user: string): Promise<TestClient> {
  const server = simulation.hypervisors[0];
  if (server === undefined) throw new Error("no hypervisor");
  return TestClient.connect(server, simulation, user);
}

const request = {
  ...CPU,
  SubnetId: "development",
  ImageName: "base/debian-13",
  MinimumFreeBytes: 2 ** 24,
  Hostname: "box",
};

describe("a VM's life", () => {
  it("is created from an image with its progress messages, and runs", async () => {
    const { ip, progress, error } = await alice.create({ ...request, OwnerUsers: ["carol", "alice"] });
    expect(error).toBe("");
    expect(progress).toEqual([
      "getting image",
      "unpacking image: base/debian-13/2026-10-02:06:00:09",
      `starting VM ${ip}`,
    ]);
    const { VmInfo } = await bob.call("GetVmInfo", { IpAddress: ip });
    expect(VmInfo).toMatchObject({
      State: "running",
      OwnerUsers: ["alice", "carol"],
      SubnetId: "development",
    });
    expect(await bob.errorOf("StopVm", { IpAddress: ip })).toBe("no access to resource");
    expect(await alice.errorOf("StopVm", { IpAddress: ip })).toBe("");
    expect(await alice.errorOf("StopVm", { IpAddress: ip })).toBe("VM is already stopped");
    expect(await alice.errorOf("StartVm", { IpAddress: ip })).toBe("");
    expect(await alice.errorOf("DestroyVm", { IpAddress: ip })).toBe("");
  });

  it("moves to another subnet and names the identity it had, also one that was put there by hand", async () => {
    const { ip } = await alice.create({ ...request, DoNotStart: true });
    const pem = (kind: string) => readFileSync(join(simulation.certDir, `carol.${kind}`)).toString("base64");
    const pair = { IdentityCertificate: pem("cert"), IdentityKey: pem("key") };
    expect(await alice.errorOf("ReplaceVmCredentials", { IpAddress: ip, ...pair })).toBe("");
    const moved = await alice.call("ChangeVmSubnet", { IpAddress: ip, SubnetId: "staging" });
    expect(moved).toMatchObject({ Error: "", OldIdentityName: "carol" });
    const { VmInfo } = await alice.call("GetVmInfo", { IpAddress: moved.NewIpAddress });
    expect(VmInfo).toMatchObject({ SubnetId: "staging", IdentityName: "carol" });
  });

  it("keeps uploaded bytes in step after a refusal", async () => {
    const stream = await alice.open("CreateVm");
    await stream.send({ ...request, ImageName: "", MemoryInMiB: 0, ImageDataSize: 100_000 });
    await stream.raw.write(Buffer.alloc(100_000, 10));
    expect((await stream.receive())?.Error).toBe("no memory specified");
    stream.raw.finish();
    await alice.connection.ping();
  });

  it.each([
    [{ MemoryInMiB: 0 }, "no memory specified"],
    [{ MilliCPUs: 0 }, "no CPUs specified"],
    [{ MilliCPUs: 4000, VirtualCPUs: 2 }, "VirtualCPUs must be at least 4"],
    [{ Hostname: "no_good" }, "hostname: no_good contains invalid character: _"],
    [{ CpuPriority: -5 }, "insufficient privilege to set CpuPriority=-5"],
    [{ SubnetId: "nowhere" }, "subnet: nowhere does not exist"],
    [{ SubnetId: "team-a-private" }, "no access to subnet: team-a-private"],
    [{ SubnetId: "" }, "multiple available subnets: pick one"],
    [{ MilliCPUs: 1_000_000 }, "insufficient unallocated CPU"],
    [{ MemoryInMiB: 1_000_000 }, "insufficient unallocated memory"],
    [{ ImageName: "", MinimumFreeBytes: 0 }, "no image specified"],
    [{ MinimumFreeBytes: 0 }, "root file-system too large"],
    [{ ImageName: "no/such" }, "timeout getting image"],
    [{ Address: { IpAddress: "10.30.3.3", MacAddress: "" } }, "address: 10.30.3.3 not found in free pool"],
    [{ SecondaryVolumes: [{ DFM: {}, Size: 0 }] }, "secondary volumes cannot be zero sized"],
  ])("is refused for %o", async (change, text) => {
    expect((await bob.create({ ...request, ...change })).error).toBe(text);
  });

  it("lets only method powers into private methods", async () => {
    await expect(alice.call("SetDisabledState", { Disable: true })).rejects.toMatchObject({
      code: "ACCESS_DENIED",
    });
  });
});

describe("update stream", () => {
  it("begins with everything and goes on with changes", async () => {
    const watcher = await client("carol");
    const updates = await watcher.open("GetUpdates");
    const first = await updates.receive();
    expect(first).toMatchObject({
      HaveVMs: true,
      HaveAddressPool: true,
      HaveSubnets: true,
      HealthStatus: "healthy",
    });
    const { ip } = await alice.create({ ...request, DoNotStart: true });
    await alice.call("ChangeVmTags", { IpAddress: ip, Tags: { Name: "x" } });
    let seen: unknown;
    for (let update = await updates.receive(); update !== undefined; update = await updates.receive()) {
      seen = update.VMs?.[ip];
      if (update.VMs?.[ip]?.Tags?.["Name"] === "x") break;
    }
    expect(seen).toMatchObject({ State: "stopped", ChangedStateOn: "0001-01-01T00:00:00Z" });
    await admin.call("DestroyVm", { IpAddress: ip });
    for (let update = await updates.receive(); update !== undefined; update = await updates.receive()) {
      if (update.HaveVMs === true && update.VMs?.[ip] !== undefined && update.VMs[ip].Volumes === undefined)
        break;
    }
    await updates.send({});
    expect(await updates.receive()).toEqual({ HealthStatus: "healthy" });
    watcher.close();
  });
});

describe("serial port", () => {
  it("logs in and runs a command", async () => {
    const { ip } = await alice.create(request);
    const terminal = await client("alice");
    const stream = await terminal.open("ConnectToVmSerialPort");
    await stream.send({ IpAddress: ip });
    expect((await stream.receive())?.Error).toBe("");
    const duplex = stream.raw.duplex();
    let text = "";
    duplex.on("data", (data: Buffer) => {
      text += data.toString();
    });
    const until = async (mark: string) => {
      while (!text.includes(mark)) await new Promise((resolve) => duplex.once("data", resolve));
    };
    duplex.write("\r");
    await until("box login: ");
    duplex.write("demo\rsecret\r");
    await until("$ ");
    expect(text).not.toContain("secret");
    duplex.write("echo hello | wc\rpwd\r");
    await until("1 1 6");
    await until("/home/demo\r\n");
    await admin.call("StopVm", { IpAddress: ip });
    await until("VM serial port closed\n");
  });
});

it("knows no faults by default", () => {
  expect(simulation.hypervisors[0]?.faults).toEqual(noFaults());
});
