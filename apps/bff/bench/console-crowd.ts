import { WebSocket } from "ws";
import type { Peer } from "./console.ts";
import { percentile, Typist } from "./console-clients.ts";

/** 500 consoles at 2 KB/s with a key a second each: delay of the keys, memory of a console. */
export async function measureMany(peer: Peer, resident: () => number, consoles = 500): Promise<object> {
  const warm = await Typist.open(peer.url("trickle", 0));
  await warm.key();
  const before = resident();
  const typists: Typist[] = [];
  for (let number = 0; number < consoles; number += 1)
    typists.push(await Typist.open(peer.url("trickle", number)));
  const times: number[] = [];
  const until = performance.now() + 10_000;
  while (performance.now() < until) {
    const second = performance.now() + 1000;
    const keys = typists.map(async (typist, index) => {
      await new Promise((resolve) => setTimeout(resolve, (index * 900) / consoles));
      times.push(await typist.key());
    });
    await Promise.all(keys);
    await new Promise((resolve) => setTimeout(resolve, Math.max(0, second - performance.now())));
  }
  const after = resident();
  for (const typist of [...typists, warm]) typist.close();
  return {
    consoles,
    keys: times.length,
    p50Ms: Number(percentile(times, 0.5).toFixed(2)),
    p99Ms: Number(percentile(times, 0.99).toFixed(2)),
    kibibytesEach: Math.round((after - before) / consoles / 1024),
  };
}

/** Viewers that do not read during a flood: what each costs, while another one gets everything it can take. */
export async function measureStalled(
  peer: Peer,
  resident: () => number,
  mib: number,
  viewers = 10,
): Promise<object> {
  const url = peer.url("flood", 77);
  const stalled = Array.from({ length: viewers }, () => {
    const socket = new WebSocket(url, { perMessageDeflate: false });
    socket.on("open", () => socket.pause());
    socket.on("error", () => socket.terminate());
    return socket;
  });
  await new Promise((resolve) => setTimeout(resolve, 100));
  const before = resident();
  let peak = before;
  let bytes = 0;
  const live = new WebSocket(url, { perMessageDeflate: false });
  const finished = new Promise<void>((resolve) => {
    let last = performance.now();
    live.on("message", (data: Buffer) => {
      bytes += data.length;
      last = performance.now();
    });
    const look = setInterval(() => {
      peak = Math.max(peak, resident());
      if (performance.now() - last < 1500) return;
      clearInterval(look);
      resolve();
    }, 50);
  });
  await finished;
  for (const socket of [...stalled, live]) socket.terminate();
  return {
    stalledViewers: viewers,
    floodMiB: mib,
    liveViewerGotMiB: Math.round(bytes / 1024 / 1024),
    growthMiBInAll: Math.round((peak - before) / 1024 / 1024),
    growthMiBPerStalledViewer: Number(((peak - before) / 1024 / 1024 / viewers).toFixed(2)),
  };
}
