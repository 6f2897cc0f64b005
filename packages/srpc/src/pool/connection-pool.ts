import type { CallOptions, Connection, OpenOptions } from "../client/client-connection.ts";
import { SrpcError } from "../errors.ts";
import type { CallStream } from "../transport/call-stream.ts";
import { Deadline, type WaitOptions } from "../transport/wait.ts";
import type { DialLimiter } from "./dial-limiter.ts";
import { releasingStream } from "./releasing-stream.ts";
import { Slots } from "./slots.ts";

/** Short calls share connections one after the other; streams keep theirs, and have a ceiling of their own. */
export type Purpose = "call" | "stream";

export interface PoolOptions {
  /** Makes a connection to the pool's one target as its one identity. */
  readonly dial: (signal: AbortSignal | undefined) => Promise<Connection>;
  /** Shared by all pools of a process. */
  readonly dialLimiter?: DialLimiter | undefined;
  /** Most connections for calls at once. Default 4. */
  readonly maxCalls?: number | undefined;
  /** Most connections for streams at once. Default 64. */
  readonly maxStreams?: number | undefined;
  /** Most callers that may wait for a connection, for each purpose. Default 1000. */
  readonly maxWaiting?: number | undefined;
  /** A connection nobody used for so long is closed. Default 60000. */
  readonly idleCloseMs?: number | undefined;
  /** A connection nobody used for so long must answer a ping before it is used. Default 5000. */
  readonly pingAfterIdleMs?: number | undefined;
  /** How long that ping may take. Default 5000. */
  readonly pingTimeoutMs?: number | undefined;
  /** Milliseconds of a monotonic clock, for tests. */
  readonly now?: (() => number) | undefined;
}

/** A connection on loan. */
export interface Lease {
  readonly connection: Connection;
  /** True when it had served someone before. */
  readonly reused: boolean;
  /** Gives it back; closed unless it can be used again. Once is enough, more does no harm. */
  release(): void;
}

interface Idle {
  readonly connection: Connection;
  readonly since: number;
  readonly timer: NodeJS.Timeout;
}

/** Connections to one target as one identity. */
export class ConnectionPool {
  readonly #options: PoolOptions;
  readonly #lanes: Record<Purpose, Slots>;
  readonly #now: () => number;
  readonly #leased = new Set<Connection>();
  #idle: Idle[] = [];
  #closed = false;

  constructor(options: PoolOptions) {
    this.#options = options;
    const { maxCalls = 4, maxStreams = 64, maxWaiting = 1000 } = options;
    this.#lanes = { call: new Slots(maxCalls, maxWaiting), stream: new Slots(maxStreams, maxWaiting) };
    this.#now = options.now ?? (() => performance.now());
  }

  /** Connections on loan, idle and callers waiting, for metrics. */
  get counts(): { readonly active: number; readonly idle: number; readonly waiting: number } {
    const { call, stream } = this.#lanes;
    return {
      active: call.taken + stream.taken,
      idle: this.#idle.length,
      waiting: call.waiting + stream.waiting,
    };
  }

  /**
   * A request/reply call on a connection of the pool. Never sent twice: only a reused connection that turns out
   * dead before any byte of the request left is replaced by a new one.
   */
  async call<T = unknown>(method: string, options: CallOptions): Promise<T> {
    const deadline = new Deadline(options);
    for (;;) {
      const lease = await this.acquire("call", deadline.rest());
      try {
        return await lease.connection.call<T>(method, { ...options, ...deadline.rest() });
      } catch (error) {
        const dead = error instanceof SrpcError && error.code === "PEER_CLOSED" && !error.requestSent;
        if (!dead || !lease.reused) throw error;
      } finally {
        lease.release();
      }
    }
  }

