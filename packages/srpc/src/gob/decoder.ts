/** Decoder of one gob stream. Self-describing streams are decoded into the receiver's types. */
import { nextTurn } from "../next-turn.ts";
import type { ValueForm, WireType } from "../wire-type.ts";
import { typeNumber } from "./definition-reader.ts";
import { GobError } from "./errors.ts";
import { FrameQueue } from "./frames.ts";
import { defaultGobLimits, type GobLimits } from "./limits.ts";
import { MessageReader } from "./message-reader.ts";
import { corrupt } from "./reader.ts";

export interface GobDecoderOptions {
  /** Form of the decoded values; "plain" unless said otherwise. */
  readonly form?: ValueForm;
  readonly limits?: Partial<GobLimits>;
}

export interface SliceOptions {
  /** Longest time in milliseconds to decode in one go; 2 unless said otherwise: a collection of garbage may add ten. */
  readonly sliceMs?: number;
  /** Messages below this many bytes are decoded in one go; 128 KiB (a few milliseconds) unless said otherwise. */
  readonly slicedFrom?: number;
}

const usualSlicedFrom = 128 * 1024;
/** How often a message with types defined in its middle may be read again from its beginning, in multiples of its size. */
const maxRereads = 16;
const rereadFloor = 2 ** 20;

type Steps = Generator<void, unknown, void>;

/** Thrown and caught here: an interface value goes on in a chunk that has not come yet. */
const incomplete = Symbol("incomplete");

interface Chunk {
  readonly buffer: Buffer;
  readonly start: number;
  readonly end: number;
}

/** The chunks of the value being read, kept so that it can be read again if a later one was missing. */
interface Message {
  readonly chunks: Chunk[];
  next: number;
  bytes: number;
  work: number;
}

/**
 * Decodes the messages of one direction of one call. Bytes are pushed as they come, cut anywhere; bytes after the last
 * message taken are left alone (`takeRemaining`). Not for concurrent use: one `next` or `nextSliced` at a time.
 */
export class GobDecoder {
  readonly #limits: GobLimits;
  readonly #frames: FrameQueue;
  readonly #reader: MessageReader;
  #message: Message | undefined;
  #definitionsPending = false;
  #ended = false;
  #busy = false;
  #fatal: GobError | undefined;

  constructor(options: GobDecoderOptions = {}) {
    this.#limits = { ...defaultGobLimits, ...options.limits };
    this.#frames = new FrameQueue(this.#limits.maxMessageBytes);
    this.#reader = new MessageReader(this.#limits, options.form ?? "plain", () => this.#openNextChunk());
  }

  /** Adds received bytes. They must not be changed afterwards. */
  push(bytes: Uint8Array): void {
    this.#frames.push(bytes);
  }

  /** Says that nothing more will come. */
  end(): void {
    this.#ended = true;
  }

  /** Bytes received that belong to no message taken so far. */
  get bufferedBytes(): number {
    return this.#frames.length;
  }

