/** The form of the reference's vectors, and small things all checks share. */
import { isDeepStrictEqual } from "node:util";
import type { WireType } from "../../src/wire-type.ts";
import type { TypeCatalogue, TypeDesc } from "./type-catalogue.ts";

/** One message; a vector is one, or has several in `stream`. */
export interface MessageVector {
  readonly type: string | null;
  readonly typeDesc?: TypeDesc;
  readonly senderType?: string;
  readonly value?: unknown;
  readonly sent?: unknown;
  readonly gob: readonly string[];
  readonly gobError?: string;
  readonly json?: string | null;
  readonly jsonError?: string;
  readonly mapOrder?: "any";
  /** Times only: the moment in numbers. */
  readonly unixSeconds?: string;
  readonly nanoseconds?: number;
  readonly offsetSeconds?: number;
  readonly isUTC?: boolean;
}

/** One try to decode, for invalid input. */
export interface DecodeVector {
  readonly type: string | null;
  readonly typeDesc?: TypeDesc;
  readonly ok: boolean;
  readonly value?: unknown;
  readonly bytesLeft?: number;
  readonly error?: string;
}

export interface Vector extends MessageVector {
  readonly name: string;
  readonly stream?: readonly MessageVector[];
  readonly decodes?: readonly DecodeVector[];
  readonly ok?: boolean;
  readonly error?: string;
  readonly bytesLeft?: number;
}

/** A check that did not hold. */
export class VectorFailure extends Error {}

export function expectEqual(what: string, got: unknown, wanted: unknown): void {
  const [left, right] = [asData(got), asData(wanted)];
  if (!isDeepStrictEqual(left, right)) {
    const [path, mine, theirs] = firstDifference(left, right);
    throw new VectorFailure(`${what}${path}: got ${shown(mine)}, wanted ${shown(theirs)}`);
  }
}

/** Where two values begin to differ, and what is there in each. */
function firstDifference(left: unknown, right: unknown): [path: string, left: unknown, right: unknown] {
  if (!isComposite(left) || !isComposite(right)) return ["", left, right];
  for (const key of new Set([...Object.keys(left), ...Object.keys(right)])) {
    if (isDeepStrictEqual(left[key], right[key])) continue;
    const [path, mine, theirs] = firstDifference(left[key], right[key]);
    return [`[${JSON.stringify(key).slice(0, 50)}]${path}`, mine, theirs];
  }
  return ["", left, right];
}

function isComposite(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null;
}

/**
 * Own properties only, whatever the prototype; a key `__proto__` is kept. How many U+FFFD stand for bytes that are no
 * UTF-8 is a matter of taste: Go takes one per byte, the web's rule one per broken sequence.
 */
function asData(value: unknown): unknown {
  return value === undefined ? undefined : JSON.parse(JSON.stringify(value).replace(/\ufffd+/g, "\ufffd"));
}

function shown(value: unknown): string {
  const text = JSON.stringify(value) ?? "nothing";
  return text.length > 300 ? `${text.slice(0, 300)}…` : text;
}

export function typeOf(types: TypeCatalogue, vector: { type: string | null; typeDesc?: TypeDesc }): WireType {
  return vector.typeDesc ? types.described(vector.typeDesc) : types.named(vector.type as string);
}

/** All bytes of chunks in hex. */
export function bytesOf(chunks: readonly string[]): Buffer {
  return Buffer.from(chunks.join(""), "hex");
}
