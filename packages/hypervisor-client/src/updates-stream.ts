import { GetUpdatesRequest, Update, type VmInfo, wireTypeOf } from "@stackdeck/api-types";
import { type CallStream, type Connection, type StructWireType, withLargeMaps } from "@stackdeck/srpc";
import type { ConnectionSource } from "./connection-source.ts";

/** After so long without a message the hypervisor is asked for one: a half-open line tells nothing by itself. */
const PING_AFTER_MS = 5_000;
/** After so long without an answer the line is taken for dead. */
const DEAD_AFTER_MS = 19_000;
/** The first message holds every VM: its encoding may take a busy hypervisor a while. */
const FIRST_MESSAGE_MS = 60_000;

/** An Update as streams are read: with the VMs, of which there may be very many, in a Map. */
export interface StreamedUpdate extends Omit<Update, "VMs"> {
  readonly VMs?: ReadonlyMap<string, VmInfo> | undefined;
}

const updateType = withLargeMaps(wireTypeOf(Update) as StructWireType, ["VMs"]);

/** Timers of the stream, so that tests need not wait. */
export interface StreamTimers {
  setTimeout(callback: () => void, ms: number): unknown;
  clearTimeout(timer: unknown): void;
}

export interface UpdatesOptions {
  readonly signal: AbortSignal;
  readonly timers?: StreamTimers;
  /** Every message in order; the first one is complete and replaces all that was known. */
  readonly onUpdate: (update: StreamedUpdate, first: boolean) => void | Promise<void>;
  /** Called after each message and each answered ping. */
  readonly onAlive?: () => void;
}

/** The update stream fell silent. */
export class UpdatesSilentError extends Error {
  constructor(ms: number) {
    super(`no message for ${Math.round(ms / 1000)} seconds`);
    this.name = "UpdatesSilentError";
  }
}

/**
 * Follows a hypervisor's GetUpdates stream until it ends, fails or the signal aborts, and always throws or returns
 * then. Reads as fast as it can: a subscriber that leaves 16 messages unread is cut off by the hypervisor.
 */
export async function followUpdates(source: ConnectionSource, options: UpdatesOptions): Promise<void> {
  const connection = await source.dedicated(options);
  const stop = () => connection.close();
  options.signal.addEventListener("abort", stop, { once: true });
  try {
    options.signal.throwIfAborted();
    await readUpdates(connection, options);
  } finally {
    options.signal.removeEventListener("abort", stop);
    connection.close();
  }
}

async function readUpdates(connection: Connection, options: UpdatesOptions): Promise<void> {
  const stream = await connection.open("Hypervisor.GetUpdates", { signal: options.signal });
  const silence = new SilenceWatch(connection, stream, options.timers ?? globalTimers);
  try {
    for (let first = true; ; first = false) {
      const update = await stream.receive<StreamedUpdate>(
        updateType,
        first ? { timeoutMs: FIRST_MESSAGE_MS } : {},
      );
      if (update === undefined) return;
      silence.heard();
      options.onAlive?.();
      await options.onUpdate(update, first);
    }
  } catch (error) {
    throw silence.failure ?? error;
  } finally {
    silence.stop();
  }
}

/** Pings a quiet stream and closes a dead one. Starts with the first message: before it, its own limit holds. */
class SilenceWatch {
  failure: UpdatesSilentError | undefined;
  #timer: unknown;
  readonly #connection: Connection;
  readonly #stream: CallStream;
  readonly #timers: StreamTimers;

  constructor(connection: Connection, stream: CallStream, timers: StreamTimers) {
    this.#connection = connection;
    this.#stream = stream;
    this.#timers = timers;
  }

  /** A message came: the silence starts anew. */
  heard(): void {
    this.stop();
    this.#timer = this.#timers.setTimeout(() => this.#ping(), PING_AFTER_MS);
  }

  stop(): void {
    if (this.#timer !== undefined) this.#timers.clearTimeout(this.#timer);
    this.#timer = undefined;
  }

  #ping(): void {
    // An empty request only: registrations of leases that it may carry need no privilege there, and are not ours.
    this.#stream.send(wireTypeOf(GetUpdatesRequest), {}).catch(() => this.#connection.close());
    this.#timer = this.#timers.setTimeout(() => {
      this.failure = new UpdatesSilentError(DEAD_AFTER_MS);
      this.#connection.close();
    }, DEAD_AFTER_MS - PING_AFTER_MS);
  }
}

const globalTimers: StreamTimers = {
  setTimeout: (callback, ms) => setTimeout(callback, ms),
  clearTimeout: (timer) => clearTimeout(timer as NodeJS.Timeout),
};
