import { afterAll, beforeAll, expect, it } from "vitest";
import { FaultyLink, INSTANT } from "../src/index.ts";
import type { Simulation } from "../src/simulation/start-simulation.ts";
import { startSimulation } from "../src/simulation/start-simulation.ts";
import { TestClient } from "./client.ts";

let simulation: Simulation;
let link: FaultyLink;

beforeAll(async () => {
  simulation = await startSimulation({ hypervisors: 1, population: 20, lifeEveryMs: 0, pace: INSTANT });
  const target = simulation.hypervisors[0];
  if (target === undefined) throw new Error("no hypervisor");
  link = await FaultyLink.open(target);
});

afterAll(async () => {
  await link.close();
  await simulation.close();
});

it("passes everything in segments of seven bytes", async () => {
  link.faults.segment = 7;
  const client = await TestClient.connect(link, simulation);
  expect((await client.call("GetVmInfos")).VmInfos).toHaveLength(20);
  link.faults.segment = 0;
  client.close();
});

it("breaks a connection whose bytes were changed", async () => {
  const client = await TestClient.connect(link, simulation);
  link.faults.corruptNext = true;
  await expect(client.call("GetVmInfos")).rejects.toMatchObject({ name: "SrpcError" });
});

it("resets connections at once", async () => {
  const client = await TestClient.connect(link, simulation);
  link.reset();
  await client.connection.closed;
  await expect(client.call("GetCapacity")).rejects.toMatchObject({ name: "SrpcError" });
});
