import { afterEach, describe, expect, it } from "vitest";
import { FakeClock } from "../src/index.ts";
import { demoAddresses } from "../src/simulation/demo.ts";
import type { Simulation } from "../src/simulation/start-simulation.ts";
import { startSimulation } from "../src/simulation/start-simulation.ts";

let simulation: Simulation | undefined;

afterEach(async () => {
  await simulation?.close();
  simulation = undefined;
});

/** Address, name, state and tags of every VM. */
function census(): string[] {
  return (simulation?.hypervisors ?? []).flatMap(({ state }) =>
    [...state.infos()].map(
      ({ Address, State, Tags }) => `${Address.IpAddress} ${State} ${JSON.stringify(Tags)}`,
    ),
  );
}

describe("demo", () => {
  it.each([1, 2, 3, 5])("has room for its forty VMs on %d hypervisors", async (hypervisors) => {
    simulation = await startSimulation({ hypervisors, lifeEveryMs: 0, persist: false });
    expect(census()).toHaveLength(40);
    for (const { state } of simulation.hypervisors) {
      const milli = [...state.infos()].reduce((sum, { MilliCPUs }) => sum + MilliCPUs, 0);
      expect(milli).toBeLessThanOrEqual(state.options.numCPUs * 1000);
      expect(Object.values(state.freeCounts()).every((count) => count > 0)).toBe(true);
    }
  });

  it("gives no address to two hypervisors", () => {
    const all = Array.from({ length: 40 }, (_, index) => demoAddresses(index, 40)).flat();
    expect(new Set(all).size).toBe(all.length);
  });

  it("lives the same life from the same seed", async () => {
    const run = async () => {
      const clock = new FakeClock();
      simulation = await startSimulation({ clock, lifeEveryMs: 1000, persist: false, seed: 7 });
      const before = census();
      await clock.advance(60_000);
      const after = census();
      await simulation.close();
      expect(after).not.toEqual(before);
      return after;
    };
    expect(await run()).toEqual(await run());
  });
});
