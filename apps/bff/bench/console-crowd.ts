import { pause, percentile, Typist, takeAll } from "./console-clients.ts";
import { atMost, type Goal, type PartResult, round } from "./console-goals.ts";
import { webSocketLine } from "./console-line.ts";
import type { Peer, Peers } from "./console-peers.ts";
import { type Memory, memoryOf, type Running, residentBytes } from "./console-processes.ts";
import type { FloodTimes } from "./console-source.ts";
import { stalledViewer } from "./console-stalled.ts";

const seconds = 10;
const warmKeys = 1000;
const residentOf = ({ pids }: Peer): number => residentBytes(pids[0] ?? 0);

interface Crowd {
  readonly vms: number;
  readonly watchers: number;
  /** Through which bridge, and the process that is it. */
  readonly peer: Peer;
  readonly bridge: Running;
}

/** Many consoles at 2 KB/s, with a key a second in each: delay of the keys, memory of a console. */
export async function measureCrowd({ serial, ours, bare, pipe }: Peers): Promise<PartResult> {
  const many = await crowd({ vms: 500, watchers: 0, peer: serial, bridge: ours });
  const crowded = await crowd({ vms: 50, watchers: 9, peer: serial, bridge: ours });
  const least = await crowd({ vms: 500, watchers: 0, peer: bare, bridge: pipe });
  return {
    rows: [many, crowded, least],
    goals: [
      atMost("500 consoles: key, p99", many["p99 ms"], 25, "ms"),
      atMost("500 consoles: memory of each, besides the output it keeps", many["KiB each"], 60, "KiB"),
      atMost("10 viewers on each of 50: key, p99", crowded["p99 ms"], 25, "ms"),
      atMost("10 viewers on each of 50: memory of each viewer", crowded["KiB each"], 60, "KiB"),
    ],
  };
}

async function crowd({ vms, watchers, peer, bridge }: Crowd) {
  const warm = await Typist.open(await peer.open("trickle", 0), peer);
  // Code is compiled once, not for each console.
  for (let key = 0; key < warmKeys; key += 1) await warm.key();
  const before = await memoryOf(bridge);
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
  const after = await memoryOf(bridge);
  for (const typist of [...typists, warm]) typist.close();
  await pause(500);
  return {
    name: peer.name,
    consoles: vms,
    "viewers of each": watchers + 1,
    keys: times.length,
    "p50 ms": round(percentile(times, 0.5)),
    "p99 ms": round(percentile(times, 0.99)),
    ...memoryOfEach(before, after, typists.length),
  };
}

/**
 * What a console costs: all that is resident more than before, less the output that is kept for those who come later,
 * which grows to what is configured, and less the room of V8's young generation, which is the process's and has a ceiling.
 */
function memoryOfEach(before: Memory, after: Memory, consoles: number) {
  const grown = (kind: keyof Memory): number => (after[kind] - before[kind]) / consoles / 1024;
  return {
    "KiB each": Math.round(grown("resident") - grown("kept") - grown("spare")),
    "of that on the heap": Math.round(grown("heap")),
    "in buffers": Math.round(grown("buffers") - grown("kept")),
    "output kept": Math.round(grown("kept")),
    "V8's room": Math.round(grown("spare")),
    "all in all": Math.round(grown("resident")),
  };
}

interface FloodRun {
  readonly peakMiB: number;
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
  // The first flood brings the process to its size.
  await floodWith(peers.serial, { stalled: 0, mib, floodTimes });
  const calm = await floodWith(peers.serial, { stalled: 0, mib, floodTimes });
  const bad = await floodWith(peers.serial, { stalled: stalledViewers, mib, floodTimes });
  const p99 = (times: readonly number[]): number => percentile(times, 0.99);
  const row = (name: string, run: FloodRun) => ({
    name,
    "flood MiB": mib,
    "viewer got MiB": Math.round(run.viewerMiB),
    "resident at most MiB": round(run.peakMiB),
    "others' keys p99 ms": round(p99(run.keys)),
    "flood took s": round(run.times.totalMs / 1000),
    "longest wait of the hypervisor ms": round(run.times.longestWaitMs),
  });
  // What the process needs more than for the same flood without them is theirs.
  const perViewer = (bad.peakMiB - calm.peakMiB) / stalledViewers;
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
  let peak = 0;
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
  return { peakMiB: peak / 1024 / 1024, keys, times: await times, viewerMiB };
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