  /** Starts a raw call on a connection of its own, which comes back to the pool when the call ends in good order. */
  async open(method: string, options: OpenOptions = {}): Promise<CallStream> {
    const deadline = new Deadline(options);
    for (;;) {
      const lease = await this.acquire("stream", deadline.rest());
      try {
        const stream = await lease.connection.open(method, { ...options, ...deadline.rest() });
        return releasingStream(stream, lease);
      } catch (error) {
        lease.release();
        const dead = error instanceof SrpcError && error.code === "PEER_CLOSED";
        if (!dead || !lease.reused) throw error;
      }
    }
  }

  /** A connection for one exchange. @throws SrpcError LIMIT when too many wait, and whatever dialling throws. */
  async acquire(purpose: Purpose, options: WaitOptions = {}): Promise<Lease> {
    const lane = this.#lanes[purpose];
    const deadline = new Deadline(options);
    this.#assertOpen();
    await lane.take(options);
    try {
      this.#assertOpen();
      const found = (await this.#takeIdle(deadline)) ?? {
        connection: await this.#dial(deadline.rest()),
        reused: false,
      };
      return this.#lend(found.connection, found.reused, lane);
    } catch (error) {
      lane.give();
      throw error;
    }
  }

  /** Closes all connections, those on loan too, and refuses further ones. */
  close(): void {
    this.#closed = true;
    for (const idle of this.#idle.splice(0)) this.#drop(idle);
    for (const connection of this.#leased) connection.close();
  }

  #assertOpen(): void {
    if (this.#closed) throw new SrpcError("ABORTED", "the connection pool is closed");
  }

  async #takeIdle(deadline: Deadline): Promise<{ connection: Connection; reused: true } | undefined> {
    for (;;) {
      const idle = this.#idle.pop();
      if (idle === undefined) return undefined;
      clearTimeout(idle.timer);
      const { connection } = idle;
      if (connection.reusable && (await this.#isAlive(idle, deadline.rest())))
        return { connection, reused: true };
      connection.close();
    }
  }

  async #isAlive(idle: Idle, options: WaitOptions): Promise<boolean> {
    if (this.#now() - idle.since < (this.#options.pingAfterIdleMs ?? 5000)) return true;
    const limit = this.#options.pingTimeoutMs ?? 5000;
    try {
      await idle.connection.ping({
        signal: options.signal,
        timeoutMs: Math.min(limit, options.timeoutMs ?? limit),
      });
      return true;
    } catch (error) {
      // Who gave up is told so; the connection has been closed by that, and no other one is tried.
      if (options.signal?.aborted) throw error;
      return false;
    }
  }

  #dial(options: WaitOptions): Promise<Connection> {
    const signals = [
      ...(options.signal === undefined ? [] : [options.signal]),
      ...(options.timeoutMs === undefined ? [] : [AbortSignal.timeout(options.timeoutMs)]),
    ];
    const signal = signals.length > 1 ? AbortSignal.any(signals) : signals[0];
    const act = (): Promise<Connection> => this.#options.dial(signal);
    return this.#options.dialLimiter === undefined ? act() : this.#options.dialLimiter.run(act, signal);
  }

  #lend(connection: Connection, reused: boolean, lane: Slots): Lease {
    if (this.#closed) connection.close();
    this.#assertOpen();
    this.#leased.add(connection);
    let released = false;
    return {
      connection,
      reused,
      release: () => {
        if (released) return;
        released = true;
        this.#leased.delete(connection);
        if (connection.reusable && !this.#closed) this.#keep(connection);
        else connection.close();
        lane.give();
      },
    };
  }

  #keep(connection: Connection): void {
    const timer = setTimeout(() => {
      this.#idle = this.#idle.filter((other) => other !== idle);
      this.#drop(idle);
    }, this.#options.idleCloseMs ?? 60_000);
    timer.unref();
    const idle: Idle = { connection, since: this.#now(), timer };
    this.#idle.push(idle);
  }

  #drop(idle: Idle): void {
    clearTimeout(idle.timer);
    idle.connection.close();
  }
}
