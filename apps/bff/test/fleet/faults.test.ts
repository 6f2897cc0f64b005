import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { FaultyLink, INSTANT, type Simulation, seededRandom, startSimulation } from "@stackdeck/simulator";
import { loadIdentities } from "@stackdeck/srpc";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { Fleet, systemClock } from "../../src/fleet/fleet.ts";
import { Inventory } from "../../src/fleet/inventory.ts";
import { untilInventory } from "../until-inventory.ts";
import { hashOfModel, hashOfTruth } from "./state-hash.ts";

const directory = mkdtempSync(join(tmpdir(), "stackdeck-faults-"));
const warnings: string[] = [];
let simulation: Simulation;
let link: FaultyLink;
let inventory: Inventory;
let fleet: Fleet;
let id: string;

/** A fleet without members, known to the hypervisors of a simulation. */
function fleetOf(of: Inventory, { certDir, caFile }: Simulation): Fleet {
  const identities = loadIdentities(certDir);
  const ca = readFileSync(caFile, "utf8");
  return new Fleet({
    inventory: of,
    clock: systemClock,
    log: { debug: () => {}, warn: (_fields, text) => void warnings.push(text) },
    connectOptions: ({ host, port }) => ({ host, port, tls: { identities, ca, verify: "ca" } }),
  });
}

beforeEach(async () => {
  warnings.length = 0;
  simulation = await startSimulation({
    directory: join(directory, "simulation"),
    hypervisors: 1,
    population: 40,
    pace: INSTANT,
    lifeEveryMs: 0,
    persist: false,
  });
  link = await FaultyLink.open(simulation.hypervisors[0]!);
  inventory = new Inventory();
  fleet = fleetOf(inventory, simulation);
  id = fleet.add({ host: link.host, port: link.port });
  // The list of methods is the last thing that is asked at first: from now on only the stream speaks.
  await until(() => freshness() === "live" && (inventory.hypervisor(id)?.Methods.length ?? 0) > 0);
});

afterEach(async () => {
  await fleet.close();
  await link.close();
  await simulation.close();
  rmSync(directory, { recursive: true, force: true });
});

const freshness = () => inventory.hypervisor(id)?.Freshness;

const until = (condition: () => boolean) => untilInventory(inventory, condition);

const isEqual = () => hashOfModel(inventory) === hashOfTruth(simulation.hypervisors);

/** Renames, and now and then takes away, VMs that a seed chooses. */
async function churn(seed: number, rounds: number): Promise<void> {
  const random = seededRandom(seed);
  const hypervisor = simulation.hypervisors[0]!;
  for (let round = 0; round < rounds; round++) {
    const ips = [...hypervisor.state.vms.keys()];
    const ip = ips[Math.floor(random.next() * ips.length)]!;
    if (round % 10 === 9) await hypervisor.removeVm(ip);
    else {
      hypervisor.changeVm(ip, (info) => {
        info.Hostname = `renamed-${seed}-${round}`;
      });
    }
  }
}

describe("faults on the way to a hypervisor", () => {
  it("survives resets in the middle of updates: greyed at once, back with the truth", async () => {
    for (const seed of [1, 2, 3]) {
      await churn(seed, 15);
      const stale = until(() => freshness() === "stale");
      const begin = performance.now();
      link.reset();
      await stale;
      expect(performance.now() - begin).toBeLessThan(1000);
      expect([...inventory.vms()].every((row) => row.Stale)).toBe(true);
      await churn(seed + 10, 15);
      await until(() => freshness() === "live" && isEqual());
      expect(performance.now() - begin).toBeLessThan(2000);
    }
    expect(inventory.size).toBe(simulation.hypervisors[0]!.state.vms.size);
  });

  it("takes updates in segments of one byte", async () => {
    link.faults.segment = 1;
    link.reset();
    await until(() => freshness() === "stale");
    await churn(4, 10);
    await until(() => freshness() === "live" && isEqual());
  });

  it("closes a stream with a corrupt byte, says so once, and starts anew", async () => {
    link.faults.corruptNext = true;
    await churn(5, 3);
    await until(() => freshness() === "stale");
    expect(warnings).toHaveLength(1);
    await until(() => freshness() === "live" && isEqual());
  });

  it("calls a hypervisor that refuses unreachable and keeps its rows", async () => {
    const known = hashOfModel(inventory);
    link.faults.refuse = true;
    link.reset();
    await until(() => freshness() === "unreachable");
    expect(hashOfModel(inventory)).toBe(known);
    link.faults.refuse = false;
    await until(() => freshness() === "live");
  });
});

describe("a fleet that restarts together", () => {
  it("is back within ten seconds, as it is", { timeout: 60_000 }, async () => {
    const many = await startSimulation({
      directory: join(directory, "many"),
      hypervisors: 40,
      population: 2,
      pace: INSTANT,
      lifeEveryMs: 0,
      persist: false,
    });
    const own = new Inventory();
    const whole = fleetOf(own, many);
    const all = (freshness: string) => [...own.hypervisors()].every((row) => row.Freshness === freshness);
    const settled = () => all("live") && hashOfModel(own) === hashOfTruth(many.hypervisors);
    const seen = new Set<string>();
    const unwatch = own.onChange(({ hypervisors }) => {
      for (const one of hypervisors) if (own.hypervisor(one)?.Freshness !== "live") seen.add(one);
    });
    try {
      for (const { host, port } of many.hypervisors) whole.add({ host, port });
      while (!settled()) await new Promise((resolve) => setTimeout(resolve, 20));
      seen.clear();
      await Promise.all(many.hypervisors.map((one) => one.restart()));
      const begin = performance.now();
      while (seen.size < many.hypervisors.length || !settled())
        await new Promise((resolve) => setTimeout(resolve, 20));
      expect(performance.now() - begin).toBeLessThan(10_000);
    } finally {
      unwatch();
      await whole.close();
      await many.close();
    }
  });
});
