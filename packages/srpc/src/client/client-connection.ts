import { SrpcError, toSrpcError } from "../errors.ts";
import type { GobLimits } from "../gob/limits.ts";
import type { ByteChannel } from "../transport/byte-channel.ts";
import type { CallStream } from "../transport/call-stream.ts";
import { CoderStream } from "../transport/coder-stream.ts";
import type { CoderName } from "../transport/message-coder.ts";
import { Deadline, type WaitOptions } from "../transport/wait.ts";
import type { ValueForm, WireType } from "../wire-type.ts";
import { callFailed, checkMethodName, lineRefusal } from "./refusals.ts";

/** Time a request/reply call may take when the caller says nothing, in milliseconds. */
const CALL_TIMEOUT_MS = 120_000;
/** Time for the acknowledgement of a method line and for a ping. */
const ACKNOWLEDGE_TIMEOUT_MS = 30_000;

/** Whom a connection leads to, and as whom. */
export interface Peer {
  readonly host: string;
  readonly port: number;
  readonly endpoint: string;
  readonly tls: boolean;
  /** Common Name of the certificate that was accepted. */
  readonly userName?: string;
}

export interface OpenOptions extends WaitOptions {
  /** Limits for this call's messages, over those of the connection. */
  readonly limits?: Partial<GobLimits> | undefined;
}

export interface CallOptions extends OpenOptions {
  readonly request: unknown;
  readonly requestType: WireType;
  readonly responseType: WireType;
}

/** A connection to a server. One call at a time: a second one while one runs fails with LIMIT. */
export interface Connection {
  readonly coder: CoderName;
  readonly peer: Peer;
  /** Resolves when the connection is closed. */
  readonly closed: Promise<void>;
  /** True while no call runs and nothing has gone wrong. */
  readonly reusable: boolean;
  ping(options?: WaitOptions): Promise<void>;
  /** A request/reply call; default time-out 120 s. The reply's own `Error` field is the caller's business. */
  call<T = unknown>(method: string, options: CallOptions): Promise<T>;
  /** Starts a raw call; resolves after the acknowledgement (default time-out 30 s). */
  open(method: string, options?: OpenOptions): Promise<CallStream>;
  close(): void;
}

export interface ClientConnectionOptions {
  readonly coder: CoderName;
  readonly peer: Peer;
  readonly form?: ValueForm | undefined;
  readonly limits?: Partial<GobLimits> | undefined;
}

/** The client's end of the protocol on a byte channel that has been connected and secured already. */
export class ClientConnection implements Connection {
  readonly coder: CoderName;
  readonly peer: Peer;
  readonly closed: Promise<void>;
  readonly #channel: ByteChannel;
  readonly #options: ClientConnectionOptions;
  #busyWith: string | undefined;
  #hijacked = false;

