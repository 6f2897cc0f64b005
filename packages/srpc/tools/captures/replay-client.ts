/** Plays the server's side of a capture to our client and holds what it sends against the client's side. */
import { type Duplex, duplexPair } from "node:stream";
import { ClientConnection } from "../../src/client/client-connection.ts";
import { requestEndpoint } from "../../src/client/http-connect.ts";
import { SrpcError, type SrpcErrorCode } from "../../src/errors.ts";
import { ByteChannel } from "../../src/transport/byte-channel.ts";
import { CoderStream } from "../../src/transport/coder-stream.ts";
import { Deadline } from "../../src/transport/wait.ts";
import type { WireType } from "../../src/wire-type.ts";
import type { TypeCatalogue } from "../vectors/type-catalogue.ts";
import { fromVectorValue } from "../vectors/vector-values.ts";
import { type Capture, captureType, plaintextOf } from "./capture.ts";
import { type Pace, pieces, settle, turn } from "./pacing.ts";
import { type Call, callsOf, type Item, isPing, isRequestReply, strayItems } from "./transcript.ts";
import { expectBytes, expectText, expectValue } from "./values.ts";

const TIMEOUT_MS = 15_000;

export interface ClientReplayOptions {
  readonly types: TypeCatalogue;
  readonly pace: Pace;
  /** The server's side ends after so many bytes. */
  readonly cutAfter?: number;
}

/** The answer to CONNECT, read by our client. @throws Error when it takes it for something else than it is. */
export async function replayGreeting(capture: Capture, pace: Pace): Promise<void> {
  const { greeting } = plaintextOf(capture);
  const [near, far] = duplexPair();
  const asked = requestEndpoint(
    new ByteChannel(near),
    capture.endpoint,
    new Deadline({ timeoutMs: TIMEOUT_MS }),
  ).then(
    () => "connected" as const,
    (error: SrpcError) => error.code,
  );
  await deliver(far, greeting.s2c, pace);
  far.end();
  const status = /^HTTP\/1\.\d (\d{3})/.exec(greeting.s2c.toString("latin1"))?.[1] ?? "closed";
  const expected: Record<string, SrpcErrorCode> = {
    "404": "NO_ENDPOINT",
    "405": "MISSING_CERTIFICATE",
    "401": "BAD_CERTIFICATE",
    closed: "PEER_CLOSED",
  };
  const accepted = greeting.s2c.toString("latin1").startsWith("HTTP/1.0 200 Connected to Go SRPC\n");
  expectText(await asked, accepted ? "connected" : (expected[status] ?? "PROTOCOL"), "answer to CONNECT");
  const recorded = greeting.c2s.toString("latin1");
  if (/^CONNECT \S+ HTTP\/1\.0\n\n$/.test(recorded)) {
    expectText((far.read() as Buffer | null)?.toString("latin1"), recorded, "CONNECT request");
  }
}

/** All calls of a capture. @throws Error at the first difference. */
export async function replayClient(capture: Capture, options: ClientReplayOptions): Promise<void> {
  const coder = capture.coder === "json" ? "json" : "gob";
  const [near, far] = duplexPair();
  const connection = new ClientConnection(new ByteChannel(near), {
    coder,
    peer: { host: "capture", port: 0, endpoint: capture.endpoint, tls: true },
    form: "exact",
  });
  const server = new FakeServer(far, coder, options);
  try {
    for (const call of callsOf(capture, plaintextOf(capture))) {
      const isOpen = await replayCall(connection, server, call, options.types);
      if (!isOpen) break;
    }
  } finally {
    connection.close();
    far.destroy();
  }
}

/** False when the connection has served its purpose. */
async function replayCall(
  connection: ClientConnection,
  server: FakeServer,
  call: Call,
  types: TypeCatalogue,
): Promise<boolean> {
  const method = call.line.trim();
  // What the server never answered our client would wait for; the next call finds the same server state.
  if (call.ack === undefined) return false;
  if (!isPing(call) && !/^[^.\s]*\.[^.\s]+$/.test(method)) {
    await expectError(connection.open(method), "CALL_REFUSED", method);
    return true;
  }
  await Promise.all([server.play(call), act(connection, call, types)]);
  if (strayItems(call).length === 0) return true;
  await settle();
  if (connection.reusable) throw new Error(`${method}: stray bytes were not noticed`);
  return false;
}

async function act(connection: ClientConnection, call: Call, types: TypeCatalogue): Promise<void> {
  const method = call.line.trim();
  const timeoutMs = TIMEOUT_MS;
  if (isPing(call)) return await connection.ping({ timeoutMs });
  if (call.ack !== "") {
    const error = await expectError(connection.open(method, { timeoutMs }), undefined, method);
    expectText(error.message, `${method}: ${call.ack}`, "refusal");
    return;
  }
  const request = call.items.filter((item) => item.dir === "c2s");
  const [first] = request;
  if (isRequestReply(call) && request.length === 1 && first?.type !== undefined) {
    return await actCall(connection, call, first, types);
  }
  const stream = (await connection.open(method, { timeoutMs })) as CoderStream;
  for (const item of answeredItems(call)) await actItem(stream, item, types);
  stream.finish();
}

