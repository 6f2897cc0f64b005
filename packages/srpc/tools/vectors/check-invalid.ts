/** Checks of input that is broken, hostile or odd. */
import { GobDecoder } from "../../src/gob/decoder.ts";
import { GobError } from "../../src/gob/errors.ts";
import { decodeJson } from "../../src/json/json-decoder.ts";
import type { TypeCatalogue } from "./type-catalogue.ts";
import { bytesOf, type DecodeVector, expectEqual, typeOf, type Vector, VectorFailure } from "./vector.ts";
import { toVectorValue } from "./vector-values.ts";

/** A vector may take so long, in milliseconds, and so much memory, in bytes. */
const maxTime = 5000;
const maxMemory = 256 * 2 ** 20;

type Outcome = { readonly value: unknown } | "refused" | "end";

/** Throws a `VectorFailure` if bad input is accepted, good input misread, or either takes too long. Returns whether something was refused that Go accepts. */
export function checkInvalid(types: TypeCatalogue, vector: Vector): boolean {
  const started = performance.now();
  const before = process.memoryUsage().rss;
  const stream = bytesOf(vector.gob);
  const tries = vector.decodes ?? [vector as DecodeVector];
  const stricter = checkTries(types, tries, stream, stream.length || 1);
  if (stream.length < 4096) checkTries(types, tries, stream, 1);
  if (performance.now() - started > maxTime) throw new VectorFailure("takes too long");
  if (process.memoryUsage().rss - before > maxMemory) throw new VectorFailure("takes too much memory");
  return stricter;
}

function checkTries(
  types: TypeCatalogue,
  tries: readonly DecodeVector[],
  stream: Buffer,
  pieceLength: number,
): boolean {
  const decoder = new GobDecoder({ form: "exact" });
  for (let at = 0; at < stream.length; at += pieceLength) decoder.push(stream.subarray(at, at + pieceLength));
  decoder.end();
  let stricter = false;
  for (const one of tries) {
    const outcome = attempt(types, decoder, one);
    if (!one.ok) {
      if (typeof outcome === "object") throw new VectorFailure(`accepted; Go says: ${one.error}`);
    } else if (outcome === "end") throw new VectorFailure("nothing was decoded");
    else if (outcome === "refused") stricter = true;
    else {
      if (one.type !== null) expectEqual("value", outcome.value, one.value);
      expectEqual("bytes left", decoder.bufferedBytes, one.bytesLeft);
    }
  }
  return stricter;
}

function attempt(types: TypeCatalogue, decoder: GobDecoder, one: DecodeVector): Outcome {
  try {
    if (one.type === null) return decoder.skip() ? { value: undefined } : "end";
    const type = typeOf(types, one);
    const got = decoder.next(type);
    return got ? { value: toVectorValue(type, got.value) } : "end";
  } catch (error) {
    if (error instanceof GobError) return "refused";
    throw error;
  }
}

/** Checks JSON input. */
export function checkJsonInput(types: TypeCatalogue, vector: Vector): void {
  const type = typeOf(types, vector);
  let value: unknown;
  try {
    value = toVectorValue(type, decodeJson(type, vector.json as string, "exact"));
  } catch (error) {
    if (!(error instanceof GobError)) throw error;
    if (vector.ok) throw new VectorFailure(`refused: ${error.message}`);
    return;
  }
  if (!vector.ok) throw new VectorFailure(`accepted; Go says: ${vector.error}`);
  expectEqual("value", value, vector.value);
}
