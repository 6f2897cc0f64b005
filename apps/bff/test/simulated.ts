import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { INSTANT, type Simulation, startSimulation } from "@stackdeck/simulator";
import { afterAll, beforeAll } from "vitest";

/** A simulated hypervisor for the tests of one file, there once they have begun, and a folder that is gone afterwards. */
export interface Simulated extends Pick<Simulation, "addresses" | "hypervisors" | "certDir" | "caFile"> {
  readonly directory: string;
}

/** Starts a hypervisor with so many VMs before all tests of a file, and ends it after them. */
export function useSimulation(name: string, population: number | "empty"): Simulated {
  const directory = mkdtempSync(join(tmpdir(), `stackdeck-${name}-`));
  let started: Simulation | undefined;
  beforeAll(async () => {
    started = await startSimulation({
      directory: join(directory, "simulation"),
      hypervisors: 1,
      population,
      pace: INSTANT,
      lifeEveryMs: 0,
      persist: false,
    });
  });
  afterAll(async () => {
    await started?.close();
    rmSync(directory, { recursive: true, force: true });
  });
  const simulation = () => {
    if (started === undefined) throw new Error("The simulation starts with the tests.");
    return started;
  };
  return {
    directory,
    get addresses() {
      return simulation().addresses;
    },
    get hypervisors() {
      return simulation().hypervisors;
    },
    get certDir() {
      return simulation().certDir;
    },
    get caFile() {
      return simulation().caFile;
    },
  };
}
