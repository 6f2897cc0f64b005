import { copyFileSync, mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Operation, Problem } from "@stackdeck/api-types";
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
import { loadConfig } from "../../src/config/load-config.ts";
import { connectFleet } from "../../src/connect-fleet.ts";
import type { Inventory } from "../../src/fleet/inventory.ts";
import { startServer } from "../../src/server.ts";
import { openStore, type Store } from "../../src/store/store.ts";
import { createLogger } from "../../src/telemetry/logger.ts";

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

/** An answer, read whole. */
export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly bytes: Buffer;
  readonly text: string;
  /** The body as JSON; anything a test wants to look at. */
  readonly json: Record<string, unknown> & Partial<Problem>;
}

export interface Sent {
  readonly body?: unknown;
  /** Bytes as they are, instead of a JSON body. */
  readonly raw?: Uint8Array | ReadableStream<Uint8Array> | undefined;
  readonly headers?: Readonly<Record<string, string>> | undefined;
  readonly signal?: AbortSignal | undefined;
}

/** A whole server over simulated hypervisors in this process, asked as a script asks: with an API token. */
export class RestServer {
  readonly url: string;
  readonly token: string;
  readonly simulation: Simulation;
  readonly inventory: Inventory;
  readonly store: Store;
  readonly spoolDir: string;
  readonly dataDir: string;
  readonly #addresses: readonly string[];
  readonly #login: () => string;
  readonly #close: () => Promise<void>;

  constructor(o: {
    url: string;
    token: string;
    simulation: Simulation;
    inventory: Inventory;
    store: Store;
    spoolDir: string;
    dataDir: string;
    addresses: readonly string[];
    login: () => string;
    close: () => Promise<void>;
  }) {
    this.url = o.url;
    this.token = o.token;
    this.simulation = o.simulation;
    this.inventory = o.inventory;
    this.store = o.store;
    this.spoolDir = o.spoolDir;
    this.dataDir = o.dataDir;
    this.#addresses = o.addresses;
    this.#login = o.login;
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
    return new Promise((resolve) => {
      if (condition()) return resolve();
      const unwatch = this.inventory.onChange(() => {
        if (!condition()) return;
        unwatch();
        resolve();
      });
    });
  }

  /** Sends a request below /api/v1 and gives the answer with its body unread. */
  open(verb: string, path: string, sent: Sent = {}): Promise<Response> {
    const json = sent.body === undefined ? {} : { "Content-Type": "application/json" };
    const init: RequestInit & { duplex?: "half" } = {
      method: verb,
      headers: { Authorization: `Bearer ${this.token}`, ...json, ...sent.headers },
    };
    if (sent.signal !== undefined) init.signal = sent.signal;
    if (sent.raw !== undefined) {
      init.body = sent.raw as BodyInit;
      init.duplex = "half";
    } else if (sent.body !== undefined) init.body = JSON.stringify(sent.body);
    return fetch(`${this.url}/api/v1${path}`, init);
  }

  async send(verb: string, path: string, sent: Sent = {}): Promise<Answer> {
    const response = await this.open(verb, path, sent);
    const bytes = Buffer.from(await response.arrayBuffer());
    const text = bytes.toString();
    const isJson = /json/.test(response.headers.get("content-type") ?? "") && text !== "";
    return {
      status: response.status,
      headers: response.headers,
      bytes,
      text,
      json: isJson && !/ndjson/.test(response.headers.get("content-type") ?? "") ? JSON.parse(text) : {},
    };
  }

  get(path: string, headers: Readonly<Record<string, string>> = {}): Promise<Answer> {
    return this.send("GET", path, { headers });
  }

  post(path: string, body: unknown = {}, headers: Readonly<Record<string, string>> = {}): Promise<Answer> {
    return this.send("POST", path, { body, headers });
  }

  /** Items of a stream as they come, until the signal aborts or the stream ends. */
  async *lines(path: string, signal?: AbortSignal): AsyncGenerator<Record<string, unknown>> {
    const response = await this.open("GET", path, { headers: { Accept: "application/x-ndjson" }, signal });
    if (response.status !== 200) throw new Error(`${response.status} ${await response.text()}`);
    let rest = "";
    const decoder = new TextDecoder();
    for await (const chunk of response.body!) {
      const parts = (rest + decoder.decode(chunk, { stream: true })).split("\n");
      rest = parts.pop() ?? "";
      for (const part of parts) yield JSON.parse(part) as Record<string, unknown>;
    }
  }

