import { pause, percentile, Typist, takeAll } from "./console-clients.ts";
import { atMost, type Goal, type PartResult, round } from "./console-goals.ts";
import { webSocketLine } from "./console-line.ts";
import type { Peer, Peers } from "./console-peers.ts";
import { memoryOf, residentBytes } from "./console-processes.ts";
import type { FloodTimes } from "./console-source.ts";
import { stalledViewer } from "./console-stalled.ts";

const seconds = 10;
const residentOf = ({ pids }: Peer): number => residentBytes(pids[0] ?? 0);

/** Many consoles at 2 KB/s, with a key a second in each: delay of the keys, memory of a console. */
export async function measureCrowd(peers: Peers): Promise<PartResult> {
  const many = await crowd(peers, { vms: 500, watchers: 0 });
  const crowded = await crowd(peers, { vms: 50, watchers: 9 });
  return {
    rows: [many, crowded],
    goals: [
      atMost("500 consoles: key, p99", many["p99 ms"], 25, "ms"),
      atMost("500 consoles: memory of each", many["KiB each"], 60, "KiB"),
      atMost("10 viewers on each of 50: key, p99", crowded["p99 ms"], 25, "ms"),
      atMost("10 viewers on each of 50: memory of each viewer", crowded["KiB each"], 60, "KiB"),
    ],
  };
}

async function crowd(
  { serial: peer, ours }: Peers,
  { vms, watchers }: { readonly vms: number; readonly watchers: number },
) {
  const warm = await Typist.open(await peer.open("trickle", 0), peer);
  await warm.key();
  const before = await memoryOf(ours);
  const typists: Typist[] = [];
  for (let number = 1; number <= vms; number += 1) {
    typists.push(await Typist.open(await peer.open("trickle", number), peer));
    for (let more = 0; more < watchers; more += 1)
      typists.push(await Typist.open(await webSocketLine(`${peer.url("trickle", number)}?mode=watch`), peer));
  }
  const writers = typists.filter((_, index) => index % (watchers + 1) === 0);
  const times: number[] = [];
  for (const until = performance.now() + seconds * 1000; performance.now() < until; ) {
    const second = performance.now() + 1000;
    await Promise.all(
      writers.map(async (typist, index) => {
        await pause((index * 900) / writers.length);
        times.push(await typist.key());
      }),
    );
    await pause(Math.max(0, second - performance.now()));
  }
  const after = await memoryOf(ours);
  const each = (kind: keyof NodeJS.MemoryUsage): number =>
    Math.round((after[kind] - before[kind]) / typists.length / 1024);
  for (const typist of [...typists, warm]) typist.close();
  await pause(500);
  return {
    consoles: vms,
    "viewers of each": watchers + 1,
    keys: times.length,
    "p50 ms": round(percentile(times, 0.5)),
    "p99 ms": round(percentile(times, 0.99)),
    "KiB each": each("rss"),
    "of that on the heap": each("heapUsed"),
    "in buffers": each("arrayBuffers"),
  };
}

interface FloodRun {
  readonly growthMiB: number;
  readonly keys: readonly number[];
  readonly times: FloodTimes;
  readonly viewerMiB: number;
}

const stalledViewers = 10;

/** A flood with viewers that do not read: what they cost, what others and the hypervisor feel of them. */
export async function measureStalled(
  peers: Peers,
  mib: number,
  floodTimes: () => Promise<FloodTimes>,
): Promise<PartResult> {
  const idle = await keysDuring(peers.serial, () => pause(2000));
  const calm = await floodWith(peers.serial, { stalled: 0, mib, floodTimes });
  const bad = await floodWith(peers.serial, { stalled: stalledViewers, mib, floodTimes });
  const p99 = (times: readonly number[]): number => percentile(times, 0.99);
  const row = (name: string, run: FloodRun) => ({
    name,
    "flood MiB": mib,
    "viewer got MiB": Math.round(run.viewerMiB),
    "growth MiB": round(run.growthMiB),
    "others' keys p99 ms": round(p99(run.keys)),
    "flood took s": round(run.times.totalMs / 1000),
    "longest wait of the hypervisor ms": round(run.times.longestWaitMs),
  });
  // The flood before has warmed everything up: what is added now is theirs.
  const perViewer = bad.growthMiB / stalledViewers;
  const goals: Goal[] = [
    atMost("growth for each stalled viewer", round(perViewer), 2, "MiB"),
    atMost("others' keys p99 ÷ the same flood without stalled viewers", p99(bad.keys) / p99(calm.keys), 2),
    atMost("time of the flood ÷ without stalled viewers", bad.times.totalMs / calm.times.totalMs, 1.25),
    atMost("longest wait of the hypervisor", bad.times.longestWaitMs, 250, "ms"),
  ];
  const rows = [
    { name: "no flood", "others' keys p99 ms": round(p99(idle)) },
    row("flood, one viewer that reads", calm),
    row(`flood, and ${stalledViewers} that do not`, bad),
  ];
  return { rows, goals };
}

async function floodWith(
  peer: Peer,
  o: { readonly stalled: number; readonly mib: number; readonly floodTimes: () => Promise<FloodTimes> },
): Promise<FloodRun> {
  const url = peer.url("flood", 77 + o.stalled);
  const times = o.floodTimes();
  const before = residentOf(peer);
  let peak = before;
  const look = setInterval(() => {
    peak = Math.max(peak, residentOf(peer));
  }, 50);
  const live = await webSocketLine(url);
  const stalled = await Promise.all(Array.from({ length: o.stalled }, () => stalledViewer(url)));
  let viewerMiB = 0;
  const keys = await keysDuring(peer, async () => {
    const { bytes } = await takeAll(live, o.mib * 1024 * 1024);
    viewerMiB = bytes / 1024 / 1024;
  });
  clearInterval(look);
  for (const close of stalled) close();
  await pause(300);
  return { growthMiB: (peak - before) / 1024 / 1024, keys, times: await times, viewerMiB };
}

/** Keys at another console while something happens. */
async function keysDuring(peer: Peer, what: () => Promise<void>): Promise<readonly number[]> {
  const typist = await Typist.open(await peer.open("echo", 200), peer);
  const times: number[] = [];
  let over = false;
  const happening = what().then(() => {
    over = true;
  });
  while (!over) {
    times.push(await typist.key());
    await pause(5);
  }
  await happening;
  typist.close();
  return times;
}
