/** Plays the client's side of a capture to our server, whose handlers answer as recorded. */
import { type Duplex, duplexPair } from "node:stream";
import { decideEntrance } from "../../src/server/entrance.ts";
import type { Caller, Upload } from "../../src/server/handlers.ts";
import { SrpcServer } from "../../src/server/srpc-server.ts";
import { ByteChannel } from "../../src/transport/byte-channel.ts";
import type { CallStream } from "../../src/transport/call-stream.ts";
import { CoderStream } from "../../src/transport/coder-stream.ts";
import type { WireType } from "../../src/wire-type.ts";
import type { TypeCatalogue } from "../vectors/type-catalogue.ts";
import { fromVectorValue } from "../vectors/vector-values.ts";
import { type Capture, captureType, plaintextOf } from "./capture.ts";
import { type Pace, pieces, settle, turn } from "./pacing.ts";
import { type Call, callsOf, type Item, isPing, isRequestReply, strayItems } from "./transcript.ts";
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
  const script = new Script(calls, options.types);
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

/** A server whose handlers do what was recorded. */
class Script {
  readonly server: SrpcServer;
  failure: Error | undefined;
  readonly #types: TypeCatalogue;
  readonly #calls: readonly Call[];
  readonly #next = new Map<string, number>();
  /** The call whose method line was accepted last. */
  #current: Call | undefined;

  constructor(calls: readonly Call[], types: TypeCatalogue) {
    this.#calls = calls;
    this.#types = types;
    this.server = new SrpcServer({
      requireTls: false,
      grantMethodPowers: (_caller, method) => this.#isAccepted(method),
      onHandlerError: (error) => {
        this.failure ??= error instanceof Error ? error : new Error(String(error));
      },
      form: "exact",
    });
    const names = calls.map((call) => call.line.trim()).filter((name) => /^[^.\s]*\.[^.\s]+$/.test(name));
    const known = new Set(names.filter((name) => this.#isKnown(name)));
    for (const name of known) this.#register(name);
    for (const service of new Set([
      "",
      "Hypervisor",
      ...[...known].map((name) => name.split(".")[0] ?? ""),
    ])) {
      this.server.register(service, "NobodyCallsThis", { kind: "raw", public: false, handle: () => {} });
    }
  }

  #isKnown(name: string): boolean {
    return this.#calls.some(
      (call) => call.line.trim() === name && !/unknown|malformed/.test(call.ack ?? "unknown"),
    );
  }

  /** Each line that is found asks here once; the same name may come several times. */
  #isAccepted(name: string): boolean {
    const index = this.#next.get(name) ?? 0;
    this.#next.set(name, index + 1);
    this.#current = this.#calls.filter((call) => call.line.trim() === name)[index];
    return this.#current?.ack === "";
  }

  #register(name: string): void {
    const [service, method] = name.split(".") as [string, string];
    const samples = this.#calls.filter((call) => call.line.trim() === name && call.ack === "");
    const typed = (dir: string): WireType => {
      const items = samples.flatMap((call) => call.items.filter((item) => item.dir === dir && item.type));
      const type = dir === "c2s" ? (this.#requestType(name) ?? items[0]?.type) : items[0]?.type;
      return captureType(this.#types, type ?? "stub.Req");
    };
    if (!samples.some(isRequestReply)) {
      const handle = (_context: unknown, stream: CallStream): Promise<void> =>
        this.#raw(this.#current, stream);
      this.server.register(service, method, { kind: "raw", public: false, handle });
      return;
    }
    const requestType = typed("c2s");
    this.server.register(service, method, {
      kind: "request-reply",
      public: false,
      requestType,
      responseType: typed("s2c"),
      handle: (_context, request, upload) => this.#reply(this.#current, requestType, request, upload),
    });
  }

  /** A recorded request may be of a wrong type on purpose: the method's own is the one named after it. */
  #requestType(name: string): string | undefined {
    const type = `${name.startsWith("FleetManager.") ? "fleetmanager" : "hypervisor"}.${name.split(".")[1]}Request`;
    try {
      this.#types.named(type);
      return type;
    } catch {
      return undefined;
    }
  }

  async #reply(call: Call | undefined, type: WireType, request: unknown, upload: Upload): Promise<unknown> {
    if (call === undefined) throw this.#fail(new Error("a call nobody made"));
    const sent = call.items.filter((item) => item.dir === "c2s");
    const status = call.items.find((item) => item.kind === "status");
    const reply = call.items.find((item) => item.dir === "s2c" && item.type !== undefined);
    try {
      if (sent[0]?.type !== undefined) expectValue(type, request, sent[0].value, `request of ${call.line}`);
      const refused = ((reply?.value ?? {}) as { Error?: string }).Error;
      if (!refused) await takeUpload(sent.slice(1), upload);
    } catch (error) {
      throw this.#fail(error as Error);
    }
    if (status !== undefined && status.text !== "") {
      throw new Error([status, ...strayItems(call)].map((item) => item.text).join("\n"));
    }
    return fromVectorValue(captureType(this.#types, reply?.type ?? "stub.Rep"), reply?.value);
  }

  async #raw(call: Call | undefined, stream: CallStream): Promise<void> {
    if (call === undefined) throw new Error("a call nobody made");
    for (const item of call.items) {
      const type = item.type === undefined ? undefined : captureType(this.#types, item.type);
      if (item.dir === "s2c") {
        if (type === undefined) await stream.write(item.bytes);
        else await stream.send(type, fromVectorValue(type, item.value));
      } else if (type === undefined) {
        expectBytes(
          await collect(stream.readExactly(item.bytes.length)),
          item.bytes,
          "raw bytes of the client",
        );
      } else {
        expectValue(type, await stream.receive(type), item.value, `message of ${call.line}`);
      }
    }
  }

  #fail(error: Error): Error {
    this.failure ??= error;
    return error;
  }
}

/** Raw bytes after a request; white space after it is nobody's. */
async function takeUpload(items: readonly Item[], upload: Upload): Promise<void> {
  for (const item of items) {
    if (item.bytes.toString("latin1").trim() === "") continue;
    expectBytes(await collect(upload.readExactly(item.bytes.length)), item.bytes, "uploaded bytes");
  }
}

async function collect(chunks: AsyncIterable<Buffer>): Promise<Buffer> {
  const all: Buffer[] = [];
  for await (const chunk of chunks) all.push(chunk);
  return Buffer.concat(all);
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