  constructor(channel: ByteChannel, options: ClientConnectionOptions) {
    this.#channel = channel;
    this.#options = options;
    this.coder = options.coder;
    this.peer = options.peer;
    this.closed = channel.closed;
    channel.watchIdle(this.#onIdleData);
  }

  get reusable(): boolean {
    return (
      this.#busyWith === undefined && !this.#hijacked && !this.#channel.isClosed && !this.#channel.hasSurplus
    );
  }

  async ping(options: WaitOptions = {}): Promise<void> {
    const deadline = new Deadline({ timeoutMs: ACKNOWLEDGE_TIMEOUT_MS, ...defined(options) });
    this.#begin("ping", options);
    const line = await this.#exchangeLine("", deadline, "ping");
    this.#end();
    if (line !== "") throw this.#loseStep(`the answer to a ping is "${line.slice(0, 200)}"`);
  }

  async call<T = unknown>(method: string, options: CallOptions): Promise<T> {
    checkMethodName(method);
    const deadline = new Deadline({ timeoutMs: CALL_TIMEOUT_MS, ...defined(options) });
    const stream = this.#newStream(method, options);
    const request = stream.encode(options.requestType, options.request);
    await this.#startCall(method, options, deadline);
    await stream.write(request, deadline.rest());
    const status = await stream.readLine(deadline.rest());
    if (status === undefined) throw this.#endedEarly(method, stream);
    if (status !== "") {
      stream.finish();
      throw callFailed(method, status);
    }
    const reply = await stream.receive<T>(options.responseType, deadline.rest());
    if (reply === undefined) throw this.#endedEarly(method, stream);
    stream.finish();
    return reply;
  }

  async open(method: string, options: OpenOptions = {}): Promise<CallStream> {
    checkMethodName(method);
    const deadline = new Deadline({ timeoutMs: ACKNOWLEDGE_TIMEOUT_MS, ...defined(options) });
    const stream = this.#newStream(method, options);
    await this.#startCall(method, options, deadline);
    return stream;
  }

  close(): void {
    // Lost already: no error to make, of which there may be a thousand at once.
    if (this.#channel.stream.destroyed) return;
    this.#channel.destroy(new SrpcError("ABORTED", "the connection was closed by us"));
  }

  #newStream(method: string, options: OpenOptions): CoderStream {
    const limits = options.limits ?? this.#options.limits;
    return new CoderStream(this.#channel, {
      coder: this.coder,
      side: "client",
      form: this.#options.form,
      limits,
      doing: method,
      onFinish: () => this.#end(),
      onHijack: () => {
        this.#hijacked = true;
      },
    });
  }

  /** Sends the method line and reads the acknowledgement. The request must wait for it: refused, it would be run. */
  async #startCall(method: string, options: WaitOptions, deadline: Deadline): Promise<void> {
    this.#begin(method, options);
    const line = await this.#exchangeLine(method, deadline, method);
    if (line === "") return;
    this.#end();
    throw lineRefusal(method, line);
  }

  async #exchangeLine(line: string, deadline: Deadline, doing: string): Promise<string> {
    try {
      await this.#channel.write(Buffer.from(`${line}\n`), deadline.rest());
      const answer = await this.#channel.readLine(undefined, deadline.rest());
      if (answer !== undefined) return answer.toString("utf8").trim();
      throw new SrpcError("PEER_CLOSED", `${doing}: the peer closed the connection`);
    } catch (error) {
      const failure = toSrpcError(error, { doing });
      this.#channel.destroy(failure);
      throw failure;
    }
  }

  #begin(doing: string, options: WaitOptions): void {
    if (options.signal?.aborted) {
      throw new SrpcError("ABORTED", `${doing}: the caller gave up`, { cause: options.signal.reason });
    }
    if (this.#hijacked || this.#channel.isClosed)
      throw new SrpcError("PEER_CLOSED", `${doing}: the connection is closed`);
    if (this.#busyWith !== undefined) {
      throw new SrpcError("LIMIT", `${doing}: the connection is busy with ${this.#busyWith}`);
    }
    if (this.#channel.hasSurplus) throw this.#loseStep("the server sent something nobody asked for");
    this.#busyWith = doing;
  }

  /** The call is over; what the server has sent beyond it means that we are out of step with it. */
  #end(): void {
    this.#busyWith = undefined;
    if (this.#channel.hasSurplus) this.#loseStep("the server sent more than the call's answer");
  }

  #loseStep(text: string): SrpcError {
    const error = new SrpcError("PROTOCOL", `out of step: ${text}`);
    this.#channel.destroy(error);
    return error;
  }

  #endedEarly(method: string, stream: CoderStream): SrpcError {
    const error = new SrpcError(
      "PEER_CLOSED",
      `${method}: the peer closed the connection instead of answering`,
      {
        requestSent: stream.sent,
      },
    );
    stream.abort(error);
    return error;
  }

  readonly #onIdleData = (): void => {
    if (this.#busyWith !== undefined || this.#hijacked) return;
    this.#loseStep("the server sent something, or its end, while no call ran");
  };
}

/** The options without those that are undefined, so that defaults stay. */
function defined(options: WaitOptions): WaitOptions {
  return {
    ...(options.timeoutMs === undefined ? {} : { timeoutMs: options.timeoutMs }),
    ...(options.signal === undefined ? {} : { signal: options.signal }),
  };
}