  /** Follows an operation until it satisfies the condition, by default until it has ended. */
  async follow(
    started: { readonly json: Record<string, unknown> },
    condition: (operation: Operation) => boolean = ({ EndedOn }) => EndedOn !== "",
  ): Promise<Operation> {
    if (typeof started.json.Id !== "string") throw new Error(`no operation: ${JSON.stringify(started.json)}`);
    const enough = new AbortController();
    let last: Operation | undefined;
    for await (const item of this.lines(`/operations/${started.json.Id}/events`, enough.signal)) {
      last = item as unknown as Operation;
      if (condition(last)) break;
    }
    enough.abort();
    if (last === undefined || !condition(last)) throw new Error(`it ended as ${JSON.stringify(last)}`);
    return last;
  }

  /** What a new login link has behind #token=. */
  loginToken(): string {
    return this.#login();
  }

  /** Headers of a browser that has signed in. */
  async browser(): Promise<Record<string, string>> {
    const answer = await fetch(`${this.url}/api/v1/session`, {
      method: "POST",
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify({ token: this.#login() }),
    });
    const [cookie = ""] = (answer.headers.get("set-cookie") ?? "").split(";");
    const { CsrfToken } = (await answer.json()) as { CsrfToken: string };
    return { Authorization: "", Cookie: cookie, "X-CSRF-Token": CsrfToken, Origin: this.url };
  }

  /** The audit lines about a target, oldest first. */
  async audit(target: string): Promise<{ Method: string; Outcome: string; Detail: string }[]> {
    const answer = await this.get(`/audit?target=${encodeURIComponent(target)}`);
    return (answer.json.Items as { Method: string; Outcome: string; Detail: string }[]).reverse();
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

export async function startRestServer(options: RestServerOptions = {}): Promise<RestServer> {
  const directory = mkdtempSync(join(tmpdir(), "stackdeck-rest-"));
  const simulation =
    options.simulation ?? (await startTestSimulation(options, join(directory, "simulation")));
  const { logged } = options;
  const log =
    logged === undefined
      ? pino({ level: "silent" })
      : createLogger("trace", { write: (line: string) => void logged.push(line) });
  const certDir = certificatesOf(options.user ?? "admin", simulation, directory);
  const own = options.args ?? [];
  const addresses = (await options.via?.(simulation)) ?? simulation.addresses;
  const port = own.includes("--port") ? [] : ["--port", "0"];
  const args = [
    ...port,
    "--no-open",
    "--data-dir",
    options.dataDir ?? directory,
    "--cert-dir",
    certDir,
    "--ca",
    simulation.caFile,
    ...own,
  ];
  const config = loadConfig([...args, ...addresses.flatMap((it) => ["--hypervisor", it])], {});
  const { inventory, fleet, identities, close } = connectFleet(config, log);
  const store = await openStore({ dataDir: options.dataDir ?? ":memory:" });
  const server = await startServer({
    config,
    log,
    store,
    inventory,
    fleet,
    principal: () => identities.principal,
    certificates: () => identities.certificates,
    version: "0.0.0",
    webDir: directory,
  });
  const rest = new RestServer({
    url: server.url,
    token: await server.newApiToken(),
    simulation,
    inventory,
    store,
    spoolDir: join(config.dataDir, "spool"),
    dataDir: config.dataDir,
    addresses,
    login: () => server.newLoginUrl().split("#token=")[1] ?? "",
    close: async () => {
      await server.close();
      await close();
      await store.close();
      if (options.simulation === undefined) await simulation.close();
      rmSync(directory, { recursive: true, force: true });
    },
  });
  const isReady = (id: string) => {
    const row = inventory.hypervisor(id);
    return row?.Freshness === "live" && row.Methods.length > 0;
  };
  await rest.until(() => fleet.ids.every(isReady));
  return rest;
}
