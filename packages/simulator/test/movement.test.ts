import { createHash } from "node:crypto";
import { MigrateVmResponseResponse, wireTypeOf } from "@stackdeck/api-types";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { INSTANT } from "../src/index.ts";
import type { Simulation } from "../src/simulation/start-simulation.ts";
import { startSimulation } from "../src/simulation/start-simulation.ts";
import { TestClient } from "./client.ts";

const DAY_NS = 24 * 3600 * 1e9;
let simulation: Simulation;
let here: TestClient;
let there: TestClient;

beforeAll(async () => {
  simulation = await startSimulation({ hypervisors: 2, population: "empty", lifeEveryMs: 0, pace: INSTANT });
  const [first, second] = simulation.hypervisors;
  if (first === undefined || second === undefined) throw new Error("two hypervisors are needed");
  [here, there] = [
    await TestClient.connect(first, simulation, "alice"),
    await TestClient.connect(second, simulation, "alice"),
  ];
});

afterAll(async () => {
  await simulation.close();
});

/** A VM whose root holds known bytes. */
async function vmWithBytes(bytes: Buffer): Promise<string> {
  const stream = await here.open("CreateVm");
  await stream.send({
    MilliCPUs: 250,
    MemoryInMiB: 256,
    SubnetId: "development",
    ImageDataSize: bytes.length,
    UserDataSize: 4,
  });
  await stream.raw.write(bytes);
  await stream.raw.write(Buffer.from("data"));
  for (let message = await stream.receive(); message !== undefined; message = await stream.receive()) {
    expect(message.Error).toBe("");
    if (!message.Final) continue;
    stream.raw.finish();
    await here.call("AcknowledgeVm", { IpAddress: message.IpAddress });
    return message.IpAddress;
  }
  throw new Error("the server hung up");
}

async function migrate(ip: string, commit: boolean): Promise<{ progress: string[]; error: string }> {
  const { Token } = await here.call("GetVmAccessToken", { IpAddress: ip, Lifetime: DAY_NS });
  const stream = await there.open("MigrateVm");
  const source = simulation.addresses[0] ?? "";
  await stream.send({ IpAddress: ip, AccessToken: Token ?? "", SourceHypervisor: source });
  const progress: string[] = [];
  for (let message = await stream.receive(); message !== undefined; message = await stream.receive()) {
    if (message.ProgressMessage !== "") progress.push(message.ProgressMessage);
    if (message.RequestCommit)
      await stream.raw.send(wireTypeOf(MigrateVmResponseResponse), { Commit: commit });
    if (message.Error === "" && !message.Final) continue;
    stream.raw.finish();
    return { progress, error: message.Error };
  }
  throw new Error("the server hung up");
}

async function rootHash(client: number, ip: string): Promise<string> {
  const vm = simulation.hypervisors[client]?.state.vm(ip);
  if (vm === undefined) throw new Error("no such VM");
  const size = vm.info.Volumes?.[0]?.Size ?? 0;
  return createHash("sha512")
    .update(await vm.files.read("root", 0, size))
    .digest("hex");
}

describe("migration", () => {
  const bytes = Buffer.alloc(3 * 1024 * 1024 + 77, "volume ");

  it("moves a running VM with its bytes when committed", async () => {
    const ip = await vmWithBytes(bytes);
    const { progress, error } = await migrate(ip, true);
    expect(error).toBe("");
    expect(progress).toEqual(["initial volume(s) copy", "stopping VM", "update volume(s)", "starting VM"]);
    expect(await here.errorOf("GetVmInfo", { IpAddress: ip })).toBe(`no VM with IP address: ${ip} found`);
    const { VmInfo } = await there.call("GetVmInfo", { IpAddress: ip });
    expect(VmInfo).toMatchObject({ State: "running", OwnerUsers: ["alice"] });
    expect(VmInfo.Uncommitted).toBeUndefined();
    expect(await rootHash(1, ip)).toBe(createHash("sha512").update(bytes).digest("hex"));
    expect(simulation.hypervisors[1]?.state.vm(ip).blobs.get("user-data.raw")?.toString()).toBe("data");
  });

  it("puts everything back when abandoned", async () => {
    const ip = await vmWithBytes(bytes);
    expect((await migrate(ip, false)).error).toBe("VM migration abandoned");
    expect(await there.errorOf("GetVmInfo", { IpAddress: ip })).toBe(`no VM with IP address: ${ip} found`);
    expect((await here.call("GetVmInfo", { IpAddress: ip })).VmInfo.State).toBe("running");
  });

  it("needs the token: a host certificate alone opens nothing", async () => {
    const ip = await vmWithBytes(bytes);
    const stream = await there.open("MigrateVm");
    await stream.send({ IpAddress: ip, SourceHypervisor: simulation.addresses[0] ?? "" });
    let error = "";
    while (error === "") error = (await stream.receive())?.Error ?? "gone";
    expect(error).toBe("no access to resource");
    stream.raw.finish();
  });
});

it("copies a stopped VM under a new address, stopped", async () => {
  const ip = await vmWithBytes(Buffer.alloc(100_000, "x"));
  await here.call("StopVm", { IpAddress: ip });
  const { Token } = await here.call("GetVmAccessToken", { IpAddress: ip, Lifetime: DAY_NS });
  const { VmInfo } = await here.call("GetVmInfo", { IpAddress: ip });
  const stream = await there.open("CopyVm");
  const address = { Address: { MacAddress: "" } };
  await stream.send({
    ...VmInfo,
    ...address,
    IpAddress: ip,
    AccessToken: Token ?? "",
    SourceHypervisor: simulation.addresses[0] ?? "",
  });
  let message = await stream.receive();
  while (message?.Final === false && message.Error === "") message = await stream.receive();
  expect(message).toMatchObject({ Final: true, Error: "" });
  stream.raw.finish();
  const copy = message?.IpAddress ?? "";
  await there.call("AcknowledgeVm", { IpAddress: copy });
  expect((await there.call("GetVmInfo", { IpAddress: copy })).VmInfo.State).toBe("stopped");
  expect(await rootHash(1, copy)).toBe(await rootHash(0, ip));
});
