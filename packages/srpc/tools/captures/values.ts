/** Comparison of decoded values with recorded ones. */
import { isDeepStrictEqual } from "node:util";
import type { WireType } from "../../src/wire-type.ts";
import { normalised } from "../vectors/normalise.ts";
import { toVectorValue } from "../vectors/vector-values.ts";

/** @throws Error showing both when the exact value is not the recorded one. */
export function expectValue(type: WireType, actual: unknown, recorded: unknown, what: string): void {
  const left = normalised(type, toVectorValue(type, actual));
  const right = normalised(type, recorded);
  if (isDeepStrictEqual(left, right)) return;
  throw new Error(`${what}: got ${show(left)}, recorded ${show(right)}`);
}

export function expectBytes(actual: Buffer | undefined, recorded: Buffer, what: string): void {
  if (actual?.equals(recorded)) return;
  throw new Error(
    `${what}: got ${show(actual?.toString("latin1"))}, recorded ${show(recorded.toString("latin1"))}`,
  );
}

export function expectText(actual: string | undefined, recorded: string, what: string): void {
  if (actual === recorded) return;
  throw new Error(`${what}: got ${show(actual)}, recorded ${show(recorded)}`);
}

function show(value: unknown): string {
  return (JSON.stringify(value) ?? "nothing").slice(0, 600);
}
