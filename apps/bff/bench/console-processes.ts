import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { readdirSync, readFileSync } from "node:fs";
import { createServer } from "node:net";
import { getHeapSpaceStatistics } from "node:v8";
import { serverFlags } from "./server-flags.ts";

/** A program under measurement. */
export interface Running {
  readonly process: ChildProcess;
  /** What it said it listens on. */
  readonly ports: Readonly<Record<string, number>>;
}

/** Starts this very program again in another role; it says its ports in one line of JSON. */
export function startRole(role: string, args: readonly string[]): Promise<Running> {
  const flags = ["--expose-gc", ...serverFlags];
  const child = spawn(process.execPath, [...flags, process.argv[1] ?? "", `--role=${role}`, ...args], {
    stdio: ["ignore", "pipe", "inherit", "ipc"],
  });
  return new Promise((resolve, reject) => {
    child.once("error", reject);
    child.once("exit", () => reject(new Error(`${role} ended early`)));
    child.stdout?.once("data", (line: Buffer) =>
      resolve({ process: child, ports: JSON.parse(line.toString()) as Record<string, number> }),
    );
  });
}

/** What a bridge has of memory, in bytes. */
export interface Memory {
  readonly resident: number;
  readonly heap: number;
  readonly buffers: number;
  /** Room of V8's young generation: one for the whole process, and of a size that does not depend on what it serves. */
  readonly spare: number;
  /** Output of consoles, held for those who come later. */
  readonly kept: number;
}

/** Answers questions about the memory of this process, in the role of a bridge. */
export function answerMemoryQuestions(kept: () => Promise<number>): void {
  process.on("message", () => {
    // What is garbage is nobody's memory.
    for (let turn = 0; turn < 3; turn += 1) (globalThis as { gc?: () => void }).gc?.();
    const { rss: resident, heapUsed: heap, arrayBuffers: buffers } = process.memoryUsage();
    const young = getHeapSpaceStatistics().find((space) => space.space_name === "new_space");
    const spare = (young?.physical_space_size ?? 0) - (young?.space_used_size ?? 0);
    kept().then(
      (bytes) => process.send?.({ resident, heap, buffers, spare, kept: bytes } satisfies Memory),
      () => process.exit(1),
    );
  });
}

/** Memory of a role's process after its garbage was collected. */
export async function memoryOf({ process: child }: Running): Promise<Memory> {
  const answer = once(child, "message");
  child.send("memory?");
  const [memory] = (await answer) as [Memory];
  return memory;
}

/** How long a program may take to listen, in milliseconds. */
const startTimeoutMs = 20_000;

/** Starts another program and waits until it listens on `port`. @returns undefined when it is not there or does not */
export async function startProgram(
  command: string,
  args: readonly string[],
  port: number,
): Promise<Running | undefined> {
  const child = spawn(command, args, { stdio: "ignore" });
  let over = false;
  child.once("error", () => {
    over = true;
  });
  child.once("exit", () => {
    over = true;
  });
  const until = performance.now() + startTimeoutMs;
  while (!over && performance.now() < until) {
    if (isListening(port)) return { process: child, ports: { all: port } };
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  child.kill();
  return undefined;
}

/** A port nobody uses now. */
export function freePort(): Promise<number> {
  const server = createServer();
  return new Promise((resolve) => {
    server.listen(0, "127.0.0.1", () => {
      const { port } = server.address() as { port: number };
      server.close(() => resolve(port));
    });
  });
}

/** Looks into the kernel's table instead of connecting, which a program might count as a client. */
function isListening(port: number): boolean {
  const wanted = new RegExp(`:${port.toString(16).toUpperCase().padStart(4, "0")} 0+:0000 0A`);
  return ["/proc/net/tcp", "/proc/net/tcp6"].some((table) => wanted.test(readFileSync(table, "utf8")));
}

/** Seconds of processor time a process and its children have used, ended ones included. */
export function cpuSeconds(pids: readonly number[]): number {
  const all = new Map<number, { parent: number; ticks: number }>();
  for (const name of readdirSync("/proc")) {
    if (!/^\d+$/.test(name)) continue;
    try {
      const stat = readFileSync(`/proc/${name}/stat`, "utf8");
      const fields = stat
        .slice(stat.lastIndexOf(")") + 2)
        .split(" ")
        .map(Number);
      const ticks = [11, 12, 13, 14].reduce((sum, index) => sum + (fields[index] ?? 0), 0);
      all.set(Number(name), { parent: fields[1] ?? 0, ticks });
    } catch {
      // It ended while we looked.
    }
  }
  const wanted = new Set(pids);
  let ticks = 0;
  // Children of children as well: a program may start its worker through a shell.
  for (let before = -1; before < wanted.size; ) {
    before = wanted.size;
    for (const [pid, { parent }] of all) if (wanted.has(parent)) wanted.add(pid);
  }
  for (const pid of wanted) ticks += all.get(pid)?.ticks ?? 0;
  return ticks / 100;
}

/** Resident memory of a process, in bytes. */
export function residentBytes(pid: number): number {
  const kib = /VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, "utf8"))?.[1];
  return Number(kib ?? 0) * 1024;
}
