import { SrpcError } from "../errors.ts";
import { GobDecoder } from "../gob/decoder.ts";
import { GobEncoder } from "../gob/encoder.ts";
import type { GobLimits } from "../gob/limits.ts";
import { decodeJson } from "../json/json-decoder.ts";
import { encodeJson } from "../json/json-encoder.ts";
import { nextTurn } from "../next-turn.ts";
import type { ValueForm, WireType } from "../wire-type.ts";
import type { ByteChannel } from "./byte-channel.ts";
import { isJsonSpace, JsonTextScanner } from "./json-text.ts";
import type { Deadline } from "./wait.ts";

/**
 * Bytes of a message that are taken in one turn of the event loop. A fast peer has more at hand whenever one looks, and
 * deciphering and gathering all that the system has buffered would keep everything else waiting.
 */
const bytesPerTurn = 256 * 1024;

/** The two codings a connection may have agreed on. */
export type CoderName = "gob" | "json";

/** Largest JSON text accepted unless the limits say otherwise, in bytes. */
const DEFAULT_MAX_JSON_BYTES = 64 * 1024 * 1024;

export interface MessageCoderOptions {
  readonly coder: CoderName;
  /** Which side this is: JSON messages of a server end with LF, those of a client must not. */
  readonly side: "client" | "server";
  readonly form?: ValueForm | undefined;
  readonly limits?: Partial<GobLimits> | undefined;
}

/** Messages in both directions of one call: fresh state for every call. */
export interface MessageCoder {
  encode(type: WireType, value: unknown): Buffer;
  /** The next message in an envelope; undefined when the stream ended cleanly before it. */
  receive(type: WireType, deadline: Deadline): Promise<{ readonly value: unknown } | undefined>;
  /** Puts bytes that were taken from the channel but belong to no message back. */
  giveBack(): void;
}

export function newMessageCoder(channel: ByteChannel, options: MessageCoderOptions): MessageCoder {
  if (options.coder === "gob") return new GobMessageCoder(channel, options);
  return new JsonMessageCoder(channel, options);
}

class GobMessageCoder implements MessageCoder {
  readonly #channel: ByteChannel;
  readonly #encoder: GobEncoder;
  readonly #decoder: GobDecoder;

  constructor(channel: ByteChannel, options: MessageCoderOptions) {
    const form = options.form ?? "plain";
    this.#channel = channel;
    this.#encoder = new GobEncoder({ form });
    this.#decoder = new GobDecoder(
      options.limits === undefined ? { form } : { form, limits: options.limits },
    );
  }

  encode(type: WireType, value: unknown): Buffer {
    return this.#encoder.encode(type, value);
  }

  async receive(type: WireType, deadline: Deadline): Promise<{ readonly value: unknown } | undefined> {
    let taken = 0;
    for (let ended = false; ; ) {
      const message = await this.#decoder.nextSliced(type);
      if (message !== undefined || ended) return message;
      const chunk = await this.#channel.read(undefined, deadline.rest());
      if (chunk !== undefined) {
        this.#decoder.push(chunk);
        taken += chunk.length;
        if (taken >= bytesPerTurn) {
          taken = 0;
          await nextTurn();
        }
        continue;
      }
      // Once told of the end, the decoder throws when a message has begun.
      this.#decoder.end();
      ended = true;
    }
  }

  giveBack(): void {
    this.#channel.unread(this.#decoder.takeRemaining());
  }
}

class JsonMessageCoder implements MessageCoder {
  readonly #channel: ByteChannel;
  readonly #form: ValueForm;
  readonly #maxBytes: number;
  readonly #side: "client" | "server";

  constructor(channel: ByteChannel, options: MessageCoderOptions) {
    this.#channel = channel;
    this.#form = options.form ?? "plain";
    this.#maxBytes = options.limits?.maxMessageBytes ?? DEFAULT_MAX_JSON_BYTES;
    this.#side = options.side;
  }

  encode(type: WireType, value: unknown): Buffer {
    const text = encodeJson(type, value, this.#form);
    // A line feed after a request could be taken for a ping by the server; after a reply the peer waits for it.
    return Buffer.from(this.#side === "server" ? `${text}\n` : text);
  }

  async receive(type: WireType, deadline: Deadline): Promise<{ readonly value: unknown } | undefined> {
    const text = this.#side === "client" ? await this.#readLine(deadline) : await this.#readText(deadline);
    if (text === undefined) return undefined;
    return { value: decodeJson(type, text.toString("utf8"), this.#form) };
  }

  giveBack(): void {
    // Nothing is read ahead.
  }

  #readLine(deadline: Deadline): Promise<Buffer | undefined> {
    return this.#channel.readLine(this.#maxBytes, deadline.rest());
  }

  async #readText(deadline: Deadline): Promise<Buffer | undefined> {
    const scanner = new JsonTextScanner();
    const parts: Buffer[] = [];
    let length = 0;
    for (;;) {
      const chunk = await this.#channel.read(undefined, deadline.rest());
      if (chunk === undefined) {
        if (!scanner.started) return undefined;
        throw new SrpcError("PEER_CLOSED", "unexpected EOF");
      }
      const end = scanner.scan(chunk);
      const taken = end < 0 ? chunk : chunk.subarray(0, end);
      length += taken.length;
      if (length > this.#maxBytes)
        throw new SrpcError("LIMIT", `a message is longer than ${this.#maxBytes} bytes`);
      parts.push(taken);
      if (end < 0) continue;
      this.#channel.unread(withoutLeadingSpace(chunk.subarray(end)));
      return Buffer.concat(parts, length);
    }
  }
}

/** White space that came together with a request belongs to it, as the reference's decoder swallows it too. */
function withoutLeadingSpace(bytes: Buffer): Buffer {
  let start = 0;
  while (start < bytes.length && isJsonSpace(bytes[start] as number)) start++;
  return bytes.subarray(start);
}
