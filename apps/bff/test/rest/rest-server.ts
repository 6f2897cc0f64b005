import { copyFileSync, mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import {
  addVm,
  INSTANT,
  type Profile,
  type SimulatedHypervisor,
  type Simulation,
  startSimulation,
  type VmSpec,
} from "@stackdeck/simulator";
import pino from "pino";
import type { Config } from "../../src/config/config.ts";
import { loadConfig } from "../../src/config/load-config.ts";
import type { Inventory } from "../../src/fleet/inventory.ts";
import type { Store } from "../../src/store/store.ts";
import { createLogger } from "../../src/telemetry/logger.ts";
import { startWhole, type TestedServer } from "../tested-server.ts";
import { RestCaller } from "./rest-caller.ts";

export const MIB = 2 ** 20;

export interface RestServerOptions {
  /** Whose certificate the server has. Default: admin, who has all powers. */
  readonly user?: "admin" | "alice" | "bob" | "carol" | undefined;
  /** Hypervisors that several servers share; closing the server leaves them alone. */
  readonly simulation?: Simulation | undefined;
  readonly profile?: Profile | undefined;
  readonly hypervisors?: number | undefined;
  /** By which addresses the server reaches the hypervisors, where that is not directly. */
  readonly via?: ((simulation: Simulation) => Promise<readonly string[]>) | undefined;
  /** Keeps database and files when the server closes. */
  readonly dataDir?: string | undefined;
  /** Takes every line that is logged, down to the finest. */
  readonly logged?: string[] | undefined;
  /** Further arguments of the command line. */
  readonly args?: readonly string[] | undefined;
}

/** A whole server over simulated hypervisors in this process, asked as a script asks: with an API token. */
export class RestServer extends RestCaller {
  readonly simulation: Simulation;
  readonly inventory: Inventory;
  readonly store: Store;
  readonly spoolDir: string;
  readonly dataDir: string;
  readonly #whole: TestedServer;
  readonly #addresses: readonly string[];
  readonly #close: () => Promise<void>;

  constructor(o: {
    token: string;
    whole: TestedServer;
    simulation: Simulation;
    dataDir: string;
    addresses: readonly string[];
    close: () => Promise<void>;
  }) {
    super(o.whole.url, o.token);
    this.#whole = o.whole;
    this.simulation = o.simulation;
    this.inventory = o.whole.inventory;
    this.store = o.whole.store;
    this.spoolDir = join(o.dataDir, "spool");
    this.dataDir = o.dataDir;
    this.#addresses = o.addresses;
    this.#close = o.close;
  }

  close(): Promise<void> {
    return this.#close();
  }

  /** A hypervisor of the simulation. */
  simulated(index = 0): SimulatedHypervisor {
    return this.simulation.hypervisors[index]!;
  }

  /** Identifier of a hypervisor in paths. */
  id(index = 0): string {
    return this.#addresses[index]!;
  }

  /** Puts a small VM on a hypervisor and waits until the server knows it. Returns its address. */
  async addVm(spec: Partial<VmSpec> = {}, index = 0): Promise<string> {
    const { ip } = addVm(this.simulated(index), {
      name: "vm",
      subnetId: "staging",
      owner: "alice",
      state: "running",
      image: "base/alpine-3.21/2026-09-19:03:12:00",
      milliCPUs: 100,
      memoryInMiB: 128,
      volumeSizes: [16 * MIB],
      ...spec,
    });
    await this.until(() => this.inventory.vm(ip) !== undefined);
    return ip;
  }

  /** Resolves as soon as the condition holds after a change of the inventory. */
  until(condition: () => boolean): Promise<void> {
    return this.#whole.until(condition);
  }

  /** What a new login link has behind #token=. */
  loginToken(): string {
    return this.#whole.newLoginToken();
  }

  /** Headers of a browser that has signed in. */
  browser(): Promise<Record<string, string>> {
    return this.signIn(this.loginToken());
  }
}

/** A folder that holds the certificate of one user alone. */
function certificatesOf(user: string, simulation: Simulation, directory: string): string {
  const own = join(directory, `certificates-${user}`);
  mkdirSync(own, { mode: 0o700 });
  for (const end of ["cert", "key"])
    copyFileSync(join(simulation.certDir, `${user}.${end}`), join(own, `${user}.${end}`));
  return own;
}

/** Hypervisors without VMs and without a life of their own. */
export function startTestSimulation(
  options: Pick<RestServerOptions, "hypervisors" | "profile">,
  directory?: string,
): Promise<Simulation> {
  return startSimulation({
    directory,
    hypervisors: options.hypervisors ?? 1,
    population: "empty",
    pace: INSTANT,
    profile: options.profile,
    lifeEveryMs: 0,
    persist: false,
  });
}

/** The settings of a server that reaches the hypervisors at the addresses with one user's certificate. */
function configOf(
  options: RestServerOptions,
  place: {
    readonly simulation: Simulation;
    readonly directory: string;
    readonly addresses: readonly string[];
  },
): Config {
  const own = options.args ?? [];
  const port = own.includes("--port") ? [] : ["--port", "0"];
  const certDir = certificatesOf(options.user ?? "admin", place.simulation, place.directory);
  const dataDir = options.dataDir ?? place.directory;
  const files = ["--data-dir", dataDir, "--cert-dir", certDir, "--ca", place.simulation.caFile];
  const hypervisors = place.addresses.flatMap((it) => ["--hypervisor", it]);
  return loadConfig([...port, "--no-open", ...files, ...own, ...hypervisors], {});
}

/** A server that knows its hypervisors and what they can do. */
export async function startRestServer(options: RestServerOptions = {}): Promise<RestServer> {
  const directory = mkdtempSync(join(tmpdir(), "stackdeck-rest-"));
  const simulation =
    options.simulation ?? (await startTestSimulation(options, join(directory, "simulation")));
  const addresses = (await options.via?.(simulation)) ?? simulation.addresses;
  const config = configOf(options, { simulation, directory, addresses });
  const { logged } = options;
  const log =
    logged === undefined
      ? pino({ level: "silent" })
      : createLogger("trace", { write: (line: string) => void logged.push(line) });
  const whole = await startWhole({ config, log, store: options.dataDir ?? ":memory:", webDir: directory });
  await whole.until(() =>
    whole.fleet.ids.every((id) => {
      const row = whole.inventory.hypervisor(id);
      return row?.Freshness === "live" && row.Methods.length > 0;
    }),
  );
  return new RestServer({
    token: await whole.newApiToken(),
    whole,
    simulation,
    dataDir: config.dataDir,
    addresses,
    close: async () => {
      await whole.close();
      if (options.simulation === undefined) await simulation.close();
      rmSync(directory, { recursive: true, force: true });
    },
  });
}
