import { createHash } from "node:crypto";
import { atMost, type PartResult } from "./console-goals.ts";
import type { Line } from "./console-line.ts";
import type { Peer, Peers } from "./console-peers.ts";
import { noise, rfbHello } from "./console-source.ts";

const digestBytes = 32;

/** Noise both ways at once through the VNC bridge: hashes must agree. */
export async function measureIntegrity(peers: Peers, mib: number): Promise<PartResult> {
  const total = mib * 1024 * 1024;
  const start = performance.now();
  const wrong = (await hashesDiffer(await peers.vnc.open("hash"), total)) ? 1 : 0;
  const seconds = (performance.now() - start) / 1000;
  return {
    rows: [{ "MiB each way": mib, differs: wrong, "MB/s in all": Math.round((2 * total) / seconds / 1e6) }],
    goals: [atMost(`SHA-256 over ${mib} MiB both ways differs`, wrong, 0)],
  };
}

async function hashesDiffer(line: Line, total: number): Promise<boolean> {
  const [up, downSeen, down] = ["up", "seen", "down"].map(() => createHash("sha256"));
  const tail: Buffer[] = [];
  let left = total;
  const arrived = new Promise<void>((resolve) => {
    line.onBytes((bytes) => {
      const part = bytes.subarray(0, left);
      left -= part.length;
      downSeen?.update(part);
      if (part.length < bytes.length) tail.push(bytes.subarray(part.length));
    });
    line.onClose(resolve);
  });
  line.send(rfbHello);
  for (const piece of noise(2, total)) {
    up?.update(piece);
    await line.sent(piece);
  }
  await arrived;
  for (const piece of noise(1, total)) down?.update(piece);
  const theirs = Buffer.concat(tail);
  const upArrived = theirs.length === digestBytes && up?.digest().equals(theirs) === true;
  return !upArrived || left > 0 || downSeen?.digest("hex") !== down?.digest("hex");
}

/** Output and a close right behind it: how often the tail was lost. */
export async function measureTails(peers: Peers, closes: number): Promise<PartResult> {
  const rows: object[] = [];
  let lostInAll = 0;
  for (const peer of [peers.vnc, peers.serial]) {
    let lost = 0;
    // A few at a time, so that ends meet beginnings of others.
    const next = { number: 0 };
    const worker = async (): Promise<void> => {
      while (next.number < closes / 2) lost += (await tailArrives(peer, next.number++)) ? 0 : 1;
    };
    await Promise.all([worker(), worker(), worker(), worker()]);
    rows.push({ name: peer.name, closes: closes / 2, lost });
    lostInAll += lost;
  }
  return { rows, goals: [atMost(`lost tails of ${closes} closes`, lostInAll, 0)] };
}

/** The output begins with its length. A serial console says where the hypervisor has closed; a screen closes itself. */
async function tailArrives(peer: Peer, number: number): Promise<boolean> {
  const line = await peer.open("tail", number);
  const pieces: Buffer[] = [];
  await new Promise<void>((resolve) => {
    line.onBytes((bytes) => pieces.push(bytes));
    line.onText((text) => {
      if (text.includes('"kind":"detached"')) resolve();
    });
    line.onClose(resolve);
  });
  line.close();
  const all = Buffer.concat(pieces);
  return all.length > 8 && all.length === 8 + all.readUInt32BE(4);
}
