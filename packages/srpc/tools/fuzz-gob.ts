/**
 * `pnpm fuzz:gob [--seed N] [--runs N] [--seconds N]`: changes valid streams at random and decodes what comes out.
 * Whatever the bytes: a value or a `GobError`, within limits of time and memory. Ends with a summary.
 */
import { readdirSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { GobDecoder } from "../src/gob/decoder.ts";
import { GobEncoder } from "../src/gob/encoder.ts";
import { GobError } from "../src/gob/errors.ts";
import { defaultGobLimits } from "../src/gob/limits.ts";
import { decodeJson } from "../src/json/json-decoder.ts";
import type { WireType } from "../src/wire-type.ts";
import { TypeCatalogue } from "./vectors/type-catalogue.ts";
import type { Vector } from "./vectors/vector.ts";

interface Sample {
  readonly name: string;
  readonly type: WireType;
  readonly stream: Buffer;
  readonly json: string | undefined;
}

const maxCaseMs = 2000;
const maxMemory = 1024 * 2 ** 20;
const limits = { ...defaultGobLimits, maxDecodedBytes: 64 * 2 ** 20 };

function option(name: string, otherwise: number): number {
  const at = process.argv.indexOf(`--${name}`);
  return at < 0 ? otherwise : Number(process.argv[at + 1]);
}

/** Valid streams to begin with: the vectors. */
function loadSamples(): Sample[] {
  const testdata = resolve("packages/srpc/testdata");
  const folder = join(testdata, "vectors");
  const types = TypeCatalogue.fromFolders([folder, testdata]);
  return readdirSync(folder)
    .filter((file) => !/^(?:test-types|json-decode|invalid.*)\.json$/.test(file))
    .flatMap((file) => JSON.parse(readFileSync(join(folder, file), "utf8")) as Vector[])
    .flatMap((vector): Sample[] => {
      const first = vector.stream?.[0] ?? vector;
      const type = first.typeDesc ? types.described(first.typeDesc) : types.named(first.type as string);
      const chunks = (vector.stream ?? [vector]).flatMap((message) => message.gob);
      const stream = Buffer.from(chunks.join(""), "hex");
      return [{ name: vector.name, type, stream, json: first.json ?? undefined }];
    });
}

/** Numbers from 0 to n-1, the same for the same seed. */
function randomNumbers(seed: number): (n: number) => number {
  let state = seed | 1;
  return (n) => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return (state >>> 0) % n;
  };
}

const oddBytes = [0, 1, 2, 0x7f, 0x80, 0xf7, 0xf8, 0xfc, 0xfe, 0xff];

/** A few changes: bytes set, flipped, taken out, doubled, exchanged with those of another stream. */
function mutate(bytes: Buffer, other: Buffer, random: (n: number) => number): Buffer {
  let result = Buffer.from(bytes);
  for (let change = random(4) + 1; change > 0 && result.length > 0; change--) {
    const at = random(result.length);
    const length = Math.min(random(12) + 1, result.length - at);
    const piece = other.subarray(random(other.length), random(other.length));
    switch (random(6)) {
      case 0:
        result[at] = random(256);
        break;
      case 1:
        result[at] = oddBytes[random(oddBytes.length)] as number;
        break;
      case 2:
        result[at] = (result[at] as number) ^ (1 << random(8));
        break;
      case 3:
        result = Buffer.concat([result.subarray(0, at), result.subarray(at + length)]);
        break;
      case 4:
        result = Buffer.concat([result.subarray(0, at + length), result.subarray(at)]);
        break;
      default:
        result = Buffer.concat([result.subarray(0, at), piece.subarray(0, 64), result.subarray(at)]);
    }
  }
  return result;
}

type Outcome = "decoded" | "refused" | "incomplete";

/** Decodes all messages; every value that comes out must be encodable again. */
function decode(sample: Sample, stream: Buffer, form: "plain" | "exact", step: number): Outcome {
  const decoder = new GobDecoder({ form, limits });
  let outcome: Outcome = "incomplete";
  try {
    for (let at = 0; at < stream.length; at += step) {
      decoder.push(stream.subarray(at, at + step));
      for (let got = decoder.next(sample.type); got; got = decoder.next(sample.type)) {
        outcome = "decoded";
        if (step > 1) new GobEncoder({ form }).encode(sample.type, got.value);
      }
    }
    decoder.end();
    decoder.skip();
  } catch (error) {
    if (!(error instanceof GobError)) throw error;
    return "refused";
  }
  return outcome;
}

function decodeText(sample: Sample, other: Sample, random: (n: number) => number): void {
  if (sample.json === undefined) return;
  const text = mutate(Buffer.from(sample.json), Buffer.from(other.json ?? "{}"), random).toString("utf8");
  try {
    decodeJson(sample.type, text, random(2) === 0 ? "plain" : "exact");
  } catch (error) {
    if (!(error instanceof GobError)) throw error;
  }
}

function main(): void {
  const seed = option("seed", 1);
  const runs = option("runs", 100_000);
  const until = performance.now() + option("seconds", 60) * 1000;
  const random = randomNumbers(seed);
  const samples = loadSamples();
  const count: Record<Outcome, number> = { decoded: 0, refused: 0, incomplete: 0 };
  const failures: string[] = [];
  const before = process.memoryUsage().rss;
  let done = 0;
  let slowest = 0;
  for (; done < runs && performance.now() < until && failures.length < 10; done++) {
    const sample = samples[random(samples.length)] as Sample;
    const other = samples[random(samples.length)] as Sample;
    const stream = mutate(sample.stream, other.stream, random);
    const started = performance.now();
    try {
      const whole = decode(sample, stream, "exact", stream.length || 1);
      count[whole]++;
      if (done % 4 === 0) decode(sample, stream, "plain", stream.length || 1);
      if (done % 16 === 0 && decode(sample, stream, "exact", 1) !== whole)
        throw new Error("differs byte by byte");
      if (done % 4 === 1) decodeText(sample, other, random);
    } catch (error) {
      failures.push(
        `run ${done} (${sample.name}): ${(error as Error).stack}\n  ${stream.toString("hex").slice(0, 4000)}`,
      );
    }
    const took = performance.now() - started;
    slowest = Math.max(slowest, took);
    if (took > maxCaseMs) failures.push(`run ${done} (${sample.name}) took ${Math.round(took)} ms`);
  }
  const grown = process.memoryUsage().rss - before;
  if (grown > maxMemory) failures.push(`memory grew by ${Math.round(grown / 2 ** 20)} MiB`);
  for (const failure of failures) console.log(`FAILED ${failure}`);
  console.log(
    `seed ${seed}: ${count.decoded} decoded, ${count.refused} refused, ${count.incomplete} incomplete`,
  );
  console.log(`slowest ${slowest.toFixed(1)} ms, memory ${Math.round(grown / 2 ** 20)} MiB more`);
  console.log(`${done - failures.length} passed, ${failures.length} failed`);
  process.exitCode = failures.length === 0 ? 0 : 1;
}

main();
