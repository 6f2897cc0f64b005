import { type ChildProcess, spawn } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { FleetSummary } from "@stackdeck/api-types";
import { WebSocket } from "ws";
import type { FleetReady } from "./scale-fleet.ts";
import { serverFlags } from "./server-flags.ts";

/** Pauses the benchmark itself. */
export const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

/** The built product as a process of its own, seen through its own metrics. */
export interface ScaleServer {
  readonly url: string;
  readonly token: string;
  readonly pid: number;
  /** The figures of `/metrics`, labels as they are written there. */
  metrics(): Promise<ReadonlyMap<string, number>>;
  /** How many hypervisors' streams are live. */
  liveHypervisors(): Promise<number>;
  /** Lets go of all garbage. */
  collectGarbage(): Promise<void>;
  stop(): Promise<void>;
}

/** Starts the built product on these hypervisors. @throws Error when it was not built or does not start */
export async function startScaleServer(program: string, fleet: FleetReady): Promise<ScaleServer> {
  if (!existsSync(program)) throw new Error("Build first: node scripts/build.mjs");
  const directory = mkdtempSync(join(tmpdir(), "stackdeck-scale-"));
  const configFile = join(directory, "config.json");
  const readyFile = join(directory, "ready.json");
  const tokenFile = join(directory, "token");
  writeFileSync(configFile, JSON.stringify({ hypervisors: fleet.addresses }));
  const flags = {
    config: configFile,
    "cert-dir": fleet.certDir,
    ca: fleet.caFile,
    "data-dir": join(directory, "data"),
    "ready-file": readyFile,
    "token-file": tokenFile,
    port: "0",
    "log-level": "error",
  };
  const args = Object.entries(flags).flatMap(([name, value]) => [`--${name}`, value]);
  const nodeFlags = ["--inspect=127.0.0.1:0", ...serverFlags];
  const child = spawn(process.execPath, [...nodeFlags, program, ...args, "--no-open"], {
    stdio: ["ignore", "ignore", "pipe"],
  });
  process.once("exit", () => child.kill());
  const inspector = await openInspector(child);
  const { url } = await untilReady(child, readyFile);
  const token = readFileSync(tokenFile, "utf8").trim();
  return {
    url,
    token,
    pid: child.pid ?? 0,
    metrics: async () => {
      const answer = await fetch(`${url}/metrics`, { headers: { Authorization: `Bearer ${token}` } });
      const lines = (await answer.text()).split("\n").filter((line) => line !== "" && !line.startsWith("#"));
      return new Map(
        lines.map((line) => {
          const at = line.lastIndexOf(" ");
          return [line.slice(0, at), Number(line.slice(at + 1))] as const;
        }),
      );
    },
    liveHypervisors: async () => {
      const answer = await fetch(`${url}/api/v1/fleet`, { headers: { Authorization: `Bearer ${token}` } });
      const { NumHypervisorsByFreshness: counts } = (await answer.json()) as FleetSummary;
      return counts["live"] ?? 0;
    },
    collectGarbage: () =>
      new Promise((resolve) => {
        inspector.once("message", () => resolve());
        inspector.send(JSON.stringify({ id: 1, method: "HeapProfiler.collectGarbage" }));
      }),
    stop: () =>
      new Promise((resolve) => {
        inspector.close();
        child.once("exit", () => {
          rmSync(directory, { recursive: true, force: true });
          resolve();
        });
        child.kill("SIGTERM");
      }),
  };
}

/** The way into the process by which its garbage can be collected; it says the address on its error output. */
async function openInspector(child: ChildProcess): Promise<WebSocket> {
  const address = await new Promise<string>((resolve) => {
    child.stderr?.on("data", (chunk: Buffer) => {
      const found = /ws:\/\/\S+/.exec(chunk.toString())?.[0];
      if (found === undefined) process.stderr.write(chunk);
      else resolve(found);
    });
  });
  const socket = new WebSocket(address);
  await new Promise((resolve) => socket.once("open", resolve));
  return socket;
}

async function untilReady(child: ChildProcess, file: string): Promise<{ url: string }> {
  for (let waited = 0; waited < 60_000; waited += 50) {
    if (existsSync(file)) return JSON.parse(readFileSync(file, "utf8")) as { url: string };
    if (child.exitCode !== null) throw new Error("the server did not start");
    await pause(50);
  }
  throw new Error("the server was not ready within a minute");
}
