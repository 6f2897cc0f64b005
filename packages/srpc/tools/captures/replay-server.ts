/** Plays the client's side of a capture to our server, whose handlers answer as recorded. */
import { type Duplex, duplexPair } from "node:stream";
import { decideEntrance } from "../../src/server/entrance.ts";
import type { Caller } from "../../src/server/handlers.ts";
import { ByteChannel } from "../../src/transport/byte-channel.ts";
import { CoderStream } from "../../src/transport/coder-stream.ts";
import type { TypeCatalogue } from "../vectors/type-catalogue.ts";
import { type Capture, captureType, plaintextOf } from "./capture.ts";
import { type Pace, pieces, settle, turn } from "./pacing.ts";
import { collect, ServerScript } from "./server-script.ts";
import { type Call, callsOf, type Item, isPing, strayItems } from "./transcript.ts";
import { expectBytes, expectText, expectValue } from "./values.ts";

const TIMEOUT_MS = 15_000;
/** Texts of the reference's decoders, which ours need not repeat. */
const decoderText = /^(gob: |json: |invalid character|unexpected EOF|EOF$|extra data)/;

export interface ServerReplayOptions {
  readonly types: TypeCatalogue;
  readonly pace: Pace;
}

/** @throws Error at the first difference between what our server says and what was recorded. */
export async function replayServer(capture: Capture, options: ServerReplayOptions): Promise<void> {
  const plaintext = plaintextOf(capture);
  checkEntrance(capture, plaintext.greeting.c2s);
  const calls = callsOf(capture, plaintext);
  const coder = capture.coder === "json" ? "json" : "gob";
  const script = new ServerScript(calls, options.types);
  const [near, far] = duplexPair();
  script.server.serveCalls(near, callerFor(capture), coder);
  const reader = new AnswerReader(far, coder, options.types);
  try {
    await Promise.all([feed(far, capture, calls, options.pace), reader.readAll(calls)]);
    if (script.failure !== undefined) throw script.failure;
    await settle();
    if (calls.every((call) => call.ack !== undefined)) reader.expectNothingMore();
  } catch (error) {
    throw script.failure ?? error;
  } finally {
    far.destroy();
    near.destroy();
  }
}

function checkEntrance(capture: Capture, greeting: Buffer): void {
  const line = greeting.toString("latin1").split("\n")[0] ?? "";
  const rules = { hasTls: true, requireTls: false, hasUnauthenticated: true };
  const entrance = decideEntrance(line, rules);
  expectText(entrance.kind === "srpc" ? entrance.coder : entrance.kind, capture.coder, "entrance");
}

function callerFor(capture: Capture): Caller {
  return {
    userName: capture.user,
    groups: [],
    methods: [],
    secured: true,
    withoutMethodPowers: false,
    remoteAddress: "",
  };
}

/**
 * Sends the client's bytes. With gob nothing needs to be waited for. A JSON decoder takes what has come with a
 * request as part of it, so there each block waits for the server, and stays whole where that is what was recorded.
 */
async function feed(far: Duplex, capture: Capture, calls: readonly Call[], pace: Pace): Promise<void> {
  const { c2s } = plaintextOf(capture);
  const isOdd = calls.some((call) => call.items.some((item) => item.dir === "c2s" && item.kind === "raw"));
  const blocks =
    capture.coder === "json"
      ? capture.messages
          .filter((message) => message.dir === "c2s")
          .map((message) => c2s.subarray(message.offset, message.offset + message.length))
      : [c2s];
  for (const block of blocks) {
    for (const piece of pieces(block, isOdd && capture.coder === "json" ? "whole" : pace, block.length)) {
      far.write(piece);
      await turn();
    }
    await settle();
  }
}

/** Reads our server's answers call by call. */
class AnswerReader {
  readonly #channel: ByteChannel;
  readonly #coder: "gob" | "json";
  readonly #types: TypeCatalogue;

  constructor(far: Duplex, coder: "gob" | "json", types: TypeCatalogue) {
    this.#channel = new ByteChannel(far);
    this.#coder = coder;
    this.#types = types;
  }

  async readAll(calls: readonly Call[]): Promise<void> {
    for (const call of calls) {
      if (call.ack === undefined) return;
      const line = await this.#channel.readLine(undefined, { timeoutMs: TIMEOUT_MS });
      expectText(line?.toString("utf8"), call.ack, `acknowledgement of ${call.line}`);
      if (call.ack === "" && !isPing(call)) await this.#readCall(call);
      else for (const item of call.items) if (item.dir === "s2c") await this.#line(item.text);
    }
  }

  expectNothingMore(): void {
    if (this.#channel.hasSurplus) throw new Error("the server said more than was recorded");
  }

  async #readCall(call: Call): Promise<void> {
    const stream = new CoderStream(this.#channel, {
      coder: this.#coder,
      side: "client",
      form: "exact",
      doing: call.line,
    });
    const stray = strayItems(call);
    for (const item of call.items) {
      if (item.dir === "c2s") continue;
      if (item.kind === "status" && item.text !== "") return await this.#failure(stream, item, stray);
      await this.#item(stream, item);
    }
    stream.finish();
  }

  /** We put an error text of several lines on one, as the second one would be taken for something else. */
  async #failure(stream: CoderStream, status: Item, stray: readonly Item[]): Promise<void> {
    const text = await stream.readLine({ timeoutMs: TIMEOUT_MS });
    if (decoderText.test(status.text)) {
      if (!text) throw new Error("an error text was due");
    } else {
      expectText(text, [status, ...stray].map((item) => item.text).join(" "), "status");
    }
    stream.finish();
  }

  async #item(stream: CoderStream, item: Item): Promise<void> {
    const options = { timeoutMs: TIMEOUT_MS };
    if (item.type !== undefined) {
      const type = captureType(this.#types, item.type);
      expectValue(type, await stream.receive(type, options), item.value, "reply");
    } else if (item.kind === "raw") {
      expectBytes(
        await collect(stream.readExactly(item.bytes.length, options)),
        item.bytes,
        "raw bytes of the server",
      );
    } else {
      expectText(await stream.readLine(options), item.text, item.kind);
    }
  }

  async #line(text: string): Promise<void> {
    const line = await this.#channel.readLine(undefined, { timeoutMs: TIMEOUT_MS });
    expectText(line?.toString("utf8"), text, "line");
  }
}
