/**
 * A large fleet and many browsers on one machine: `pnpm bench:scale [--hypervisors N] [--browsers N] [--json FILE]`.
 * Three processes, so that only the server's own work is taken for the server's: simulated hypervisors, the built
 * product, and this one with the browsers' sockets.
 */
import { type ChildProcess, fork } from "node:child_process";
import { writeFileSync } from "node:fs";
import { resolve } from "node:path";
import { monitorEventLoopDelay } from "node:perf_hooks";
import { parseArgs } from "node:util";
import { Crowd } from "./scale-browsers.ts";
import { type FleetOrder, type FleetReady, playFleet, type TorrentResult } from "./scale-fleet.ts";
import { pause, type ScaleServer, startScaleServer } from "./scale-server.ts";

const { values } = parseArgs({
  options: {
    role: { type: "string" },
    hypervisors: { type: "string", default: "1000" },
    vms: { type: "string", default: "20" },
    torrents: { type: "string", default: "50" },
    browsers: { type: "string", default: "500" },
    json: { type: "string" },
  },
});
const hypervisors = Number(values.hypervisors);
const torrents = Number(values.torrents);
const browsers = Number(values.browsers);
const mib = 2 ** 20;

/** A figure beside what it should be. */
interface Figure {
  readonly what: string;
  readonly value: number;
  readonly goal: number;
  readonly isMet: boolean;
}

const figures: Figure[] = [];
function note(what: string, value: number, goal: number): void {
  const rounded = Math.round(value * 100) / 100;
  figures.push({ what, value: rounded, goal, isMet: value <= goal });
  console.log(`${value <= goal ? "met    " : "NOT MET"} ${what}: ${rounded} (goal at most ${goal})`);
}

/** The process with the hypervisors. */
class FleetProcess {
  readonly #child: ChildProcess;
  readonly ready: Promise<FleetReady>;

  constructor() {
    const program = process.argv[1] ?? "";
    this.#child = fork(program, ["--role", "fleet", ...process.argv.slice(2)]);
    this.ready = new Promise((done, failed) => {
      this.#child.once("message", (message) => done(message as FleetReady));
      this.#child.once("exit", () => failed(new Error("the hypervisors ended early")));
    });
  }

  tell<T = void>(order: FleetOrder): Promise<T> {
    return new Promise((done, failed) => {
      this.#child.once("message", (message) => {
        const { result, error } = message as { result: T; error?: string };
        if (error === undefined) done(result);
        else failed(new Error(error));
      });
      this.#child.send(order);
    });
  }

  stop(): void {
    this.#child.disconnect();
  }
}

/** Waits for all streams, so many milliseconds at most. @returns how many it took */
async function untilLive(server: ScaleServer, limitMs: number): Promise<number> {
  const start = performance.now();
  for (;;) {
    const live = await server.liveHypervisors();
    const took = performance.now() - start;
    if (live === hypervisors + torrents || took > limitMs) return took;
    await pause(100);
  }
}

/** In milliseconds, since the figures were read last. */
const loopDelay = (metrics: ReadonlyMap<string, number>, what: "p99" | "max") =>
  1000 * (metrics.get(`stackdeck_event_loop_delay_${what}_seconds`) ?? Number.NaN);

/** Memory in use, garbage left out. */
async function usedBytes(server: ScaleServer): Promise<number> {
  await server.collectGarbage();
  const metrics = await server.metrics();
  const names = ["nodejs_heap_size_used_bytes", "nodejs_external_memory_bytes"];
  return names.reduce((sum, name) => sum + (metrics.get(name) ?? Number.NaN), 0);
}

async function measureRestart(server: ScaleServer, fleet: FleetProcess): Promise<void> {
  await server.metrics();
  // How late timers are in a process that does nothing: what the machine is to blame for.
  const idle = monitorEventLoopDelay({ resolution: 10 });
  idle.enable();
  const start = performance.now();
  await fleet.tell({ order: "restart" });
  console.log(`the hypervisors were back after ${Math.round(performance.now() - start)} ms`);
  const took = await untilLive(server, 60_000);
  const metrics = await server.metrics();
  idle.disable();
  note(`${hypervisors} hypervisors restart together: all live again, s`, took / 1000, 10);
  note("event loop delay from the restart to the end, p99, ms", loopDelay(metrics, "p99"), 50);
  console.log(
    `the longest one: ${Math.round(loopDelay(metrics, "max"))} ms; ` +
      `of an idle process beside it: p99 ${Math.round(idle.percentile(99) / 1e6)} ms, longest ${Math.round(idle.max / 1e6)} ms`,
  );
}

async function measureTorrent(server: ScaleServer, fleet: FleetProcess): Promise<void> {
  const before = await usedBytes(server);
  const perSecond = 50_000;
  const start = performance.now();
  const { sent, cut } = await fleet.tell<TorrentResult>({ order: "torrent", perSecond, seconds: 5 });
  const seconds = (performance.now() - start) / 1000;
  console.log(`torrent: ${Math.round(sent / seconds)} updates/s over ${torrents} streams`);
  note("streams cut off because they were read too slowly", cut, 0);
  note("memory growth, MiB", ((await usedBytes(server)) - before) / mib, 64);
  console.log(`event loop delay p99 meanwhile: ${Math.round(loopDelay(await server.metrics(), "p99"))} ms`);
}

async function measureBrowsers(server: ScaleServer, fleet: FleetProcess): Promise<void> {
  const crowd = new Crowd(server);
  await crowd.open(browsers);
  note(`${browsers} browsers come back in one second: all current, s`, (await crowd.comeBack()) / 1000, 3);
  const touch = (stamp: number) => fleet.tell({ order: "touch", stamp, vms: 5 });
  const usual = await crowd.latencies(touch, 60);
  const before = await usedBytes(server);
  const stalled = Math.min(10, browsers);
  crowd.stall(stalled);
  const beside = await crowd.latencies(touch, 60);
  const growth = Math.max(0, (await usedBytes(server)) - before) / mib / stalled;
  console.log(
    `update to socket: p50 ${usual.p50} ms, p99 ${usual.p99} ms; beside ${stalled} stalled: p99 ${beside.p99} ms`,
  );
  note("others' p99 beside browsers that stopped reading, ratio", beside.p99 / usual.p99, 1.2);
  note("memory for each stalled browser, MiB", growth, 1);
  crowd.close();
}

async function main(): Promise<void> {
  const fleet = new FleetProcess();
  const ready = await fleet.ready;
  // The bundle lies in the package's own cache.
  const program = resolve(import.meta.dirname, "../../dist/main.mjs");
  const server = await startScaleServer(program, ready);
  try {
    console.log(
      `first contact with ${ready.addresses.length} hypervisors: ${Math.round(await untilLive(server, 60_000))} ms more`,
    );
    await measureRestart(server, fleet);
    await measureTorrent(server, fleet);
    await measureBrowsers(server, fleet);
  } finally {
    await server.stop();
    fleet.stop();
  }
  if (values.json !== undefined) writeFileSync(values.json, `${JSON.stringify(figures, null, 2)}\n`);
}

if (values.role === "fleet") await playFleet(hypervisors, Number(values.vms), torrents);
else await main();
