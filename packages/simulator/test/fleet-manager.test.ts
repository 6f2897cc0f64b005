import { readFileSync } from "node:fs";
import type { FleetUpdate } from "@stackdeck/api-types";
import {
  AllocateRequest,
  AllocateResponse,
  AllocationUpdate,
  FleetGetUpdatesRequest,
  FleetUpdate as FleetUpdateSchema,
  GetAllocationUpdatesRequest,
  GetHypervisorForVMRequest,
  GetHypervisorForVMResponse,
  GetMachineInfoRequest,
  GetMachineInfoResponse,
  PowerOnMachineRequest,
  PowerOnMachineResponse,
  wireTypeOf,
} from "@stackdeck/api-types";
import type { Connection } from "@stackdeck/srpc";
import { connect, loadIdentities } from "@stackdeck/srpc";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { SimulatedHypervisor } from "../src/index.ts";
import type { Simulation } from "../src/simulation/start-simulation.ts";
import { startSimulation } from "../src/simulation/start-simulation.ts";
import { TestClient } from "./client.ts";

let main: Simulation;

beforeAll(async () => {
  main = await startSimulation({ lifeEveryMs: 0, fleetManagerPort: 0 });
});

afterAll(async () => {
  await main.close();
});

async function dial(simulation = main): Promise<Connection> {
  const identities = await loadIdentities(simulation.certDir);
  const ca = readFileSync(simulation.caFile, "utf8");
  const port = Number(simulation.fleetManager?.address.split(":")[1]);
  return connect({ host: "127.0.0.1", port, tls: { identities, ca, verify: "ca" } });
}

it("tells everything first, then changes", async () => {
  const stream = await (await dial()).open("FleetManager.GetUpdates");
  await stream.send(wireTypeOf(FleetGetUpdatesRequest), {
    IgnoreMissingLocalTags: true,
    Location: "",
    MaxUpdates: 0,
  });
  const first = await stream.receive<FleetUpdate>(wireTypeOf(FleetUpdateSchema));
  expect(first?.ChangedMachines).toHaveLength(3);
  const vms = Object.keys(first?.ChangedVMs ?? {});
  expect(vms.length).toBeGreaterThan(35);
  const ip = vms[0] ?? "";
  const holder = main.hypervisors.find(({ state }) => state.vms.has(ip));
  holder?.changeVm(ip, (info) => {
    info.Tags = { seen: "yes" };
  });
  const second = await stream.receive<FleetUpdate>(wireTypeOf(FleetUpdateSchema));
  expect(second?.ChangedVMs?.[ip]?.Tags).toEqual({ seen: "yes" });
  expect(second?.VmToHypervisor).toEqual({ [ip]: holder?.name });
  await holder?.removeVm(ip);
  let deleted: readonly string[] | undefined;
  while (deleted === undefined)
    deleted = (await stream.receive<FleetUpdate>(wireTypeOf(FleetUpdateSchema)))?.DeletedVMs;
  expect(deleted).toEqual([ip]);
  stream.abort();
});

it("knows where a VM is", async () => {
  const connection = await dial();
  const holder = main.hypervisors[1];
  const [ip = ""] = holder?.state.vms.keys() ?? [];
  const ask = (IpAddress: string) =>
    connection.call("FleetManager.GetHypervisorForVM", {
      request: { IpAddress },
      requestType: wireTypeOf(GetHypervisorForVMRequest),
      responseType: wireTypeOf(GetHypervisorForVMResponse),
    });
  expect(await ask(ip)).toEqual({ Error: "", HypervisorAddress: holder?.address });
  expect(await ask("10.255.0.1")).toMatchObject({ Error: "VM not found" });
  connection.close();
});

it("finds room for those who ask, and tells from any position what became of it", async () => {
  const connection = await dial();
  const vm = {
    HypervisorArchitecture: "auto",
    HypervisorTagsToMatch: {},
    MemoryInMiB: 128,
    MilliCPUs: 100,
    NetworkInterfaces: [{ SubnetId: "production" }],
    Volumes: [{ Size: 2 ** 24, Type: "persistent" }],
  };
  const { RequestId, UpdatePosition } = await connection.call<AllocateResponse>("FleetManager.Allocate", {
    request: { Deadline: "0001-01-01T00:00:00Z", VMs: [vm] },
    requestType: wireTypeOf(AllocateRequest),
    responseType: wireTypeOf(AllocateResponse),
  });
  const follow = async (more: object) => {
    const stream = await connection.open("FleetManager.GetAllocationUpdates");
    const request = { IncludeRequests: false, MaxUpdates: 0, Position: UpdatePosition, ...more };
    await stream.send(wireTypeOf(GetAllocationUpdatesRequest), { UntilRequestId: "", ...request });
    await stream.flush();
    const update = await stream.receive<AllocationUpdate>(wireTypeOf(AllocationUpdate));
    stream.finish();
    return update;
  };
  const first = await follow({ UntilRequestId: RequestId });
  expect(first).toMatchObject({ RequestId, Position: UpdatePosition });
  expect(first?.Available?.VMs[0]?.HypervisorAddress).toBe(main.hypervisors[0]?.address);
  expect(first?.Request).toBeUndefined();
  expect((await follow({ MaxUpdates: 1, IncludeRequests: true }))?.Request?.VMs).toHaveLength(1);
  connection.close();
});

describe("machines on addresses of their own", () => {
  let apart: Simulation;
  beforeAll(async () => {
    const hosts = { separateHosts: true, hypervisors: 2, fleetManagerPort: 0 };
    apart = await startSimulation({ ...hosts, population: "empty", lifeEveryMs: 0 });
  });
  afterAll(() => apart.close());

  it("are found by name and by address", async () => {
    const connection = await dial(apart);
    const ask = (Hostname: string) =>
      connection.call<GetMachineInfoResponse>("FleetManager.GetMachineInfo", {
        request: { Hostname, IgnoreMissingLocalTags: true },
        requestType: wireTypeOf(GetMachineInfoRequest),
        responseType: wireTypeOf(GetMachineInfoResponse),
      });
    const name = apart.hypervisors[1]?.name ?? "";
    expect((await ask(name)).Machine.HostIpAddress).toBe("127.0.0.2");
    expect((await ask("127.0.0.2")).Machine.Hostname).toBe(name);
    expect((await ask("127.0.0.9")).Error).toBe("unknown machine: 127.0.0.9");
    connection.close();
  });

  it("ask for their address when they are switched on, so that a neighbour can boot them", async () => {
    const [server, machine] = apart.hypervisors as [SimulatedHypervisor, SimulatedHypervisor];
    const admin = await TestClient.connect(server, apart);
    await machine.close();
    const network = { IpGateway: "127.0.0.254", IpMask: "255.255.255.0" };
    const booted = admin.errorOf("NetbootMachine", {
      Address: { IpAddress: "127.0.0.2", MacAddress: "52:54:7f:00:00:02" },
      NumAcknowledgementsToWaitFor: 2,
      Subnet: { Id: "boot", DomainNameServers: [], ...network },
    });
    const connection = await dial(apart);
    const on = await connection.call("FleetManager.PowerOnMachine", {
      request: { Hostname: machine.name },
      requestType: wireTypeOf(PowerOnMachineRequest),
      responseType: wireTypeOf(PowerOnMachineResponse),
    });
    expect(on).toEqual({ Error: "" });
    expect(await booted).toBe("");
    expect(machine.isListening).toBe(true);
    connection.close();
    admin.close();
  });
});
