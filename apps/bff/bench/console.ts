/**
 * Measures the consoles beside their peers, in one run, on loopback: a bare TLS → WebSocket pipe in Node, socat with
 * websockify from the system's packages, wetty from npm, and no bridge at all; then in Chromium on the built product.
 * Prints each goal and whether it is met. Ratios count, of the rounds' medians: other work on the machine is in both.
 *
 * `pnpm bench:console [--mib N] [--rounds N] [--closes N] [--only PART[,PART]] [--json FILE] [--quick]`
 */

import { once } from "node:events";
import { writeFileSync } from "node:fs";
import { CertificateAuthority } from "@stackdeck/srpc/pki";
import { startBare, startOurs } from "./console-bridges.ts";
import { measureBrowser } from "./console-browser.ts";
import { measureBulk } from "./console-bulk.ts";
import { measureCrowd, measureStalled } from "./console-crowd.ts";
import { measureEcho } from "./console-echo.ts";
import { type Goal, met, type PartResult, printGoals } from "./console-goals.ts";
import { measureIntegrity, measureTails } from "./console-integrity.ts";
import { startPeers } from "./console-peers.ts";
import { answerMemoryQuestions, type Running, startRole } from "./console-processes.ts";
import { type FloodTimes, startSource } from "./console-source.ts";

const option = (name: string): string | undefined => {
  const at = process.argv.indexOf(`--${name}`);
  return at < 0 ? undefined : process.argv[at + 1];
};
const quick = process.argv.includes("--quick");
const role = process.argv.find((text) => text.startsWith("--role="))?.slice(7);
const mib = Number(option("mib") ?? (quick ? 128 : 1024));
/** A round of the bulk part for each peer takes this much: five peers and three rounds of it. */
const bulkMib = Math.min(mib, 512);
const rounds = Number(option("rounds") ?? (quick ? 1 : 3));
const closes = Number(option("closes") ?? (quick ? 100 : 1000));

async function playSource(): Promise<void> {
  const authority = await CertificateAuthority.create("bench");
  const pair = await authority.issueServer({ name: "bench", hosts: ["127.0.0.1"] });
  const sizes = { floodBytes: Number(option("flood")) * 1024 * 1024, hashBytes: mib * 1024 * 1024 };
  const ports = await startSource({ ...pair, ...sizes }, (times) => void process.send?.(times));
  console.log(JSON.stringify(ports));
}

async function playRole(name: string): Promise<void> {
  if (name === "source") await playSource();
  else {
    const bridge = await (name === "ours" ? startOurs() : startBare());
    answerMemoryQuestions(() => bridge.kept());
    console.log(JSON.stringify({ all: bridge.port }));
  }
}

const running: Running[] = [];

async function startSourceOf(floodMib: number): Promise<Running> {
  const source = await startRole("source", ["--mib", String(mib), "--flood", String(floodMib)]);
  running.push(source);
  return source;
}

/** One run of everything around a source; other floods are other sources. */
async function withPeers<T>(
  floodMib: number,
  measure: (peers: Awaited<ReturnType<typeof startPeers>>, source: Running) => Promise<T>,
): Promise<T> {
  const source = await startSourceOf(floodMib);
  return measure(await startPeers(source, running), source);
}

const floodTimesOf = (source: Running) => async (): Promise<FloodTimes> => {
  const [times] = (await once(source.process, "message")) as [FloodTimes];
  return times;
};

const parts: Readonly<Record<string, () => Promise<PartResult>>> = {
  bulk: () => withPeers(bulkMib, (peers) => measureBulk(peers, bulkMib, rounds)),
  echo: () => withPeers(bulkMib, (peers) => measureEcho(peers, rounds)),
  crowd: () => withPeers(bulkMib, (peers) => measureCrowd(peers)),
  stalled: () => withPeers(mib, (peers, source) => measureStalled(peers, mib, floodTimesOf(source))),
  integrity: () => withPeers(bulkMib, (peers) => measureIntegrity(peers, mib)),
  tails: () => withPeers(bulkMib, (peers) => measureTails(peers, closes)),
  browser: () => measureBrowser(quick),
};

function stopAll(): void {
  for (const one of running.splice(0)) one.process.kill();
}

async function main(): Promise<void> {
  const only = option("only")?.split(",");
  const results: Record<string, PartResult> = {};
  const goals: Goal[] = [];
  for (const [name, measure] of Object.entries(parts)) {
    if (only !== undefined && !only.includes(name)) continue;
    console.log(`\n${name}`);
    const result = await measure();
    stopAll();
    results[name] = result;
    goals.push(...result.goals);
    console.table(result.rows);
    printGoals(result.goals);
  }
  const missed = goals.filter((goal) => !met(goal));
  console.log(`\n${goals.length - missed.length} of ${goals.length} goals are met.`);
  for (const { name } of missed) console.log(`  not met: ${name}`);
  const file = option("json");
  if (file !== undefined) writeFileSync(file, `${JSON.stringify(results, null, 2)}\n`);
}

if (role !== undefined) await playRole(role);
else {
  for (const signal of ["SIGINT", "SIGTERM"] as const)
    process.once(signal, () => {
      stopAll();
      process.exit(1);
    });
  try {
    await main();
  } finally {
    stopAll();
  }
  process.exit(0);
}
