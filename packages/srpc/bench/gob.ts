/** `pnpm bench:gob [--json FILE] [--ms N]`: gob beside JSON and beside Go's encoding/gob, on the same values. */
import { writeFileSync } from "node:fs";
import { type GoTimes, measureGo } from "./go-side.ts";
import {
  fastest,
  inOwnProcess,
  measureSliced,
  type Shape,
  type SlicedTimes,
  shapes,
  streamOf,
  works,
} from "./works.ts";

const args = process.argv.slice(2);

function option(name: string): string | undefined {
  const at = args.indexOf(name);
  return at < 0 ? undefined : args[at + 1];
}

type Times = Record<string, number>;

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

function main(): void {
  const spanMs = Number(option("--ms") ?? 1500);
  const streams = shapes.map(streamOf);
  const go = measureGo(streams, spanMs);
  const results = shapes.map((_, index) => {
    const times: Times = {};
    for (const work of works) times[work] = inOwnProcess<number>([String(index), work, String(spanMs)]);
    const goTimes: GoTimes | undefined = go?.[index];
    if (goTimes) Object.assign(times, { "Go decode": goTimes.decodeMs, "Go encode": goTimes.encodeMs });
    return show(index, (streams[index] as Buffer).length, times);
  });
  const sliced = inOwnProcess<SlicedTimes>(["sliced"]);
  console.log(`\n1 × 100,000 VMs in slices (${sliced.bytes} bytes): ${Math.round(sliced.totalMs)} ms,`);
  console.log(`  longest block ${sliced.longestMs.toFixed(1)} ms, median ${sliced.medianMs.toFixed(1)} ms`);
  const versions = { node: process.version, go: go?.[0]?.go };
  console.log(`\nnode ${versions.node}${versions.go ? `, ${versions.go}` : ", without Go"}`);
  const file = option("--json");
  if (file !== undefined) {
    writeFileSync(file, `${JSON.stringify({ ...versions, shapes: results, sliced }, null, 2)}\n`);
  }
}

async function one([shape, work, spanMs]: readonly string[]): Promise<void> {
  const result =
    shape === "sliced"
      ? await measureSliced()
      : fastest(shapes[Number(shape)] as Shape, work as string, Number(spanMs));
  console.log(JSON.stringify(result));
}

if (args[0] === "--one") await one(args.slice(1));
else main();
