import type { StreamedUpdate } from "@stackdeck/hypervisor-client";
import { BackOff } from "./back-off.ts";
import type { Inventory } from "./inventory.ts";
import type { InventoryLink } from "./inventory-link.ts";
import { wordsOf } from "./words-of.ts";

/** Follows one update stream to its end; always throws or returns when it is over. */
export type FollowUpdates = (o: {
  readonly signal: AbortSignal;
  readonly onUpdate: (update: StreamedUpdate, first: boolean) => Promise<void>;
  readonly onAlive: () => void;
}) => Promise<void>;

/** Time, so that tests need none. */
export interface SessionClock {
  /** Unix milliseconds. */
  now(): number;
  /** Resolves after so many milliseconds, or at once when the signal aborts. */
  sleep(ms: number, signal: AbortSignal): Promise<void>;
}

/** After so many failed attempts in a row a hypervisor counts as unreachable rather than stale. */
const unreachableAfter = 4;

/** Longest wait between two attempts: whoever comes back after hours must be back on the screens within seconds. */
const longestWaitMs = 5_000;

/** Keeps the update stream of one hypervisor open: connects, follows, reconnects, and says how fresh the rows are. */
export class HypervisorSession {
  readonly #id: string;
  readonly #inventory: Inventory;
  readonly #follow: FollowUpdates;
  readonly #clock: SessionClock;
  readonly #backOff: BackOff;
  readonly #onLive: () => void;
  readonly #onLost: (error: unknown) => void;
  readonly #turn: () => Promise<void>;
  readonly #stopped = new AbortController();
  #running: Promise<void> | undefined;
  #wasLive = false;

  constructor(o: {
    id: string;
    inventory: Inventory;
    follow: FollowUpdates;
    clock: SessionClock;
    random?: () => number;
    /** Called after the first message of each stream. */
    onLive?: () => void;
    onLost?: (error: unknown) => void;
    /** Waited for before the loss of a stream is worked off: many may be lost at once. */
    turn?: () => Promise<void>;
  }) {
    this.#id = o.id;
    this.#inventory = o.inventory;
    this.#follow = o.follow;
    this.#clock = o.clock;
    this.#backOff = new BackOff({ firstMs: 200, maxMs: longestWaitMs, random: o.random ?? Math.random });
    this.#onLive = o.onLive ?? (() => {});
    this.#onLost = o.onLost ?? (() => {});
    this.#turn = o.turn ?? (() => Promise.resolve());
  }

  start(): void {
    this.#running ??= this.#run();
  }

  /** Ends the stream and resolves when it is over. */
  async stop(): Promise<void> {
    this.#stopped.abort();
    await this.#running;
  }

  async #run(): Promise<void> {
    const { signal } = this.#stopped;
    while (!signal.aborted) {
      const link = this.#inventory.openLink(this.#id);
      const problem = await this.#followOnce(link, signal);
      if (signal.aborted) return;
      const wait = this.#backOff.next();
      const isGone = !this.#wasLive || this.#backOff.attempts >= unreachableAfter;
      const freshness = isGone ? "unreachable" : "stale";
      link.state({ freshness, problem });
      await this.#clock.sleep(wait, signal);
    }
  }

  /** One stream from dial to end; returns why it ended, in words. */
  async #followOnce(link: InventoryLink, signal: AbortSignal): Promise<string> {
    try {
      await this.#follow({
        signal,
        onAlive: () => link.heard(this.#clock.now()),
        onUpdate: async (update, first) => {
          for (const _ of link.steps(update, this.#clock.now())) await new Promise(setImmediate);
          if (!first) return;
          this.#wasLive = true;
          this.#backOff.succeeded();
          this.#onLive();
        },
      });
      await this.#turn();
      return "The hypervisor ended its update stream.";
    } catch (error) {
      await this.#turn();
      if (!signal.aborted) this.#onLost(error);
      return wordsOf(error);
    }
  }
}
