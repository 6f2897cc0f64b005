import { median, pause, takeAll } from "./console-clients.ts";
import { atLeast, atMost, type Goal, type PartResult, round } from "./console-goals.ts";
import type { Peer, Peers } from "./console-peers.ts";
import { cpuSeconds } from "./console-processes.ts";

interface Measured {
  readonly rates: number[];
  readonly cpu: number[];
  skipped: number;
}

/** How much of a flood is taken from one that is very slow, in MiB. */
const slowMib = 96;

/** A flood through each peer in turn: MB/s, seconds of processor time for each GB. */
export async function measureBulk(peers: Peers, mib: number, rounds: number): Promise<PartResult> {
  const list = [peers.serial, peers.vnc, peers.bare, peers.rival, peers.wetty].filter(
    (peer) => peer !== undefined,
  );
  const results = new Map<Peer, Measured>(list.map((peer) => [peer, { rates: [], cpu: [], skipped: 0 }]));
  // The first round warms everybody up and is not counted.
  for (let round = 0; round <= rounds; round += 1)
    for (const [peer, result] of results) await flood(peer, result, { mib, round });
  const rows = [...results].map(([{ name }, { rates, cpu, skipped }]) => ({
    name,
    "MB/s": Math.round(median(rates)),
    "CPU s/GB": round(median(cpu)),
    "MB/s in each round": rates.map(Math.round).join(" "),
    skipped: round(skipped),
  }));
  return { rows, goals: goalsOf(peers, results) };
}

async function flood(
  peer: Peer,
  result: Measured,
  { mib, round: number }: { readonly mib: number; readonly round: number },
): Promise<void> {
  const wanted = (peer.name === "wetty" ? Math.min(mib, slowMib) : mib) * 1024 * 1024;
  const before = cpuSeconds(peer.pids);
  const { bytes, skipped, seconds } = await takeAll(await peer.open("flood", number + 1), wanted);
  // Ended children are counted when their parent has noticed.
  await pause(300);
  if (number === 0) return;
  result.rates.push(bytes / seconds / 1e6);
  // What a slow client skips was handled all the same.
  result.cpu.push((cpuSeconds(peer.pids) - before) / ((bytes + skipped) / 1e9));
  result.skipped = Math.max(result.skipped, skipped / (bytes + skipped));
}

function goalsOf({ serial, vnc, rival, wetty }: Peers, results: ReadonlyMap<Peer, Measured>): Goal[] {
  const goals: Goal[] = [];
  /** Of each round by itself: what else the machine does is the same for both then. */
  const ratio = (peer: Peer, other: Peer, what: "rates" | "cpu"): number => {
    const theirs = results.get(other)?.[what] ?? [];
    return median((results.get(peer)?.[what] ?? []).map((value, round) => value / (theirs[round] ?? 1)));
  };
  for (const peer of [serial, vnc]) {
    if (rival !== undefined) {
      goals.push(atLeast(`${peer.name}: MB/s ÷ socat + websockify`, ratio(peer, rival, "rates"), 0.9));
      goals.push(atMost(`${peer.name}: CPU per GB ÷ socat + websockify`, ratio(peer, rival, "cpu"), 1.2));
    }
    if (wetty !== undefined)
      goals.push(atLeast(`${peer.name}: MB/s ÷ wetty`, ratio(peer, wetty, "rates"), 5));
  }
  return goals;
}
