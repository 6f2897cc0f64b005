/** Compiled decoders, shared by all streams whose senders define their types alike. */
import type { ValueForm, WireType } from "../wire-type.ts";
import { DecoderSource } from "./decoder-source.ts";
import { shortFloat32 } from "./float32.ts";
import { ipv4Text } from "./ip-text.ts";
import type { GobReader } from "./reader.ts";
import { holdsInterface, type SenderNode, signatureOf } from "./sender-types.ts";
import { skipField } from "./skip.ts";
import { NullMap, textAt, unknownEnumText } from "./text.ts";
import { zeroExactTime } from "./time-text.ts";
import { pointee } from "./wire-facts.ts";

/** Decodes one top-level value at the reader's position; `sliced` pauses when the reader's time is up. */
export interface DecoderProgram {
  decode(reader: GobReader): unknown;
  sliced(reader: GobReader): Generator<void, unknown, void>;
}

/** Peers can invent any number of definitions; only this many per receiver type are kept. */
const maxProgramsPerType = 24;

const caches: Record<ValueForm, WeakMap<WireType, Map<string, DecoderProgram>>> = {
  plain: new WeakMap(),
  exact: new WeakMap(),
};

/** The decoder from a sender's to a receiver's type. Throws a `mismatch` if they do not fit. */
export function decoderProgram(sender: SenderNode, receiver: WireType, form: ValueForm): DecoderProgram {
  const programs = caches[form].get(receiver) ?? new Map<string, DecoderProgram>();
  caches[form].set(receiver, programs);
  const signature = signatureOf(sender);
  let program = programs.get(signature);
  if (program) programs.delete(signature);
  else program = compile(sender, receiver, form);
  programs.set(signature, program);
  if (programs.size > maxProgramsPerType) programs.delete(programs.keys().next().value as string);
  return program;
}

const helpers = {
  text: textAt,
  ipv4: ipv4Text,
  hex: (list: number[]) => Buffer.from(list).toString("hex"),
  shortFloat32,
  skipField,
  unknownEnum: unknownEnumText,
  NullMap,
  zeroTime: zeroExactTime,
  noBytes: new Uint8Array(0),
  zeroComplex: Object.freeze([0, 0]),
};

function compile(sender: SenderNode, receiver: WireType, form: ValueForm): DecoderProgram {
  const source = new DecoderSource(form, holdsInterface(sender));
  const body = source.program(sender, pointee(receiver));
  const make = new Function("c", ...Object.keys(helpers), body) as (...args: unknown[]) => DecoderProgram;
  return make(source.constants, ...Object.values(helpers));
}
