/** What is measured, each in a process of its own: what one leaves in memory must not slow down the next. */
import { execFileSync } from "node:child_process";
import { GobDecoder } from "../src/gob/decoder.ts";
import { GobEncoder } from "../src/gob/encoder.ts";
import type { ValueForm } from "../src/wire-type.ts";
import { updates } from "./fleet.ts";
import { updateType as type } from "./update-type.ts";

export interface Shape {
  readonly name: string;
  readonly messages: number;
  readonly vms: number;
}

export const shapes: readonly Shape[] = [
  { name: "1 × 10,000 VMs", messages: 1, vms: 10_000 },
  { name: "100 × 100 VMs", messages: 100, vms: 100 },
  { name: "1,000 × 1 VM", messages: 1000, vms: 1 },
];

export const works = [
  "decode",
  "decode (exact form)",
  "JSON.parse",
  "encode",
  "encode (exact form)",
  "JSON.stringify",
] as const;

export function encodeAll(values: readonly unknown[], form: ValueForm): Buffer[] {
  const encoder = new GobEncoder({ form });
  return values.map((value) => encoder.encode(type, value));
}

export function streamOf(shape: Shape): Buffer {
  return Buffer.concat(encodeAll(updates(shape.messages, shape.vms), "plain"));
}

function decodeAll(stream: Buffer, form: ValueForm): unknown[] {
  const decoder = new GobDecoder({ form });
  decoder.push(stream);
  const values: unknown[] = [];
  for (let message = decoder.next(type); message; message = decoder.next(type)) values.push(message.value);
  return values;
}

function prepare(work: string, shape: Shape): () => unknown {
  const stream = streamOf(shape);
  const form = work.includes("exact") ? "exact" : "plain";
  if (work.startsWith("decode")) return () => decodeAll(stream, form);
  const values = decodeAll(stream, form);
  if (work.startsWith("encode")) return () => encodeAll(values, form);
  if (work === "JSON.stringify") return () => values.map((value) => JSON.stringify(value));
  const texts = values.map((value) => JSON.stringify(value));
  values.length = 0;
  return () => texts.map((text) => JSON.parse(text));
}

/** Runs one work for so long; its shortest time in milliseconds. */
export function fastest(shape: Shape, work: string, spanMs: number): number {
  const run = prepare(work, shape);
  for (let i = 0; i < 3; i++) run();
  let best = Number.POSITIVE_INFINITY;
  for (const until = performance.now() + spanMs; performance.now() < until; ) {
    const start = performance.now();
    run();
    best = Math.min(best, performance.now() - start);
  }
  return best;
}

/** Starts this program again for one work, with flags of Node, and returns what it writes. */
export function inOwnProcess<T>(args: readonly string[], flags: readonly string[] = []): T {
  const output = execFileSync(process.execPath, [...flags, process.argv[1] as string, "--one", ...args], {
    encoding: "utf8",
    stdio: ["ignore", "pipe", "inherit"],
  });
  return JSON.parse(output) as T;
}
