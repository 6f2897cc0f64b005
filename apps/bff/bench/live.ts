import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import type { LiveClientEvents, LiveServerEvents, VmRow } from "@stackdeck/api-types";
import { INSTANT, startSimulation } from "@stackdeck/simulator";
import pino from "pino";
import { io, type Socket } from "socket.io-client";
import { loadConfig } from "../src/config/load-config.ts";
import { Fleet, systemClock } from "../src/fleet/fleet.ts";
import { Identities } from "../src/fleet/identities.ts";
import { Inventory } from "../src/fleet/inventory.ts";
import { startServer } from "../src/server.ts";
import { openStore } from "../src/store/store.ts";

type LiveSocket = Socket<LiveServerEvents, LiveClientEvents>;

const { values } = parseArgs({
  options: {
    hypervisors: { type: "string", default: "3" },
    vms: { type: "string", default: "100" },
    browsers: { type: "string", default: "5" },
    changes: { type: "string", default: "300" },
    "every-ms": { type: "string", default: "20" },
    json: { type: "string" },
  },
});
const count = (name: "hypervisors" | "vms" | "browsers" | "changes" | "every-ms") => Number(values[name]);

/** The whole way in one process: simulated hypervisors, SRPC over TLS, inventory, socket.io, clients. */
async function start() {
  const directory = mkdtempSync(join(tmpdir(), "stackdeck-bench-"));
  const simulation = await startSimulation({
    directory: join(directory, "simulation"),
    hypervisors: count("hypervisors"),
    population: count("vms"),
    pace: INSTANT,
    lifeEveryMs: 0,
    persist: false,
  });
  const log = pino({ level: "silent" });
  const addresses = simulation.addresses.flatMap((address) => ["--hypervisor", address]);
  const common = ["--port", "0", "--no-open", "--data-dir", directory, "--cert-dir", simulation.certDir];
  const config = loadConfig([...common, ...addresses], {});
  const identities = new Identities(config.certDir, log);
  const inventory = new Inventory();
  const ca = readFileSync(simulation.caFile, "utf8");
  const connectOptions = (target: { host: string; port: number }) => ({
    ...target,
    tls: { identities: identities.current, ca, verify: "ca" as const },
  });
  const fleet = new Fleet({ inventory, clock: systemClock, log, connectOptions });
  const store = await openStore({ dataDir: ":memory:" });
  const server = await startServer({
    config,
    log,
    store,
    inventory,
    fleet,
    principal: () => identities.principal,
    certificates: () => [],
    version: "bench",
    webDir: directory,
  });
  for (const target of config.hypervisors) fleet.add(target);
  const stop = async () => {
    await server.close();
    await fleet.close();
    identities.close();
    await store.close();
    await simulation.close();
    rmSync(directory, { recursive: true, force: true });
  };
  return { simulation, inventory, server, stop };
}

async function openBrowser(server: { url: string; newLoginUrl(): string }): Promise<LiveSocket> {
  const token = server.newLoginUrl().split("#token=")[1];
  const answer = await fetch(`${server.url}/api/v1/session`, {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify({ token }),
  });
  const Cookie = answer.headers.get("set-cookie")?.split(";")[0] ?? "";
  const socket: LiveSocket = io(server.url, {
    transports: ["websocket"],
    extraHeaders: { Cookie, Origin: server.url },
    forceNew: true,
  });
  const params = { filter: "", sort: ["IpAddress"], offset: 0, limit: 500 };
  await new Promise<void>((resolve) => {
    socket.emit("subscribe", { id: 1, topic: "vms", params }, () => resolve());
  });
  return socket;
}

function percentile(sorted: readonly number[], share: number): number {
  return Number((sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0).toFixed(2));
}

async function main(): Promise<void> {
  const { simulation, inventory, server, stop } = await start();
  const wanted = count("hypervisors") * count("vms");
  while (inventory.size < wanted) await systemClock.sleep(20, new AbortController().signal);
  const browsers = await Promise.all(Array.from({ length: count("browsers") }, () => openBrowser(server)));
  const latencies: number[] = [];
  for (const socket of browsers) {
    socket.on("delta", ({ rows }) => {
      const now = performance.now();
      for (const { Tags } of rows as VmRow[]) if (Tags.sent) latencies.push(now - Number(Tags.sent));
    });
  }
  const ips = [...simulation.hypervisors[0]!.state.vms.keys()];
  for (let change = 0; change < count("changes"); change++) {
    simulation.hypervisors[0]!.changeVm(ips[change % ips.length]!, (info) => {
      info.Tags = { sent: String(performance.now()) };
    });
    await systemClock.sleep(count("every-ms"), new AbortController().signal);
  }
  await systemClock.sleep(300, new AbortController().signal);
  for (const socket of browsers) socket.disconnect();
  await stop();
  latencies.sort((a, b) => a - b);
  const result = {
    what: "hypervisor announces a change → event in the browser's socket, ms",
    ...Object.fromEntries(
      ["hypervisors", "vms", "browsers", "changes"].map((name) => [name, count(name as "vms")]),
    ),
    events: latencies.length,
    p50: percentile(latencies, 0.5),
    p90: percentile(latencies, 0.9),
    p99: percentile(latencies, 0.99),
    max: percentile(latencies, 1),
  };
  console.log(result);
  if (values.json !== undefined) writeFileSync(values.json, `${JSON.stringify(result, null, 2)}\n`);
}

await main();
