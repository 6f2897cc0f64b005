import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { INSTANT, type Simulation, startSimulation } from "@stackdeck/simulator";
import pino from "pino";
import { loadConfig } from "../../src/config/load-config.ts";
import type { Inventory } from "../../src/fleet/inventory.ts";
import { startWhole } from "../tested-server.ts";

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
  const whole = await startWhole({
    config,
    log,
    store: ":memory:",
    webDir: webFiles(join(directory, "web")),
  });
  const { url, inventory, fleet, newLoginToken, until } = whole;
  await until(() => fleet.ids.every((id) => inventory.hypervisor(id)?.Freshness === "live"));
  return {
    url,
    simulation,
    inventory,
    log: lines,
    newLoginToken,
    until,
    signIn: () => signIn(url, newLoginToken()),
    close: async () => {
      await whole.close();
      await simulation.close();
      rmSync(directory, { recursive: true, force: true });
    },
  };
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
