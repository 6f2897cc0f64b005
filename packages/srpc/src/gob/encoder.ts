/** Encoder of one gob stream. */
import type { ExactTime, InterfaceWireType, ValueForm, WireType } from "../wire-type.ts";
import { EncoderSource } from "./encoder-source.ts";
import { GobError } from "./errors.ts";
import { defaultGobLimits } from "./limits.ts";
import { StreamTypes } from "./stream-types.ts";
import { yearOneToUnix, zeroExactTime, zeroTimeText } from "./time-text.ts";
import { GobWriter } from "./writer.ts";

export interface GobEncoderOptions {
  /** Form of the values given; "plain" unless said otherwise. */
  readonly form?: ValueForm;
  /** Number of the first type, at least 64. */
  readonly firstTypeId?: number;
  /** Levels of nested values; as many as decoders take unless said otherwise. */
  readonly maxDepth?: number;
}

type Encode = (writer: GobWriter, value: unknown) => void;

/** Room before a chunk's content for its length. */
const lengthRoom = 9;

const caches: Record<ValueForm, WeakMap<WireType, Encode>> = { plain: new WeakMap(), exact: new WeakMap() };

function fail(message: string): never {
  throw new GobError("value", message);
}

const helpers = {
  nothing: Object.freeze(Object.create(null)),
  noEntries: new Map(),
  noList: Object.freeze([]),
  noBytes: new Uint8Array(0),
  zeroTime: zeroExactTime,
  zeroTimeText,
  nilElement: () => fail("a nil pointer cannot be sent as element of a list or map"),
  notList: () => fail("the value to encode is no list"),
  notMap: () => fail("the value to encode is no map"),
  notStruct: () => fail("the value to encode is no object"),
  arrayOf: (value: unknown, length: number): unknown[] => {
    if (value === undefined || value === null) return new Array(length).fill(undefined);
    if (!Array.isArray(value) || value.length !== length) fail(`the value to encode is no list of ${length}`);
    return value;
  },
  fromHex: (value: unknown, length: number): number[] => {
    if (value === undefined || value === null) return new Array(length).fill(0);
    const bytes = Buffer.from(typeof value === "string" ? value : "", "hex");
    if (bytes.length !== length) fail(`the value to encode is not ${length} bytes in hex digits`);
    return [...bytes];
  },
  keyNumber: (key: string): number | bigint => {
    const number = Number(key);
    return Number.isSafeInteger(number)
      ? number
      : /^-?\d+$/.test(key)
        ? BigInt(key)
        : fail("a key is no integer");
  },
  isZeroTime: (time: ExactTime): boolean =>
    time.offsetSeconds === null && time.nanoseconds === 0 && Number(time.unixSeconds) === -yearOneToUnix,
};

function encoderFor(type: WireType, form: ValueForm): Encode {
  let encode = caches[form].get(type);
  if (!encode) {
    const source = new EncoderSource(form);
    const body = source.program(type);
    const make = new Function("c", ...Object.keys(helpers), body) as (...args: unknown[]) => Encode;
    encode = make(source.constants, ...Object.values(helpers));
    caches[form].set(type, encode);
  }
  return encode;
}

/**
 * Encodes the messages of one direction of one call. Definitions of types go before the first value that needs them,
 * once per stream. If encoding fails nothing has been sent, and the next value can be encoded.
 */
export class GobEncoder {
  readonly #form: ValueForm;
  readonly #types: StreamTypes;
  readonly #maxDepth: number;
  readonly #message: GobWriter;
  readonly #definition: GobWriter;
  #chunks: Buffer[] = [];
  /** Where nested definitions go: chunks of the stream, or the value around the current one. */
  #outer: GobWriter[] = [];
  readonly #nested: GobWriter[] = [];

  constructor(options: GobEncoderOptions = {}) {
    this.#form = options.form ?? "plain";
    this.#types = new StreamTypes(Math.max(options.firstTypeId ?? 65, 64));
    this.#maxDepth = options.maxDepth ?? defaultGobLimits.maxDepth;
    this.#message = this.#newWriter();
    this.#definition = this.#newWriter();
  }

  /** The bytes of one message, with the definitions it needs. Throws `GobError` if the value does not fit its type. */
  encode(type: WireType, value: unknown): Buffer {
    const writer = this.#message;
    writer.reset();
    this.#definition.reset();
    this.#chunks = [];
    this.#outer = [];
    try {
      this.#define(type, this.#definition);
      writer.int(this.#types.numberOf(type));
      encoderFor(type, this.#form)(writer, value);
    } catch (error) {
      this.#types.rollBack();
      throw error instanceof RangeError ? new GobError("limit", "values are nested too deeply") : error;
    }
    this.#types.commit();
    const last = writer.takeChunk();
    const result = this.#chunks.length === 0 ? Buffer.from(last) : Buffer.concat([...this.#chunks, last]);
    this.#chunks = [];
    return result;
  }

  #newWriter(): GobWriter {
    return new GobWriter(lengthRoom, this.#maxDepth, (writer, type, value) => {
      this.#interfaceValue(writer, type, value);
    });
  }

  /** The writer for interface values at a level, the same one for each of them in turn. */
  #nestedWriter(level: number): GobWriter {
    const writer = this.#nested[level] ?? this.#newWriter();
    this.#nested[level] = writer;
    writer.reset();
    return writer;
  }

  /** Sends the definitions a type needs; the first one ends what has been written to `writer` so far. */
  #define(type: WireType, writer: GobWriter): void {
    this.#types.numberOf(type);
    this.#types.define(type, (part) => {
      this.#types.writeDefinition(writer, part);
      this.#send(writer);
    });
  }

  #send(writer: GobWriter): void {
    const chunk = writer.takeChunk();
    const target = this.#outer.at(-1);
    if (target) append(target, chunk);
    else this.#chunks.push(Buffer.from(chunk));
  }

  #interfaceValue(writer: GobWriter, type: InterfaceWireType, value: unknown): void {
    if (value === undefined || value === null) {
      writer.byte(0);
      return;
    }
    const { $type: name, $value: inner } = value as { $type?: unknown; $value?: unknown };
    const implementation = typeof name === "string" ? type.implementations.get(name) : undefined;
    if (!implementation) fail("the type of an interface value is not registered");
    writer.text(name);
    this.#define(implementation, writer);
    writer.int(this.#types.numberOf(implementation));
    this.#outer.push(writer);
    const nested = this.#nestedWriter(this.#outer.length);
    nested.depth = writer.depth;
    nested.enter();
    encoderFor(implementation, this.#form)(nested, inner);
    this.#outer.pop();
    append(writer, nested.takeChunk());
  }
}

function append(writer: GobWriter, bytes: Buffer): void {
  writer.ensure(bytes.length);
  bytes.copy(writer.buf, writer.pos);
  writer.pos += bytes.length;
}
