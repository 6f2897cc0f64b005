/** Calls as one identity to one hypervisor, straight on the protocol: what the bytes say is what the tests see. */
import { type CallStream, type Connection, connect, type Identity, SrpcError } from "@stackdeck/srpc";
import { check, matches } from "./checks.ts";
import { driverOf, type MethodName, requestTypeOf, responseTypeOf } from "./contract.ts";

export interface Address {
  readonly host: string;
  readonly port: number;
}

/** A message in plain form. */
export type Message = Readonly<Record<string, unknown>>;

/** What a call came to, whatever its framing. */
export interface Outcome {
  /** Text of the answer's Error field; "" when it went well. */
  readonly error: string;
  /** The last message of the answer. */
  readonly response: Message;
  /** Progress texts, in order. */
  readonly progress: readonly string[];
}

const callTimeoutMs = 60_000;

/** An open streaming call. */
export class OpenCall {
  readonly stream: CallStream;
  readonly #connection: Connection;
  readonly #method: MethodName;
  constructor(connection: Connection, method: MethodName, stream: CallStream) {
    this.#connection = connection;
    this.#method = method;
    this.stream = stream;
  }
  /** Sends one request message. */
  send(request: Message): Promise<void> {
    return this.stream.send(requestTypeOf(this.#method), request);
  }
  /** The next answer; undefined at the end of the stream. */
  async receive(timeoutMs = callTimeoutMs): Promise<Message | undefined> {
    return this.stream.receive<Message>(responseTypeOf(this.#method), { timeoutMs });
  }
  /** The next answer; fails at the end of the stream. */
  async expect(timeoutMs = callTimeoutMs): Promise<Message> {
    const message = await this.receive(timeoutMs);
    check(message !== undefined, `an answer of ${this.#method}, not the end of the stream`);
    return message;
  }
  /** Gives the connection up without a word. */
  async close(): Promise<void> {
    this.stream.abort();
    this.#connection.close();
  }
}

export class Client {
  readonly address: Address;
  readonly identity: Identity;
  readonly #withoutPowers: boolean;
  readonly #idle: Connection[] = [];
  readonly #derived: Client[] = [];

  constructor(address: Address, identity: Identity, options: { withoutPowers?: boolean } = {}) {
    this.address = address;
    this.identity = identity;
    this.#withoutPowers = options.withoutPowers ?? false;
  }

  get userName(): string {
    return this.identity.userName;
  }

  /** The same caller at another hypervisor. */
  at(address: Address): Client {
    return this.#derive(new Client(address, this.identity));
  }

  /** The same caller with the certificate's method powers put aside. */
  withoutPowers(): Client {
    return this.#derive(new Client(this.address, this.identity, { withoutPowers: true }));
  }

  /** Remembers a client made from this one, so that it is closed with it. */
  #derive(client: Client): Client {
    this.#derived.push(client);
    return client;
  }

  async connect(): Promise<Connection> {
    return connect({
      host: this.address.host,
      port: this.address.port,
      tls: { identities: [this.identity], verify: "any" },
      doNotUseMethodPowers: this.#withoutPowers,
      coder: "gob",
    });
  }

  /** A request/reply call; the answer as it came, business errors in its Error field. */
  async call(method: MethodName, request: Message = {}): Promise<Message> {
    const connection = this.#idle.pop() ?? (await this.connect());
    try {
      const response = await connection.call(`Hypervisor.${method}`, {
        request,
        requestType: requestTypeOf(method),
        responseType: responseTypeOf(method),
        timeoutMs: callTimeoutMs,
      });
      if (connection.reusable) this.#idle.push(connection);
      return response as Message;
    } catch (error) {
      connection.close();
      throw error;
    }
  }

  /** A request/reply call that has to go well. */
  async ok(method: MethodName, request: Message = {}): Promise<Message> {
    const response = await this.call(method, request);
    check((response.Error ?? "") === "", `${method} to go well, but it answered: ${response.Error}`);
    return response;
  }

  /** A streaming call on a connection of its own. */
  async open(method: MethodName): Promise<OpenCall> {
    const connection = await this.connect();
    try {
      return new OpenCall(connection, method, await connection.open(`Hypervisor.${method}`));
    } catch (error) {
      connection.close();
      throw error;
    }
  }

  /**
   * Makes any call and says what it came to. Streams are given up after their first answer; `data` follows the request
   * as raw bytes.
   */
  async attempt(method: MethodName, request: Message = {}, data?: Uint8Array): Promise<Outcome> {
    if (driverOf(method) === "request-reply") {
      const response = await this.call(method, request);
      return { error: String(response.Error ?? ""), response, progress: [] };
    }
    const call = await this.open(method);
    try {
      await call.send(request);
      if (data !== undefined) await call.stream.write(data);
      // The one upload is a request/reply method that takes its bytes in between: a status line comes first.
      if (driverOf(method) === "upload") matches(await call.stream.readLine(), "", "the status line");
      return await readOutcome(call, driverOf(method).includes("progress"));
    } finally {
      await call.close();
    }
  }

  /** A call of any framing that has to be refused with this text. */
  async refused(method: MethodName, request: Message, text: string | RegExp): Promise<void> {
    matches((await this.attempt(method, request)).error, text, `the error of ${method}`);
  }

  /** A call of any framing that has to go well. */
  async succeed(method: MethodName, request: Message, data?: Uint8Array): Promise<Outcome> {
    const outcome = await this.attempt(method, request, data);
    check(outcome.error === "", `${method} to go well, but it answered: ${outcome.error}`);
    return outcome;
  }

  /** A call whose very method line has to be refused. */
  async denied(method: MethodName, request: Message = {}): Promise<void> {
    try {
      await this.attempt(method, request);
    } catch (error) {
      if (error instanceof SrpcError) return matches(error.message, /access to method denied/, "the refusal");
      throw error;
    }
    check(false, `${method} to be denied to ${this.userName}`);
  }

  /** A call after which the hypervisor closes the connection without any answer. */
  async dropped(method: MethodName, request: Message): Promise<void> {
    try {
      const { error } = await this.attempt(method, request);
      check(false, `${method} to end without an answer, but it answered: ${error || "success"}`);
    } catch (error) {
      if (!(error instanceof SrpcError)) throw error;
    }
  }

  /** A call that answers a length and then so many raw bytes. */
  async download(method: MethodName, request: Message): Promise<{ response: Message; bytes: Buffer }> {
    const call = await this.open(method);
    try {
      await call.send(request);
      const response = await call.expect();
      check((response.Error ?? "") === "", `${method} to go well, but it answered: ${response.Error}`);
      return { response, bytes: await readBytes(call, Number(response.Length ?? 0)) };
    } finally {
      await call.close();
    }
  }

  close(): void {
    for (const connection of this.#idle.splice(0)) connection.close();
    for (const client of this.#derived.splice(0)) client.close();
  }
}

async function readOutcome(call: OpenCall, untilFinal: boolean): Promise<Outcome> {
  const progress: string[] = [];
  for (;;) {
    const response = await call.expect();
    if (response.ProgressMessage) progress.push(String(response.ProgressMessage));
    const error = String(response.Error ?? "");
    if (!untilFinal || error !== "" || response.Final || response.RequestCommit)
      return { error, response, progress };
  }
}

/** Reads exactly `length` raw bytes of an open call. */
export async function readBytes(call: OpenCall, length: number): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of call.stream.readExactly(length)) chunks.push(chunk);
  const bytes = Buffer.concat(chunks);
  check(bytes.length === length, `${length} bytes, got ${bytes.length}`);
  return bytes;
}
