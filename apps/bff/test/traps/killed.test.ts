import { consoleCloseCodes, type Operation } from "@stackdeck/api-types";
import { addVm, FaultyLink } from "@stackdeck/simulator";
import { afterAll, afterEach, beforeAll, expect, it } from "vitest";
import { WebSocket } from "ws";
import { type Program, startProgram } from "../program.ts";
import { useSimulation } from "../simulated.ts";

const MIB = 2 ** 20;
const simulation = useSimulation("killed", "empty");
const { directory } = simulation;
let link: FaultyLink;
let running: Program | undefined;

beforeAll(async () => {
  link = await FaultyLink.open(simulation.hypervisors[0]!);
});
afterEach(async () => {
  await running?.end("SIGKILL");
  running = undefined;
});
afterAll(async () => {
  await link.close();
});

/** The program itself, until it serves. The data stay from one run to the next. */
const start = () =>
  startProgram({
    directory,
    args: [
      ...["--hypervisor", `${link.host}:${link.port}`, "--cert-dir", simulation.certDir],
      ...["--ca", simulation.caFile],
    ],
  });

async function operations({ url, headers }: Program): Promise<Operation[]> {
  const answer = await fetch(`${url}/operations?limit=500`, { headers });
  return ((await answer.json()) as { Items: Operation[] }).Items;
}

/** Waits until something is so, without waiting for a time. */
async function until(condition: () => boolean | Promise<boolean>): Promise<void> {
  while (!(await condition())) await new Promise(setImmediate);
}

it("killed in the middle of a hundred operations: each is done, not done or unknown, none is done twice", {
  timeout: 240_000,
}, async () => {
  const [hypervisor] = simulation.hypervisors;
  const ips = Array.from({ length: 100 }, (_, index) => {
    const spec = { name: `vm-${index}`, subnetId: index < 50 ? "staging" : "development", owner: "alice" };
    const size = { milliCPUs: 100, memoryInMiB: 64, volumeSizes: [MIB] };
    return addVm(hypervisor!, { ...spec, ...size, state: "stopped" }).ip;
  });
  const volumes = (ip: string) => hypervisor!.state.vm(ip).info.Volumes?.length ?? 0;
  const done = () => ips.filter((ip) => volumes(ip) > 1).length;
  const add = (program: Program, ip: string) =>
    fetch(`${program.url}/vms/${ip}/volumes`, {
      method: "POST",
      headers: {
        ...program.headers,
        "Content-Type": "application/json",
        "Idempotency-Key": `add-${ip}`,
        Prefer: "respond-async",
      },
      body: JSON.stringify({ VolumeSizes: [MIB] }),
    });
  running = await start();
  // Answers come late: at any moment many calls were carried out whose end nobody here knows.
  link.faults.latency = 50;
  const first = running;
  const clicks = ips.map((ip) => add(first, ip).catch(() => undefined));
  await until(() => done() >= 30);
  await first.end("SIGKILL");
  link.faults.latency = 0;
  await Promise.all(clicks);
  const doneBefore = done();
  expect(doneBefore).toBeLessThan(100);

  running = await start();
  const second = running;
  const byTarget = new Map((await operations(second)).map((one) => [one.Target, one]));
  for (const [ip, operation] of byTarget) {
    expect(["succeeded", "failed", "unknown"]).toContain(operation.State);
    if (operation.State === "succeeded") expect(volumes(ip)).toBe(2);
    if (operation.State === "failed") expect(volumes(ip)).toBe(1);
    if (operation.State === "unknown") expect(operation.Error?.outcomeUnknown).toBe(true);
  }
  expect([...byTarget.values()].some(({ State }) => State === "unknown")).toBe(true);

  // Everybody clicks again, with the keys of the first time.
  const again = await Promise.all(ips.map((ip) => add(second, ip)));
  expect(again.every(({ status }) => status === 202 || status === 409)).toBe(true);
  await until(async () => (await operations(second)).every(({ State }) => State !== "running"));
  expect(ips.filter((ip) => volumes(ip) > 2)).toEqual([]);
  // What was on record before was not begun anew: only clicks that never got in were carried out now.
  for (const ip of byTarget.keys()) {
    const twice = (await operations(second)).filter(({ Target }) => Target === ip);
    expect(twice).toHaveLength(1);
  }
  const audit = await fetch(`${second.url}/audit?limit=1000`, { headers: second.headers });
  const lines = ((await audit.json()) as { Items: { Target: string; Outcome: string }[] }).Items;
  for (const [ip, { State }] of byTarget) {
    if (State !== "unknown") continue;
    expect(lines.filter(({ Target }) => Target === ip).map(({ Outcome }) => Outcome)).toContain("unknown");
  }
});

it("told to stop during uploads and with fifty consoles open: over within ten seconds, with clean ends", {
  timeout: 240_000,
}, async () => {
  const [hypervisor] = simulation.hypervisors;
  running = await start();
  const { url, headers } = running;
  const spec = { name: "console", subnetId: "staging", owner: "alice", state: "running" as const };
  const ips = Array.from({ length: 10 }, () => {
    return addVm(hypervisor!, { ...spec, milliCPUs: 100, memoryInMiB: 64, volumeSizes: [MIB] }).ip;
  });
  const before = hypervisor!.state.vms.size;
  await until(async () => (await fetch(`${url}/vms/${ips.at(-1)}`, { headers })).status === 200);
  // Five people watch each of ten VMs.
  const closed = [...ips, ...ips, ...ips, ...ips, ...ips].map(async (ip) => {
    const socket = new WebSocket(`${url.replace("http", "ws")}/vms/${ip}/console/serial`, { headers });
    const code = new Promise<number>((done) => socket.once("close", done));
    await new Promise<void>((done, fail) => socket.once("message", () => done()).once("error", fail));
    return { code };
  });
  const consoles = await Promise.all(closed);
  const body = { MemoryInMiB: 64, MilliCPUs: 100, SubnetId: "development", ImageDataSize: 64 * MIB };
  const created = await fetch(`${url}/vms`, {
    method: "POST",
    headers: { ...headers, "Content-Type": "application/json" },
    body: JSON.stringify({ ...body, Hypervisor: `${link.host}:${link.port}` }),
  });
  const { Id } = (await created.json()) as Operation;
  let sent = 0;
  const slow = new ReadableStream<Uint8Array>({
    async pull(controller) {
      // The last bytes never come.
      if (sent >= 48 * MIB) return new Promise(() => {});
      sent += MIB;
      controller.enqueue(new Uint8Array(MIB));
    },
  });
  const init = {
    method: "PUT",
    body: slow,
    duplex: "half",
    headers: { ...headers, "Content-Length": String(64 * MIB) },
  };
  const upload = fetch(`${url}/operations/${Id}/uploads/image`, init as RequestInit).then(
    ({ status }) => status,
    () => "cut",
  );
  await until(() => sent >= 48 * MIB);
  expect(await running.end("SIGTERM")).toBeLessThan(10_000);
  for (const { code } of consoles) expect(await code).toBe(consoleCloseCodes.serverStopping);
  expect(await upload).not.toBe(204);
  // The hypervisor has taken back what was half made.
  await until(() => hypervisor!.state.vms.size === before);
  running = await start();
  const [ended] = (await operations(running)).filter((one) => one.Id === Id);
  expect(ended?.State).toBe("cancelled");
});
