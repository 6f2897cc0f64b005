import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Clock } from "../base/clock.ts";
import { systemClock } from "../base/clock.ts";
import { seededRandom } from "../base/random.ts";
import type { SimulatedFleetManager } from "../fleet/fleet-manager.ts";
import type { SimulatedHypervisor } from "../server/simulated-hypervisor.ts";
import type { Faults, Pace, Profile } from "../state/options.ts";
import { LIVELY } from "../state/options.ts";
import { demoAddresses, demoSubnets, populateDemo } from "./demo.ts";
import { Life } from "./life.ts";
import type { Pki } from "./pki.ts";
import { preparePki } from "./pki.ts";
import { populateScale, scaleAddresses, scaleSubnet } from "./scale.ts";
import { startFleetManager } from "./start-fleet-manager.ts";
import { serverHosts, startSimulatedHypervisor } from "./start-simulated-hypervisor.ts";

export interface SimulationOptions {
  /** Where everything is kept; what is found there is taken up again. Absent: a temporary directory, removed at the end. */
  readonly directory?: string | undefined;
  /** Number of hypervisors. Default 3. */
  readonly hypervisors?: number | undefined;
  readonly host?: string | undefined;
  /** Port of the first hypervisor, the next ones follow. Default 0: any free ports. */
  readonly port?: number | undefined;
  /** `demo` (default): some forty varied VMs; `empty`: none; a number: so many plain VMs on each hypervisor. */
  readonly population?: "demo" | "empty" | number | undefined;
  /** Each hypervisor on a loopback address of its own (127.0.0.1, .2, …) and all on the same port, as on real machines. */
  readonly separateHosts?: boolean | undefined;
  /** Also a fleet manager, on this port (0: any free one). */
  readonly fleetManagerPort?: number | undefined;
  /** Mean time between two events of the VMs' life over all hypervisors, in ms; 0 for none. Default 4000. */
  readonly lifeEveryMs?: number | undefined;
  readonly pace?: Pace | undefined;
  readonly profile?: Profile | undefined;
  readonly faults?: Partial<Faults> | undefined;
  /** Seed of population and life. */
  readonly seed?: number | undefined;
  readonly clock?: Clock | undefined;
  /** False keeps state in memory. Default true, except for plain populations. */
  readonly persist?: boolean | undefined;
  readonly onError?: ((method: string, error: unknown) => void) | undefined;
}

/** Simulated hypervisors that run until `close`. */
export interface Simulation {
  readonly hypervisors: readonly SimulatedHypervisor[];
  /** `host:port` of each hypervisor. */
  readonly addresses: readonly string[];
  /** Client certificates: NAME.cert and NAME.key for admin (all powers), alice, bob and carol. */
  readonly certDir: string;
  /** PEM file of the authority. */
  readonly caFile: string;
  readonly pki: Pki;
  readonly fleetManager: SimulatedFleetManager | undefined;
  close(): Promise<void>;
}

/** Starts a simulation: certificates, hypervisors on loopback ports, VMs and their life. Rejects when a port is taken. */
export async function startSimulation(options: SimulationOptions = {}): Promise<Simulation> {
  const clock = options.clock ?? systemClock;
  const host = options.host ?? "127.0.0.1";
  const directory = options.directory ?? mkdtempSync(join(tmpdir(), "stackdeck-simulator-"));
  mkdirSync(directory, { recursive: true });
  const hosts = Array.from({ length: options.hypervisors ?? 3 }, (_, index) => hostOf(options, index));
  const pki = await preparePki(join(directory, "pki"), serverHosts(host, ...hosts));
  let fleetManager: SimulatedFleetManager | undefined;
  const hypervisors: SimulatedHypervisor[] = [];
  const stop = async () => {
    await fleetManager?.close();
    await Promise.all(hypervisors.map((hypervisor) => hypervisor.close()));
    if (options.directory === undefined) rmSync(directory, { recursive: true, force: true });
  };
  try {
    for (let index = 0; index < (options.hypervisors ?? 3); index++) {
      hypervisors.push(await startOne({ index, directory, pki, options }));
    }
    populate(hypervisors, options.population ?? "demo", options.seed ?? 1);
    fleetManager = await startFleetManager({ hypervisors, pki, host, port: options.fleetManagerPort });
  } catch (error) {
    await stop();
    throw error;
  }
  const random = seededRandom(options.seed ?? 1);
  const everyMs = options.lifeEveryMs ?? 4000;
  const life =
    everyMs > 0 && hypervisors.length > 0
      ? new Life({ clock, random, everyMs, hypervisors: () => hypervisors })
      : undefined;
  return {
    hypervisors,
    addresses: hypervisors.map(({ address }) => address),
    certDir: pki.certDir,
    caFile: pki.caFile,
    pki,
    fleetManager,
    close: async () => {
      life?.stop();
      await stop();
    },
  };
}

interface One {
  readonly index: number;
  readonly directory: string;
  readonly pki: Pki;
  readonly options: SimulationOptions;
}

function startOne({ index, directory, pki, options }: One): Promise<SimulatedHypervisor> {
  const plain = typeof options.population === "number" ? options.population : undefined;
  const port = options.port ?? 0;
  const count = options.hypervisors ?? 3;
  // Few hypervisors are large ones, so that the demo's VMs always fit.
  const scale = Math.max(1, Math.ceil(3 / count));
  return startSimulatedHypervisor({
    directory: join(directory, `hypervisor-${index + 1}`),
    name: `hyper-${String(index + 1).padStart(2, "0")}.example.net`,
    host: hostOf(options, index),
    port: port === 0 || options.separateHosts === true ? port : port + index,
    pki,
    subnets: plain === undefined ? demoSubnets : [scaleSubnet],
    addresses: plain === undefined ? demoAddresses(index, count) : scaleAddresses(index, plain),
    numCPUs: plain === undefined ? 64 * scale : Math.max(64, plain),
    memoryInMiB: plain === undefined ? 262_144 * scale : Math.max(262_144, plain * 1536),
    pace: options.pace ?? LIVELY,
    profile: options.profile,
    faults: options.faults,
    clock: options.clock,
    identityProvider: "https://identity.example.net",
    netbootImage: "rescue/toolbox",
    persist: options.persist ?? plain === undefined,
    onError: options.onError,
  });
}

function hostOf(options: SimulationOptions, index: number): string {
  const host = options.host ?? "127.0.0.1";
  return options.separateHosts === true ? `127.0.0.${index + 1}` : host;
}

/** Fills hypervisors that have no VMs; those found with some keep them. */
function populate(
  hypervisors: readonly SimulatedHypervisor[],
  population: "demo" | "empty" | number,
  seed: number,
): void {
  if (hypervisors.some(({ state }) => state.vms.size > 0)) return;
  const random = seededRandom(seed);
  if (population === "demo") populateDemo(hypervisors, random);
  else if (population !== "empty") populateScale(hypervisors, population, random);
}
