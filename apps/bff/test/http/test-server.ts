import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { INSTANT, type Simulation, startSimulation } from "@stackdeck/simulator";
import pino from "pino";
import { loadConfig } from "../../src/config/load-config.ts";
import { connectFleet } from "../../src/connect-fleet.ts";
import type { Inventory } from "../../src/fleet/inventory.ts";
import { startServer } from "../../src/server.ts";
import { openStore } from "../../src/store/store.ts";

/** A whole server over simulated hypervisors, in this process. */
export interface TestServer {
  readonly url: string;
  readonly simulation: Simulation;
  readonly inventory: Inventory;
  readonly log: readonly string[];
  newLoginToken(): string;
  /** Signs in; the cookie and token that a browser would hold. */
  signIn(): Promise<{ cookie: string; csrf: string }>;
  /** Resolves as soon as the condition holds after a change of the inventory. */
  until(condition: () => boolean): Promise<void>;
  close(): Promise<void>;
}

const html = "<!doctype html><title>Stackdeck</title>";

function webFiles(directory: string): string {
  mkdirSync(join(directory, "assets"), { recursive: true });
  writeFileSync(join(directory, "index.html"), html);
  writeFileSync(join(directory, "assets", "app-1a2b.js"), "export {};");
  writeFileSync(join(directory, "assets", "app-1a2b.js.br"), "compressed");
  return directory;
}

export async function startTestServer(options: { hypervisors?: number } = {}): Promise<TestServer> {
  const directory = mkdtempSync(join(tmpdir(), "stackdeck-bff-"));
  const simulation = await startSimulation({
    directory: join(directory, "simulation"),
    hypervisors: options.hypervisors ?? 1,
    population: 12,
    pace: INSTANT,
    lifeEveryMs: 0,
    persist: false,
  });
  const lines: string[] = [];
  const log = pino({ level: "debug" }, { write: (line: string) => void lines.push(line) });
  const args = ["--port", "0", "--no-open", "--data-dir", directory, "--ca", simulation.caFile];
  const config = loadConfig(
    [
      ...args,
      "--cert-dir",
      simulation.certDir,
      ...simulation.addresses.flatMap((it) => ["--hypervisor", it]),
    ],
    {},
  );
  const { inventory, fleet, identities, close } = connectFleet(config, log);
  const store = await openStore({ dataDir: ":memory:" });
  const server = await startServer({
    config,
    log,
    store,
    inventory,
    fleet,
    principal: () => identities.principal,
    certificates: () => identities.certificates,
    version: "0.0.0",
    webDir: webFiles(join(directory, "web")),
  });
  const until = (condition: () => boolean) => untilChange(inventory, condition);
  await until(() => fleet.ids.every((id) => inventory.hypervisor(id)?.Freshness === "live"));
  const newLoginToken = () => server.newLoginUrl().split("#token=")[1] ?? "";
  return {
    url: server.url,
    simulation,
    inventory,
    log: lines,
    newLoginToken,
    until,
    signIn: () => signIn(server.url, newLoginToken()),
    close: async () => {
      await server.close();
      await close();
      await store.close();
      await simulation.close();
      rmSync(directory, { recursive: true, force: true });
    },
  };
}

function untilChange(inventory: Inventory, condition: () => boolean): Promise<void> {
  return new Promise((resolve) => {
    if (condition()) return resolve();
    const unwatch = inventory.onChange(() => {
      if (!condition()) return;
      unwatch();
      resolve();
    });
  });
}

async function signIn(url: string, token: string): Promise<{ cookie: string; csrf: string }> {
  const answer = await fetch(`${url}/api/v1/session`, {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify({ token }),
  });
  const [cookie = ""] = (answer.headers.get("set-cookie") ?? "").split(";");
  const { CsrfToken } = (await answer.json()) as { CsrfToken: string };
  return { cookie, csrf: CsrfToken };
}
