/** Checks of one vector with good values: decoding (however it is cut), encoding, JSON. */
import { GobDecoder } from "../../src/gob/decoder.ts";
import { GobEncoder } from "../../src/gob/encoder.ts";
import { GobError } from "../../src/gob/errors.ts";
import { decodeJson } from "../../src/json/json-decoder.ts";
import { encodeJson } from "../../src/json/json-encoder.ts";
import type { ExactTime, WireType } from "../../src/wire-type.ts";
import { canonicalMessages } from "./canonical.ts";
import { holdsInterface, normalised, withoutEmpty } from "./normalise.ts";
import type { TypeCatalogue } from "./type-catalogue.ts";
import { bytesOf, expectEqual, type MessageVector, typeOf, type Vector, VectorFailure } from "./vector.ts";
import { fromVectorValue, toVectorValue } from "./vector-values.ts";

/** Longer streams are cut at that many places, evenly spread. */
const maxCuts = 300;
/** Oddities of Go rather than rules: what was meant does not come back. */
const oddities = new Set(["negative-seconds-offset-v2"]);

interface Message {
  readonly vector: MessageVector;
  readonly type: WireType;
  readonly sender: WireType;
}

/** Throws a `VectorFailure` if something does not come out as the vector says. */
export function checkStream(types: TypeCatalogue, vector: Vector): void {
  const messages = (vector.stream ?? [vector]).map((one): Message => {
    const type = typeOf(types, one);
    return { vector: one, type, sender: one.senderType ? types.named(one.senderType) : type };
  });
  if (messages.some((one) => one.vector.gobError !== undefined)) {
    checkRefused(messages);
    return;
  }
  const stream = bytesOf(messages.flatMap((one) => one.vector.gob));
  if (oddities.has(vector.name)) {
    checkCuts(messages, stream);
    return;
  }
  checkDecoding(messages, stream);
  checkCuts(messages, stream);
  checkEncoding(messages);
  checkPlain(messages, stream);
  for (const message of messages) checkJson(message);
}

function checkRefused(messages: readonly Message[]): void {
  const encoder = new GobEncoder({ form: "exact" });
  for (const message of messages) {
    const refused = refusal(() => encoder.encode(message.sender, sentValue(message)));
    if (refused !== (message.vector.gobError !== undefined)) {
      throw new VectorFailure(`encoding: ${refused ? "refused" : "not refused"}`);
    }
  }
}

/** Whether something is refused with the coders' own error. */
function refusal(action: () => unknown): boolean {
  try {
    action();
    return false;
  } catch (error) {
    if (error instanceof GobError) return true;
    throw error;
  }
}

function expectValue(what: string, { type, vector }: Message, value: unknown): void {
  expectEqual(what, toVectorValue(type, value), vector.value);
  const moment = (value as { Value?: Partial<ExactTime> }).Value;
  if (vector.unixSeconds === undefined || moment?.unixSeconds === undefined) return;
  const { unixSeconds, nanoseconds, offsetSeconds } = moment;
  const seconds = vector.isUTC ? null : vector.offsetSeconds;
  expectEqual(
    what,
    [String(unixSeconds), nanoseconds, offsetSeconds],
    [vector.unixSeconds, vector.nanoseconds, seconds],
  );
}

/** What was handed to the encoder that made the vector. */
function sentValue({ vector, sender }: Message): unknown {
  const zulu = vector.isUTC === false && vector.offsetSeconds === 0 ? 0 : null;
  return fromVectorValue(sender, handedOver(vector), zulu);
}

/** A nil is something to hand over, too. */
function handedOver(vector: MessageVector): unknown {
  return vector.sent === undefined ? vector.value : vector.sent;
}

function checkDecoding(messages: readonly Message[], stream: Buffer): void {
  const whole = new GobDecoder({ form: "exact" });
  whole.push(stream);
  for (const message of messages) expectValue("decoding", message, whole.next(message.type)?.value);
  whole.end();
  if (whole.bufferedBytes !== 0 || whole.skip()) throw new VectorFailure("decoding: bytes are left");

  const slow = new GobDecoder({ form: "exact" });
  let next = 0;
  for (let at = 0; at < stream.length; at++) {
    slow.push(stream.subarray(at, at + 1));
    const message = messages[next];
    if (!message) throw new VectorFailure("byte by byte: too many messages");
    const got = slow.next(message.type);
    if (!got) continue;
    expectValue("byte by byte", message, got.value);
    next++;
  }
  if (next !== messages.length) throw new VectorFailure("byte by byte: messages are missing");
}

function checkCuts(messages: readonly Message[], stream: Buffer): void {
  const step = Math.max(1, Math.ceil(stream.length / maxCuts));
  for (let at = 0; at < stream.length; at += step) {
    const decoder = new GobDecoder({ form: "exact" });
    decoder.push(stream.subarray(0, at));
    decoder.end();
    let complete = 0;
    refusal(() => {
      for (const { type } of messages) {
        if (!decoder.next(type)) break;
        complete++;
      }
    });
    if (complete === messages.length)
      throw new VectorFailure(`cut at ${at}: the last message came nevertheless`);
  }
}

function checkEncoding(messages: readonly Message[]): void {
  const encoder = new GobEncoder({ form: "exact" });
  const encoded = messages.map((message) => encoder.encode(message.sender, sentValue(message)));
  const mine = Buffer.concat(encoded);
  checkDecoding(messages, mine);
  const wanted = bytesOf(messages.flatMap((one) => one.vector.gob));
  if (JSON.stringify(messages.map((one) => one.vector.value)).includes("\ufffd")) return;
  expectEqual("encoding", canonicalMessages(mine), canonicalMessages(wanted));
}

/** The plain form is what the JSON says, and goes back to the same value. */
function checkPlain(messages: readonly Message[], stream: Buffer): void {
  const decoder = new GobDecoder({ form: "plain" });
  decoder.push(stream);
  for (const { vector, type, sender } of messages) {
    let value: unknown;
    // Numbers beyond 2^53 have no plain form; such messages are refused, and the next one comes.
    if (refusal(() => (value = decoder.next(type)?.value))) continue;
    const encoder = new GobEncoder({ form: "plain" });
    let again: Buffer = Buffer.alloc(0);
    // Nor have addresses of an odd length and maps with odd keys.
    if (refusal(() => (again = encoder.encode(type, value)))) continue;
    const exact = new GobDecoder({ form: "exact" });
    exact.push(again);
    const back = toVectorValue(type, exact.next(type)?.value);
    expectEqual("plain form and back", normalised(type, back), normalised(type, vector.value));
    if (vector.json == null || vector.sent !== undefined || type !== sender || holdsInterface(type)) continue;
    expectEqual(
      "plain form",
      withoutEmpty(JSON.parse(JSON.stringify(value))),
      withoutEmpty(JSON.parse(vector.json)),
    );
  }
}

function checkJson({ vector, sender }: Message): void {
  if (vector.json === undefined) return;
  const value = handedOver(vector);
  const exact = fromVectorValue(sender, value);
  if (vector.json === null) {
    if (!refusal(() => encodeJson(sender, exact, "exact"))) throw new VectorFailure("JSON: not refused");
    return;
  }
  const wanted = withoutEmpty(JSON.parse(vector.json));
  expectEqual("JSON", withoutEmpty(JSON.parse(encodeJson(sender, exact, "exact"))), wanted);
  if (holdsInterface(sender)) return;
  const back = toVectorValue(sender, decodeJson(sender, vector.json, "exact"));
  expectEqual("from JSON", normalised(sender, back), normalised(sender, value));
}
