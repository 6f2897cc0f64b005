import { median, percentile, Typist } from "./console-clients.ts";
import { atMost, type Goal, type PartResult, round } from "./console-goals.ts";
import type { Peer, Peers } from "./console-peers.ts";

/** Keys before the measured ones, and those: the highest hundredth of them must be many enough to be no accident. */
const warmKeys = 4000;
const keys = 4000;
/** A slow peer's, so that it does not take minutes. */
const slowKeys = 400;

interface Times {
  readonly p50: number[];
  readonly p99: number[];
}

/** From key to echo through each peer, idle and under 2 MB/s of output. */
export async function measureEcho(peers: Peers, rounds: number): Promise<PartResult> {
  const list = [peers.direct, peers.bare, peers.serial, peers.vnc, peers.rival, peers.wetty].filter(
    (peer) => peer !== undefined,
  );
  const rows: object[] = [];
  const goals: Goal[] = [];
  for (const mode of ["echo", "chatter"] as const) {
    const under = mode === "echo" ? "idle" : "under 2 MB/s";
    const results = new Map<Peer, Times>(list.map((peer) => [peer, { p50: [], p99: [] }]));
    for (let number = 0; number < rounds; number += 1)
      for (const [peer, times] of results) await type(peer, mode, times);
    for (const [{ name }, { p50, p99 }] of results)
      rows.push({ name, under, "p50 ms": round(median(p50)), "p99 ms": round(median(p99)) });
    for (const peer of [peers.serial, peers.vnc]) goals.push(...goalsOf(peers, results, peer, under));
  }
  return { rows, goals };
}

async function type(peer: Peer, mode: "echo" | "chatter", times: Times): Promise<void> {
  const typist = await Typist.open(await peer.open(mode), peer);
  const slow = peer.name === "wetty";
  for (let key = 0; key < (slow ? slowKeys : warmKeys); key += 1) await typist.key();
  const taken: number[] = [];
  for (let key = 0; key < (slow ? slowKeys : keys); key += 1) taken.push(await typist.key());
  typist.close();
  times.p50.push(percentile(taken, 0.5));
  times.p99.push(percentile(taken, 0.99));
}

function goalsOf(
  peers: Peers,
  results: ReadonlyMap<Peer, Times>,
  peer: Peer,
  under: string,
): readonly Goal[] {
  const of = (one: Peer): Times => results.get(one) ?? { p50: [], p99: [] };
  const compare = (what: "p50" | "p99", other: Peer, how: (mine: number, theirs: number) => number): number =>
    median(of(peer)[what].map((mine, number) => how(mine, of(other)[what][number] ?? 0)));
  const added = (what: "p50" | "p99"): number => compare(what, peers.direct, (mine, theirs) => mine - theirs);
  const ratio = (what: "p50" | "p99"): number => compare(what, peers.bare, (mine, theirs) => mine / theirs);
  return [
    atMost(`${peer.name}, ${under}: added to a key, p50`, added("p50"), 0.3, "ms"),
    atMost(`${peer.name}, ${under}: added to a key, p99`, added("p99"), 1, "ms"),
    atMost(`${peer.name}, ${under}: p50 ÷ bare pipe`, ratio("p50"), 1.5),
    atMost(`${peer.name}, ${under}: p99 ÷ bare pipe`, ratio("p99"), 1.5),
  ];
}