  /**
   * The next message, or undefined if it is not complete yet (or the stream has ended cleanly). Never takes bytes
   * beyond it. Throws `GobError`; unless that is fatal the next message can be read afterwards.
   */
  next<T = unknown>(type: WireType): { value: T } | undefined {
    return this.#attempt((id) => {
      const value = this.#reader.program(id, type).decode(this.#reader);
      return { value: value as T };
    });
  }

  /** Skips the next message, whatever its type; false if it is not complete yet. */
  skip(): boolean {
    return this.#attempt((id) => ({ value: this.#reader.skipTop(id) })) !== undefined;
  }

  /** As `next`, but large messages are decoded in slices between which other work gets its turn. */
  async nextSliced<T = unknown>(
    type: WireType,
    options: SliceOptions = {},
  ): Promise<{ value: T } | undefined> {
    const steps = this.#attempt((id): { value: T } | Steps => {
      const { end, pos } = this.#reader;
      const program = this.#reader.program(id, type);
      if (end - pos >= (options.slicedFrom ?? usualSlicedFrom)) return program.sliced(this.#reader);
      return { value: program.decode(this.#reader) as T };
    });
    if (steps === undefined || "value" in steps) return steps;
    this.#busy = true;
    try {
      return { value: (await this.#run(steps, options.sliceMs ?? 2)) as T };
    } catch (error) {
      return this.#fail(error);
    } finally {
      this.#busy = false;
    }
  }

  /** Takes all bytes after the last message. The decoder starts anew with what is pushed afterwards. */
  takeRemaining(): Buffer {
    const chunks = this.#message?.chunks ?? [];
    if (chunks.length > 0) throw new GobError("corrupt", "the stream is in the middle of a message");
    return this.#frames.takeAll();
  }

  async #run(steps: Steps, sliceMs: number): Promise<unknown> {
    for (;;) {
      this.#reader.deadline = performance.now() + sliceMs;
      const step = steps.next();
      if (step.done) {
        this.#message = undefined;
        return step.value;
      }
      await nextTurn();
    }
  }

  /** Finds the next value and decodes it; undefined if it is not complete. */
  #attempt<R extends { value: unknown } | Steps>(decode: (typeId: number) => R): R | undefined {
    if (this.#fatal) throw this.#fatal;
    if (this.#busy) throw new GobError("value", "a message is being decoded already");
    try {
      const id = this.#findValue();
      if (id === undefined) return this.#checkEnd();
      const result = decode(id);
      if ("value" in result) this.#message = undefined;
      return result;
    } catch (error) {
      return this.#fail(error);
    }
  }

  /** After an error the message is gone, unless it is only incomplete. */
  #fail(error: unknown): undefined {
    if (error === incomplete) return this.#giveBack();
    this.#message = undefined;
    if (error instanceof GobError && error.fatal) this.#fatal = error;
    throw error instanceof RangeError ? new GobError("limit", "values are nested too deeply") : error;
  }

  /** Reads definitions up to the next value and opens that; returns its type number. */
  #findValue(): number | undefined {
    const reader = this.#reader;
    reader.depth = 0;
    reader.budget = this.#limits.maxDecodedBytes;
    if (this.#message) {
      if (!this.#frames.take()) return undefined;
      this.#keepChunk(this.#message);
      return this.#reread(this.#message);
    }
    while (this.#frames.take()) {
      const { buffer, start, end } = this.#frames;
      if (start === end) throw corrupt("an empty chunk");
      reader.open(buffer, start, end);
      const id = typeNumber(reader);
      if (id >= 0) {
        this.#definitionsPending = false;
        this.#message = { chunks: [{ buffer, start, end }], next: 1, bytes: end - start, work: 0 };
        reader.defined = [];
        return id;
      }
      reader.define(-id);
      if (reader.pos < reader.end) throw corrupt("bytes after a type definition");
      this.#definitionsPending = true;
    }
    return undefined;
  }

  #keepChunk(message: Message): void {
    const { buffer, start, end } = this.#frames;
    message.chunks.push({ buffer, start, end });
    message.bytes += end - start;
    if (message.bytes > this.#limits.maxMessageBytes) {
      throw new GobError("limit", `a message is larger than ${this.#limits.maxMessageBytes} bytes`);
    }
  }

  #reread(message: Message): number {
    message.work += message.bytes;
    if (message.work > maxRereads * Math.max(message.bytes, rereadFloor)) {
      throw new GobError("limit", "a message is cut up by too many type definitions");
    }
    message.next = 1;
    const { buffer, start, end } = message.chunks[0] as Chunk;
    this.#reader.open(buffer, start, end);
    return typeNumber(this.#reader);
  }

  /** Called by the reader when a value goes on in another chunk. */
  #openNextChunk(): void {
    const message = this.#message as Message;
    if (message.next === message.chunks.length) {
      if (!this.#frames.take()) throw incomplete;
      this.#keepChunk(message);
    }
    const { buffer, start, end } = message.chunks[message.next++] as Chunk;
    this.#reader.open(buffer, start, end);
  }

  /** The value was cut off: take back what it defined and wait for more. */
  #giveBack(): undefined {
    this.#reader.types.forget(this.#reader.defined);
    this.#reader.defined = [];
    return this.#checkEnd();
  }

  #checkEnd(): undefined {
    if (this.#ended && (this.#frames.length > 0 || this.#definitionsPending || this.#message)) {
      this.#fatal = new GobError("end", "the stream ended in the middle of a message", true);
      throw this.#fatal;
    }
    return undefined;
  }
}
