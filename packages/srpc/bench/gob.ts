/** `pnpm bench:gob [--json FILE] [--ms N]`: gob beside JSON and beside Go's encoding/gob, on the same values. */
import { writeFileSync } from "node:fs";
import { GoSide } from "./go-side.ts";
import { type LargeMessageTimes, measureLargeMessage, serveLargeMessage } from "./large-message.ts";
import { fastest, inOwnProcess, type Shape, shapes, streamOf, works } from "./works.ts";

const args = process.argv.slice(2);

function option(name: string): string | undefined {
  const at = args.indexOf(name);
  return at < 0 ? undefined : args[at + 1];
}

type Times = Record<string, number>;

const rounds = 6;
/** How long a large message may keep everything else waiting at a time. */
const longestBlockMs = 15;

/** As the server is started: they decide how long a collection of young objects takes. */
const serverFlags = process.env["SERVER_NODE_FLAGS"]?.split(" ") ?? [];

const ratios: readonly (readonly [work: string, beside: string, goals: readonly number[]])[] = [
  ["decode", "Go decode", [1, 1, 0.6]],
  ["decode (exact form)", "Go decode", [1, 1, 0.6]],
  ["decode", "JSON.parse", [0.7, 0.7, 0.7]],
  ["encode", "Go encode", [0.5, 0.5, 0.5]],
  ["encode (exact form)", "Go encode", [0.5, 0.5, 0.5]],
  ["encode", "JSON.stringify", []],
];

function line(name: string, ms: number, shape: Shape, bytes: number): string {
  const perSecond = (n: number): string =>
    Math.round((n / ms) * 1000)
      .toLocaleString("en")
      .padStart(10);
  return [
    `  ${name.padEnd(20)}`,
    `${ms.toFixed(2).padStart(9)} ms`,
    `${perSecond(shape.messages)} messages/s`,
    `${perSecond(shape.messages * shape.vms)} VMs/s`,
    // JSON texts are longer: rates are in bytes of the gob stream, so that they compare.
    `${(bytes / ms / 1000).toFixed(1).padStart(7)} MB/s`,
  ].join("  ");
}

function show(index: number, bytes: number, times: Times): object {
  const shape = shapes[index] as Shape;
  console.log(`\n${shape.name} (${bytes} bytes)`);
  for (const [name, ms] of Object.entries(times)) console.log(line(name, ms, shape, bytes));
  const results: Record<string, { ratio: number; goal: number | undefined }> = {};
  for (const [work, beside, goals] of ratios) {
    const [mine, theirs] = [times[work], times[beside]];
    if (mine === undefined || theirs === undefined) continue;
    const [ratio, goal] = [theirs / mine, goals[index]];
    results[`${work} : ${beside}`] = { ratio, goal };
    const verdict = goal === undefined ? "" : ` (goal ${goal}: ${ratio >= goal ? "met" : "not met"})`;
    console.log(`  ${work} is ${ratio.toFixed(2)} × as fast as ${beside}${verdict}`);
  }
  return { ...shape, bytes, milliseconds: times, ratios: results };
}

/** Shortest times of several rounds: what else runs on the machine then disturbs all of them alike. */
function measure(index: number, go: GoSide | undefined): { times: Times; version: string | undefined } {
  const spanMs = Number(option("--ms") ?? 300);
  const times: Times = {};
  const note = (name: string, ms: number): void => {
    times[name] = Math.min(times[name] ?? Number.POSITIVE_INFINITY, ms);
  };
  let version: string | undefined;
  for (let round = 0; round < rounds; round++) {
    for (const work of works) note(work, inOwnProcess<number>([String(index), work, String(spanMs)]));
    const goTimes = go?.measure(index, spanMs);
    if (!goTimes) continue;
    note("Go decode", goTimes.decodeMs);
    note("Go encode", goTimes.encodeMs);
    version = goTimes.go;
  }
  return { times, version };
}

function main(): void {
  const streams = shapes.map(streamOf);
  const go = GoSide.build(streams);
  const measured = shapes.map((_, index) => measure(index, go));
  go?.close();
  const results = measured.map(({ times }, index) => show(index, (streams[index] as Buffer).length, times));
  const large = inOwnProcess<LargeMessageTimes>(["large"], serverFlags);
  const verdict = large.longestMs <= longestBlockMs ? "met" : "not met";
  console.log(
    `\n1 × 100,000 VMs over TLS to our client (${large.bytes} bytes): ${Math.round(large.totalMs)} ms,`,
  );
  console.log(`  blocks the event loop for at most ${large.longestMs.toFixed(1)} ms of ${large.of}`);
  console.log(`  (goal ${longestBlockMs}: ${verdict}), 99 % below ${large.p99Ms.toFixed(1)} ms`);
  const versions = { node: process.version, go: measured[0]?.version };
  console.log(`\nnode ${versions.node}${versions.go ? `, ${versions.go}` : ", without Go"}`);
  const file = option("--json");
  if (file !== undefined) {
    writeFileSync(file, `${JSON.stringify({ ...versions, shapes: results, large }, null, 2)}\n`);
  }
}

async function one([shape, work, spanMs]: readonly string[]): Promise<void> {
  if (shape === "serve") return await serveLargeMessage();
  const result =
    shape === "large"
      ? await measureLargeMessage()
      : fastest(shapes[Number(shape)] as Shape, work as string, Number(spanMs));
  console.log(JSON.stringify(result));
}

if (args[0] === "--one") await one(args.slice(1));
else main();
