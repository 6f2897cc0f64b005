/**
 * Measures the consoles beside their peers, in one run, on loopback: a bare TLS → WebSocket pipe in Node, and socat with
 * websockify where they are installed. `pnpm bench:console [--mib N] [--rounds N] [--only PART] [--json FILE]`
 */
import { writeFileSync } from "node:fs";
import { CertificateAuthority } from "@stackdeck/srpc/pki";
import { startBare, startOurs, vmAddress } from "./console-bridges.ts";
import { median, percentile, Typist, takeAll } from "./console-clients.ts";
import { measureMany, measureStalled } from "./console-crowd.ts";
import { measureIntegrity, measureTails } from "./console-integrity.ts";
import {
  cpuSeconds,
  freePort,
  type Running,
  residentBytes,
  startProgram,
  startRole,
} from "./console-processes.ts";
import { type SourceMode, startSource } from "./console-source.ts";

export interface Peer {
  readonly name: string;
  readonly pids: readonly number[];
  readonly url: (mode: SourceMode, number?: number) => string;
}

const argument = (name: string, otherwise: number): number => {
  const at = process.argv.indexOf(`--${name}`);
  return at < 0 ? otherwise : Number(process.argv[at + 1]);
};
const role = process.argv.find((text) => text.startsWith("--role="))?.slice(7);
const mib = argument("mib", 512);
const rounds = argument("rounds", 3);

async function playRole(name: string): Promise<void> {
  if (name === "source") {
    const authority = await CertificateAuthority.create("bench");
    const pair = await authority.issueServer({ name: "bench", hosts: ["127.0.0.1"] });
    const ports = await startSource(pair, mib * 1024 * 1024);
    console.log(JSON.stringify(ports));
  } else console.log(JSON.stringify({ all: await (name === "ours" ? startOurs() : startBare()) }));
}

const running: Running[] = [];

async function peers(source: Running): Promise<{ list: readonly Peer[]; ours: Peer }> {
  const ours = await startRole("ours", []);
  const bare = await startRole("bare", []);
  running.push(ours, bare);
  const at = (one: Running, kind: string) => (mode: SourceMode, number?: number) =>
    `ws://127.0.0.1:${one.ports["all"]}/api/v1/vms/${vmAddress(source.ports[mode] ?? 0, number)}/console/${kind}`;
  const pids = (one: Running): readonly number[] => [one.process.pid ?? 0];
  const mine: Peer = { name: "ours, serial", pids: pids(ours), url: at(ours, "serial") };
  const list: Peer[] = [
    mine,
    { name: "ours, VNC", pids: pids(ours), url: at(ours, "vnc") },
    { name: "bare pipe", pids: pids(bare), url: at(bare, "serial") },
  ];
  const rival = await socatAndWebsockify(source);
  if (rival !== undefined) list.push(rival);
  return { list, ours: mine };
}

/** One pair of them for each port of the source. */
async function socatAndWebsockify(source: Running): Promise<Peer | undefined> {
  const ports: Partial<Record<SourceMode, number>> = {};
  const pids: number[] = [];
  for (const mode of ["flood", "echo", "chatter"] as const) {
    const plain = await freePort();
    const target = `OPENSSL:127.0.0.1:${source.ports[mode]},verify=0,nodelay`;
    const listen = `TCP-LISTEN:${plain},bind=127.0.0.1,fork,reuseaddr,nodelay`;
    const socat = await startProgram("socat", ["-b", "65536", listen, target], plain);
    const web = await freePort();
    const websockify = await startProgram("websockify", [`127.0.0.1:${web}`, `127.0.0.1:${plain}`], web);
    if (socat === undefined || websockify === undefined) return undefined;
    running.push(socat, websockify);
    pids.push(socat.process.pid ?? 0, websockify.process.pid ?? 0);
    ports[mode] = web;
  }
  return { name: "socat + websockify", pids, url: (mode) => `ws://127.0.0.1:${ports[mode]}/` };
}

async function measureBulk(list: readonly Peer[]): Promise<object[]> {
  const results = new Map(
    list.map((peer) => [peer.name, { rates: [] as number[], cpu: [] as number[], skipped: 0 }]),
  );
  for (let round = 0; round < rounds; round += 1) {
    for (const peer of list) {
      const before = cpuSeconds(peer.pids);
      const { bytes, skipped, seconds } = await takeAll(peer.url("flood", round + 1), mib * 1024 * 1024);
      // Ended children are counted when their parent has noticed.
      await new Promise((resolve) => setTimeout(resolve, 300));
      const result = results.get(peer.name);
      result?.rates.push(bytes / seconds / 1e6);
      result?.cpu.push((cpuSeconds(peer.pids) - before) / (bytes / 1e9));
      if (result !== undefined) result.skipped = Math.max(result.skipped, skipped / (bytes + skipped));
    }
  }
  return [...results].map(([name, { rates, cpu, skipped }]) => ({
    name,
    megabytesPerSecond: Math.round(median(rates)),
    cpuSecondsPerGigabyte: Number(median(cpu).toFixed(2)),
    skippedShare: Number(skipped.toFixed(3)),
  }));
}

async function measureEcho(list: readonly Peer[]): Promise<object[]> {
  const results: object[] = [];
  for (const mode of ["echo", "chatter"] as const) {
    for (const peer of list) {
      const typist = await Typist.open(peer.url(mode));
      for (let key = 0; key < 300; key += 1) await typist.key();
      const times: number[] = [];
      for (let key = 0; key < 2000; key += 1) times.push(await typist.key());
      typist.close();
      results.push({
        name: peer.name,
        under: mode === "echo" ? "idle" : "2 MB/s",
        p50Ms: Number(percentile(times, 0.5).toFixed(3)),
        p99Ms: Number(percentile(times, 0.99).toFixed(3)),
      });
    }
  }
  return results;
}

async function main(): Promise<void> {
  const source = await startRole("source", ["--mib", String(mib)]);
  running.push(source);
  const { list, ours } = await peers(source);
  const pid = ours.pids[0] ?? 0;
  const results: Record<string, unknown> = {};
  const tell = (name: string, value: unknown): void => {
    results[name] = value;
    console.log(`\n${name}`);
    if (Array.isArray(value)) console.table(value);
    else console.log(value);
  };
  const parts: Readonly<Record<string, () => Promise<unknown>>> = {
    bulk: () => measureBulk(list),
    echo: () => measureEcho(list),
    crowd: () => measureMany(ours, () => residentBytes(pid)),
    stalled: () => measureStalled(ours, () => residentBytes(pid), mib),
    integrity: () => measureIntegrity(mib),
    tails: () => measureTails(),
  };
  const only = process.argv.indexOf("--only");
  for (const [name, measure] of Object.entries(parts))
    if (only < 0 || process.argv[only + 1] === name) tell(name, await measure());
  const at = process.argv.indexOf("--json");
  const file = process.argv[at + 1];
  if (at >= 0 && file !== undefined) writeFileSync(file, `${JSON.stringify(results, null, 2)}\n`);
}

if (role !== undefined) await playRole(role);
else {
  try {
    await main();
  } finally {
    for (const one of running) one.process.kill();
  }
  process.exit(0);
}
