import type { Update } from "@stackdeck/api-types";
import type { Clock, Timer } from "../base/clock.ts";

/** One change; evaluated when the message is written, so that quick changes of a VM collapse. */
export type PendingUpdate = () => Update;

/** Messages a subscriber may be behind before the server cuts it off. */
export const UPDATE_QUEUE = 16;
/** How long changes are collected before they are written. */
const FLUSH_MS = 10;
/** Silence after which a message is sent all the same. */
export const HEARTBEAT_MS = 15 * 60_000;

export interface SubscriberOptions {
  readonly clock: Clock;
  /** Writes one message; the promise is the back-pressure. */
  readonly write: (update: Update) => Promise<void>;
  /** The message of a heartbeat or ping. */
  readonly health: PendingUpdate;
  /** The subscriber is too slow or its connection failed: cut it off. */
  readonly cut: () => void;
}

/** One reader of the update stream. */
export class Subscriber {
  readonly #options: SubscriberOptions;
  #queue: PendingUpdate[] = [];
  #writing = false;
  #flush: Timer | undefined;
  #heartbeat: Timer | undefined;
  #closed = false;

  constructor(options: SubscriberOptions) {
    this.#options = options;
    this.#armHeartbeat();
  }

  /** Queues a message. A full queue behind a blocked connection ends the subscription. */
  push(update: PendingUpdate): void {
    if (this.#closed) return;
    if (this.#writing && this.#queue.length >= UPDATE_QUEUE) {
      this.close();
      this.#options.cut();
      return;
    }
    this.#queue.push(update);
    if (!this.#writing) this.#flush ??= this.#options.clock.after(FLUSH_MS, () => void this.#drain());
  }

  /** Answers an empty request of the client. */
  ping(): void {
    this.push(this.#options.health);
  }

  close(): void {
    this.#closed = true;
    this.#queue = [];
    this.#flush?.cancel();
    this.#heartbeat?.cancel();
  }

  async #drain(): Promise<void> {
    this.#flush = undefined;
    this.#writing = true;
    try {
      for (let next = this.#queue.shift(); next !== undefined; next = this.#queue.shift()) {
        await this.#options.write(next());
        if (this.#closed) return;
      }
    } catch {
      this.close();
      this.#options.cut();
      return;
    } finally {
      this.#writing = false;
    }
    this.#armHeartbeat();
  }

  #armHeartbeat(): void {
    this.#heartbeat?.cancel();
    this.#heartbeat = this.#options.clock.after(HEARTBEAT_MS, () => {
      this.ping();
      this.#armHeartbeat();
    });
  }
}

/** Everybody who reads the update stream of one hypervisor. */
export class Broadcaster {
  readonly #subscribers = new Set<Subscriber>();
  /** Hears everything at once, inside the process. */
  tap: ((update: PendingUpdate) => void) | undefined;

  add(subscriber: Subscriber): void {
    this.#subscribers.add(subscriber);
  }

  remove(subscriber: Subscriber): void {
    subscriber.close();
    this.#subscribers.delete(subscriber);
  }

  /** True when nobody listens, so that a message need not even be made. */
  get isSilent(): boolean {
    return this.#subscribers.size === 0 && this.tap === undefined;
  }

  send(update: PendingUpdate): void {
    for (const subscriber of this.#subscribers) subscriber.push(update);
    this.tap?.(update);
  }
}
