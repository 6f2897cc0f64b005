/** `pnpm bench:gob [--json FILE] [--ms N]`: gob beside JSON and beside Go's encoding/gob, on the same values. */
import { join, resolve } from "node:path";
import { GobDecoder } from "../src/gob/decoder.ts";
import { GobEncoder } from "../src/gob/encoder.ts";
import type { ValueForm, WireType } from "../src/wire-type.ts";
import { TypeCatalogue } from "../tools/vectors/type-catalogue.ts";
import { updates } from "./fleet.ts";
import { type GoTimes, measureGo } from "./go-side.ts";
import { fastest, writeJson } from "./measure.ts";

const args = process.argv.slice(2);
const spanMs = Number(args[args.indexOf("--ms") + 1] ?? 0) || 1500;
const testdata = resolve("packages/srpc/testdata");
const type = TypeCatalogue.fromFolders([testdata, join(testdata, "vectors")]).named("hypervisor.Update");

const shapes = [
  { name: "1 × 10,000 VMs", messages: 1, vms: 10_000 },
  { name: "100 × 100 VMs", messages: 100, vms: 100 },
  { name: "1,000 × 1 VM", messages: 1000, vms: 1 },
];

function decodeAll(stream: Buffer, wireType: WireType, form: ValueForm): unknown[] {
  const decoder = new GobDecoder({ form });
  decoder.push(stream);
  const values: unknown[] = [];
  for (let message = decoder.next(wireType); message; message = decoder.next(wireType))
    values.push(message.value);
  return values;
}

function encodeAll(values: readonly unknown[], form: ValueForm): Buffer[] {
  const encoder = new GobEncoder({ form });
  return values.map((value) => encoder.encode(type, value));
}

interface Row {
  readonly name: string;
  readonly messages: number;
  readonly vms: number;
  readonly bytes: number;
  readonly milliseconds: Record<string, number>;
}

function measure(shape: (typeof shapes)[number], stream: Buffer): Row {
  const plain = decodeAll(stream, type, "plain");
  const exact = decodeAll(stream, type, "exact");
  const texts = plain.map((value) => JSON.stringify(value));
  const names = [
    "decode",
    "decode (exact form)",
    "JSON.parse",
    "encode",
    "encode (exact form)",
    "JSON.stringify",
  ];
  const times = fastest(spanMs, [
    () => decodeAll(stream, type, "plain"),
    () => decodeAll(stream, type, "exact"),
    () => texts.map((text) => JSON.parse(text)),
    () => encodeAll(plain, "plain"),
    () => encodeAll(exact, "exact"),
    () => plain.map((value) => JSON.stringify(value)),
  ]);
  return {
    name: shape.name,
    messages: shape.messages,
    vms: shape.messages * shape.vms,
    bytes: stream.length,
    milliseconds: Object.fromEntries(names.map((name, index) => [name, times[index] as number])),
  };
}

function show(row: Row, go: GoTimes | undefined): Record<string, unknown> {
  const times: Record<string, number> = { ...row.milliseconds };
  if (go) Object.assign(times, { "Go decode": go.decodeMs, "Go encode": go.encodeMs });
  console.log(`\n${row.name} (${row.bytes} bytes)`);
  const speeds: Record<string, unknown> = {};
  for (const [name, ms] of Object.entries(times)) {
    const speed = {
      milliseconds: ms,
      messagesPerSecond: (row.messages / ms) * 1000,
      vmsPerSecond: (row.vms / ms) * 1000,
      // JSON's content is longer; its rate is given in bytes of the gob stream, so that rates compare.
      megabytesPerSecond: row.bytes / ms / 1000,
    };
    speeds[name] = speed;
    const columns = [
      name.padEnd(20),
      `${ms.toFixed(2).padStart(9)} ms`,
      `${Math.round(speed.messagesPerSecond).toLocaleString("en").padStart(10)} messages/s`,
      `${Math.round(speed.vmsPerSecond).toLocaleString("en").padStart(10)} VMs/s`,
      `${speed.megabytesPerSecond.toFixed(1).padStart(7)} MB/s`,
    ];
    console.log(`  ${columns.join("  ")}`);
  }
  const ratio = (a: string, b: string): number | undefined =>
    times[a] && times[b] ? Number((times[b] / times[a]).toFixed(2)) : undefined;
  const ratios = {
    "decode / Go": ratio("decode", "Go decode"),
    "decode / JSON.parse": ratio("decode", "JSON.parse"),
    "decode (exact) / Go": ratio("decode (exact form)", "Go decode"),
    "encode / Go": ratio("encode", "Go encode"),
    "encode / JSON.stringify": ratio("encode", "JSON.stringify"),
    "encode (exact) / Go": ratio("encode (exact form)", "Go encode"),
  };
  console.log(
    `  ratios: ${Object.entries(ratios)
      .flatMap(([name, n]) => (n ? [`${name} ${n}`] : []))
      .join(", ")}`,
  );
  return { ...row, speeds, ratios };
}

const streams = shapes.map((shape) => Buffer.concat(encodeAll(updates(shape.messages, shape.vms), "plain")));
const rows = shapes.map((shape, index) => measure(shape, streams[index] as Buffer));
const go = measureGo(streams, spanMs);
if (go) console.log(`beside ${go[0]?.go}, node ${process.version}`);
const shown = rows.map((row, index) => show(row, go?.[index]));
writeJson(args, { node: process.version, go: go?.[0]?.go, shapes: shown });
