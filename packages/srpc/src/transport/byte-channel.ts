import type { Duplex } from "node:stream";
import { SrpcError, toSrpcError } from "../errors.ts";
import { type WaitOptions, waitFor } from "./wait.ts";

/** Longest method, acknowledgement, status or error line that is accepted, in bytes. */
const MAX_LINE_BYTES = 64 * 1024;

interface Waiter {
  readonly resolve: () => void;
  readonly reject: (error: Error) => void;
}

/**
 * Reads and writes bytes on a duplex stream, pulling: nothing is taken from the stream that nobody asked for,
 * so back-pressure reaches the peer, and what was taken too much can be put back.
 * One reader and one writer at a time. An error or time-out of a read destroys the channel.
 */
export class ByteChannel {
  readonly stream: Duplex;
  /** Resolves when the stream is closed, however that came. */
  readonly closed: Promise<void>;
  #pending: Buffer[] = [];
  #ended = false;
  #failure: SrpcError | undefined;
  #readWaiter: Waiter | undefined;
  #drainWaiters: Waiter[] = [];
  #onIdleData: (() => void) | undefined;
  #detached = false;
  #resolveClosed: () => void = () => {};

  constructor(stream: Duplex) {
    this.stream = stream;
    this.closed = new Promise((resolve) => {
      this.#resolveClosed = resolve;
    });
    stream.on("readable", this.#onReadable);
    stream.on("end", this.#onEnd);
    stream.on("error", this.#onError);
    stream.on("close", this.#onClose);
    stream.on("drain", this.#onDrain);
    if (stream.destroyed) this.#onClose();
  }

  get isClosed(): boolean {
    return this.#failure !== undefined || this.stream.destroyed;
  }

  /** True while bytes are at hand that nobody has read, or the peer has ended its side. */
  get hasSurplus(): boolean {
    return this.#pending.length > 0 || this.stream.readableLength > 0 || this.#ended;
  }

  /** Calls back when bytes or the end arrive while no read is waiting. */
  watchIdle(callback: (() => void) | undefined): void {
    this.#onIdleData = callback;
  }

  /** The next bytes, at most `max`; undefined at the end of the stream. */
  async read(max?: number, options: WaitOptions = {}): Promise<Buffer | undefined> {
    for (;;) {
      const chunk = this.#take();
      if (chunk !== undefined) {
        if (max === undefined || chunk.length <= max) return chunk;
        this.unread(chunk.subarray(max));
        return chunk.subarray(0, max);
      }
      if (this.#failure !== undefined) throw this.#failure;
      if (this.#ended) return undefined;
      await this.#waitReadable(options);
    }
  }

  /** Puts bytes back in front of what comes next. */
  unread(bytes: Buffer): void {
    if (bytes.length > 0) this.#pending.unshift(bytes);
  }

  /**
   * One line without its LF; undefined when the stream ended before its first byte.
   * @throws SrpcError LIMIT when the line is longer than `limit` bytes, PEER_CLOSED when the stream ends inside.
   */
  async readLine(limit = MAX_LINE_BYTES, options: WaitOptions = {}): Promise<Buffer | undefined> {
    const parts: Buffer[] = [];
    let length = 0;
    for (;;) {
      const chunk = await this.read(undefined, options);
      if (chunk === undefined) {
        if (length === 0) return undefined;
        throw new SrpcError("PEER_CLOSED", "the stream ended inside a line");
      }
      const end = chunk.indexOf(10);
      const taken = end < 0 ? chunk : chunk.subarray(0, end);
      length += taken.length;
      if (length > limit) {
        const error = new SrpcError("LIMIT", `a line is longer than ${limit} bytes`);
        this.destroy(error);
        throw error;
      }
      parts.push(taken);
      if (end < 0) continue;
      this.unread(chunk.subarray(end + 1));
      return parts.length === 1 ? taken : Buffer.concat(parts, length);
    }
  }

  /** Resolves when more may be written: at once, or after the stream has drained. */
  write(bytes: Uint8Array, options: WaitOptions = {}): Promise<void> {
    if (this.isClosed) return Promise.reject(this.#closedError());
    if (bytes.length === 0 || this.stream.write(bytes)) return Promise.resolve();
    return this.#wait((waiter) => this.#drainWaiters.push(waiter), options);
  }

  /** Resolves when the bytes have been handed to the network, as a write of their own. */
  writeThrough(bytes: Uint8Array, options: WaitOptions = {}): Promise<void> {
    if (this.isClosed) return Promise.reject(this.#closedError());
    return this.#wait((waiter) => {
      this.stream.write(bytes, (error) => (error ? waiter.reject(error) : waiter.resolve()));
    }, options);
  }

  /**
   * Sends what has been written, then closes. What the peer still sends is thrown away meanwhile: closing with
   * unread bytes would reset the connection and could cost the peer our last ones.
   */
  endAndClose(graceMs = 1000): void {
    if (this.#detached || this.stream.destroyed) return;
    this.#detached = true;
    const close = (): void => void this.stream.destroy();
    const timer = setTimeout(close, graceMs);
    timer.unref();
    this.stream.off("readable", this.#onReadable);
    this.stream.once("close", () => clearTimeout(timer));
    this.stream.once("end", close);
    this.stream.end();
    this.stream.resume();
  }

  /** Closes at once; reads and writes that wait fail with `error`. */
  destroy(error?: SrpcError): void {
    if (this.#detached) return;
    this.#fail(error ?? new SrpcError("PEER_CLOSED", "the connection is closed"));
    this.stream.destroy();
  }

  /** Gives the stream back with all unread bytes in it; the channel is of no use afterwards. */
  detach(): Duplex {
    this.#detached = true;
    this.stream.off("readable", this.#onReadable);
    this.stream.off("end", this.#onEnd);
    this.stream.off("error", this.#onError);
    // Between two owners an error must not end the process.
    this.stream.on("error", () => {});
    this.stream.off("drain", this.#onDrain);
    const rest = this.#pending.splice(0);
    for (const chunk of rest.reverse()) this.stream.unshift(chunk);
    return this.stream;
  }

  #take(): Buffer | undefined {
    const own = this.#pending.shift();
    if (own !== undefined) return own;
    const chunk: unknown = this.stream.read();
    return chunk === null ? undefined : (chunk as Buffer);
  }

  async #waitReadable(options: WaitOptions): Promise<void> {
    if (this.#readWaiter !== undefined) throw new SrpcError("LIMIT", "two reads at the same time");
    try {
      await this.#wait((waiter) => {
        this.#readWaiter = waiter;
      }, options);
    } finally {
      this.#readWaiter = undefined;
    }
  }

  async #wait(start: (waiter: Waiter) => void, options: WaitOptions): Promise<void> {
    try {
      await waitFor((resolve, reject) => start({ resolve: () => resolve(undefined), reject }), options);
    } catch (error) {
      const failure = toSrpcError(error, { doing: "connection" });
      this.destroy(failure);
      throw failure;
    }
  }

  #closedError(): SrpcError {
    return this.#failure ?? new SrpcError("PEER_CLOSED", "the connection is closed");
  }

  #fail(error: SrpcError): void {
    if (this.#failure === undefined) this.#failure = error;
    this.#readWaiter?.reject(this.#failure);
    for (const waiter of this.#drainWaiters.splice(0)) waiter.reject(this.#failure);
  }

  readonly #onReadable = (): void => {
    if (this.#readWaiter !== undefined) this.#readWaiter.resolve();
    else if (this.stream.readableLength > 0) this.#onIdleData?.();
    // Nothing to read and yet readable: the end. A read of zero bytes makes the stream say so.
    else this.stream.read(0);
  };

  readonly #onEnd = (): void => {
    this.#ended = true;
    if (this.#readWaiter !== undefined) this.#readWaiter.resolve();
    else this.#onIdleData?.();
  };

  readonly #onError = (error: Error): void => {
    this.#fail(toSrpcError(error, { doing: "connection" }));
  };

  readonly #onClose = (): void => {
    // A stream that ended in good order still gives its last bytes; one that was cut off does not.
    if (!this.#ended) this.#fail(new SrpcError("PEER_CLOSED", "the peer closed the connection"));
    this.#resolveClosed();
  };

  readonly #onDrain = (): void => {
    for (const waiter of this.#drainWaiters.splice(0)) waiter.resolve();
  };
}