/** The items up to the proper end of the call. */
function answeredItems(call: Call): Item[] {
  const stray = strayItems(call);
  return call.items.filter((item) => !stray.includes(item));
}

async function actCall(
  connection: ClientConnection,
  call: Call,
  first: Item,
  types: TypeCatalogue,
): Promise<void> {
  const requestType = captureType(types, first.type as string);
  const status = call.items.find((item) => item.kind === "status")?.text ?? "";
  const reply = call.items.find((item) => item.dir === "s2c" && item.type !== undefined);
  const responseType = reply === undefined ? requestType : captureType(types, reply.type as string);
  const request = fromVectorValue(requestType, first.value);
  const called = connection.call(call.line.trim(), {
    request,
    requestType,
    responseType,
    timeoutMs: TIMEOUT_MS,
  });
  if (status !== "") {
    const error = await expectError(called, "CALL_FAILED", "status");
    expectText(error.message, status, "status");
    return;
  }
  expectValue(responseType, await called, reply?.value, call.line);
}

async function actItem(stream: CoderStream, item: Item, types: TypeCatalogue): Promise<void> {
  const options = { timeoutMs: TIMEOUT_MS };
  const type: WireType | undefined = item.type === undefined ? undefined : captureType(types, item.type);
  if (item.dir === "c2s") {
    if (type !== undefined) await stream.send(type, fromVectorValue(type, item.value), options);
    else await stream.write(item.bytes, options);
  } else if (type !== undefined) {
    expectValue(type, await stream.receive(type, options), item.value, "message");
  } else if (item.kind === "raw") {
    const chunks: Buffer[] = [];
    for await (const chunk of stream.readExactly(item.bytes.length, options)) chunks.push(chunk);
    expectBytes(Buffer.concat(chunks), item.bytes, "raw bytes");
  } else {
    expectText(await stream.readLine(options), item.text, item.kind);
  }
}

/** The other end of the wire: checks what comes, sends what was recorded. */
class FakeServer {
  readonly #far: Duplex;
  readonly #channel: ByteChannel;
  readonly #coder: "gob" | "json";
  readonly #options: ClientReplayOptions;
  #left: number;

  constructor(far: Duplex, coder: "gob" | "json", options: ClientReplayOptions) {
    this.#far = far;
    this.#channel = new ByteChannel(far);
    this.#coder = coder;
    this.#options = options;
    this.#left = options.cutAfter ?? Number.POSITIVE_INFINITY;
  }

  async play(call: Call): Promise<void> {
    const line = await this.#channel.readLine(undefined, { timeoutMs: TIMEOUT_MS });
    expectText(line?.toString("utf8"), call.line.trim(), "method line");
    await this.#send(call.ackBytes);
    const stream = new CoderStream(this.#channel, {
      coder: this.#coder,
      side: "server",
      form: "exact",
      doing: "fake",
    });
    let pending: Buffer[] = [];
    for (const item of call.items) {
      if (item.dir === "s2c") {
        pending.push(item.bytes);
        continue;
      }
      await this.#send(Buffer.concat(pending.splice(0)));
      await this.#expect(stream, item);
    }
    await this.#send(Buffer.concat(pending));
    pending = [];
    stream.finish();
  }

  async #expect(stream: CoderStream, item: Item): Promise<void> {
    const options = { timeoutMs: TIMEOUT_MS };
    if (item.type !== undefined) {
      const type = captureType(this.#options.types, item.type);
      expectValue(type, await stream.receive(type, options), item.value, "request");
      return;
    }
    const chunks: Buffer[] = [];
    for await (const chunk of stream.readExactly(item.bytes.length, options)) chunks.push(chunk);
    expectBytes(Buffer.concat(chunks), item.bytes, "raw bytes of the client");
  }

  async #send(bytes: Buffer): Promise<void> {
    const sent = bytes.subarray(0, Math.min(bytes.length, this.#left));
    this.#left -= sent.length;
    await deliver(this.#far, sent, this.#options.pace);
    if (sent.length === bytes.length) return;
    this.#far.end();
    throw new SrpcError("PEER_CLOSED", "the recording was cut here");
  }
}

async function deliver(to: Duplex, bytes: Buffer, pace: Pace): Promise<void> {
  for (const piece of pieces(bytes, pace, bytes.length)) {
    if (to.destroyed) return;
    to.write(piece);
    await turn();
  }
}

async function expectError(
  promise: Promise<unknown>,
  code: SrpcErrorCode | undefined,
  what: string,
): Promise<SrpcError> {
  const outcome = await promise.then(
    () => undefined,
    (error: unknown) => error,
  );
  if (!(outcome instanceof SrpcError))
    throw new Error(`${what}: an SrpcError was due, got ${String(outcome)}`);
  if (code !== undefined) expectText(outcome.code, code, what);
  return outcome;
}
