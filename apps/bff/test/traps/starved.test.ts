import { execFileSync } from "node:child_process";
import { closeSync, constants, openSync } from "node:fs";
import { connect } from "node:net";
import { join } from "node:path";
import type { Problem } from "@stackdeck/api-types";
import { afterEach, describe, expect, it } from "vitest";
import { WebSocket } from "ws";
import { type Program, startProgram } from "../program.ts";
import { useSimulation } from "../simulated.ts";

/* A program to which the system gives nothing more: descriptors, time, or a reader of its log. */

const simulation = useSimulation("starved", 20);
const { directory } = simulation;
let running: Program | undefined;
afterEach(async () => {
  await running?.end("SIGKILL");
  running = undefined;
});

let runs = 0;
const start = (
  more: { args?: string[]; descriptors?: number; stdio?: ("ignore" | "pipe" | number)[] } = {},
) =>
  startProgram({
    directory: join(directory, `run-${++runs}`),
    ...more,
    args: [
      ...["--hypervisor", simulation.addresses[0]!, "--cert-dir", simulation.certDir],
      ...["--ca", simulation.caFile, ...(more.args ?? [])],
    ],
  });

const status = async ({ url, headers }: Program) => (await fetch(`${url}/vms?limit=1`, { headers })).status;

async function until(condition: () => boolean | Promise<boolean>): Promise<void> {
  while (!(await condition())) await new Promise(setImmediate);
}

/** Makes more log than any pipe or socket holds, each request a line with its long path, and ends the program. */
async function logsMuchAndEnds(program: Program): Promise<void> {
  const path = `${program.url}/${"long-".repeat(1000)}`;
  for (let round = 0; round < 10; round++) {
    const asked = Array.from({ length: 20 }, () => fetch(path, program));
    expect((await Promise.all(asked)).map(({ status }) => status)).toEqual(Array(20).fill(404));
  }
  expect(await program.end("SIGTERM")).toBeLessThan(10_000);
}

describe("a log that nobody reads", () => {
  it("holds up neither the server nor its end", { timeout: 120_000 }, async () => {
    const path = join(directory, "log");
    execFileSync("/bin/sh", ["-c", 'mkfifo "$0"', path]);
    const pipe = openSync(path, constants.O_RDWR);
    running = await start({ args: ["--log-level", "trace"], stdio: ["ignore", "ignore", pipe] });
    await logsMuchAndEnds(running);
    closeSync(pipe);
  });
});

describe("descriptors that are used up", () => {
  const limit = 160;

  it.runIf(process.platform === "linux")(
    "refuse new connections with a reason, leave work alone, and all is well when there are some again",
    { timeout: 120_000 },
    async () => {
      const vms = [...simulation.hypervisors[0]!.state.vms.values()];
      const ip = vms.find(({ info }) => info.State === "running")!.ip;
      running = await start({ descriptors: limit });
      const program = running;
      await until(async () => (await fetch(`${program.url}/vms/${ip}`, program)).status === 200);
      const console = new WebSocket(`${program.url.replace("http", "ws")}/vms/${ip}/console/serial?plain=1`, {
        headers: program.headers,
      });
      let shown = "";
      console.on("message", (data: Buffer) => {
        shown += data.toString();
      });
      await until(() => shown.includes("login:"));

      const { hostname, port } = new URL(program.url);
      // What new connections are told before they have asked anything. In a burst the system drops some by itself.
      let refused = "";
      const sockets = Array.from({ length: 2 * limit }, () => {
        let text = "";
        const socket = connect({ host: hostname, port: Number(port) });
        socket.on("data", (data) => {
          text += data;
          if (text.includes("}")) refused = text;
        });
        return socket.on("error", () => {});
      });
      await until(() => refused !== "");
      expect(refused).toMatch(/^HTTP\/1\.1 503 /);
      const problem = JSON.parse(refused.split("\r\n\r\n")[1] ?? "") as Problem;
      expect([problem.code, problem.detail]).toEqual(["OVERLOADED", expect.stringContaining("connections")]);
      // Who works goes on: typed is answered.
      shown = "";
      console.send(Buffer.from("root\r"));
      await until(() => shown !== "");
      for (const socket of sockets) socket.destroy();
      await until(async () => (await status(program).catch(() => 503)) === 200);
      console.terminate();
      expect(await program.end("SIGTERM")).toBeLessThan(10_000);
    },
  );
});

describe("an event loop that stands still for two seconds", () => {
  it("loses no hypervisor and calls none stale", { timeout: 120_000 }, async () => {
    // Here the log that nobody reads is a socket, as under systemd.
    running = await start({ args: ["--log-level", "trace"], stdio: ["ignore", "ignore", "pipe"] });
    const { url, headers, pid } = running;
    const read = async (path: string) =>
      (await fetch(url + path, { headers })).json() as Promise<{ Items: object[] }>;
    const [hypervisor] = simulation.hypervisors;
    process.kill(pid, "SIGSTOP");
    // Far more changes than the sixteen that a hypervisor keeps for somebody who does not read.
    const [ip = ""] = hypervisor!.state.vms.keys();
    for (let round = 0; round < 100; round++) {
      hypervisor!.changeVm(ip, (info) => {
        info.Hostname = `renamed-${round}`;
      });
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
    process.kill(pid, "SIGCONT");
    await until(async () => {
      const { Items } = await read(`/vms?filter=ip:${ip}&fields=Hostname`);
      return JSON.stringify(Items) === '[{"Hostname":"renamed-99"}]';
    });
    const events = await read("/events?filter=kind:hypervisor*");
    const rows = await read("/hypervisors?fields=Freshness");
    expect([events.Items, rows.Items]).toEqual([[], [{ Freshness: "live" }]]);
    await logsMuchAndEnds(running);
  });
});
