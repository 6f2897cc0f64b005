import { readFileSync } from "node:fs";
import type { FleetUpdate } from "@stackdeck/api-types";
import {
  FleetGetUpdatesRequest,
  FleetUpdate as FleetUpdateSchema,
  GetHypervisorForVMRequest,
  GetHypervisorForVMResponse,
  wireTypeOf,
} from "@stackdeck/api-types";
import type { Connection } from "@stackdeck/srpc";
import { connect, loadIdentities } from "@stackdeck/srpc";
import { afterAll, beforeAll, expect, it } from "vitest";
import type { Simulation } from "../src/simulation/start-simulation.ts";
import { startSimulation } from "../src/simulation/start-simulation.ts";

let simulation: Simulation;

beforeAll(async () => {
  simulation = await startSimulation({ lifeEveryMs: 0, fleetManagerPort: 0 });
});

afterAll(async () => {
  await simulation.close();
});

async function dial(): Promise<Connection> {
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
  const holder = simulation.hypervisors.find(({ state }) => state.vms.has(ip));
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
  const holder = simulation.hypervisors[1];
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
