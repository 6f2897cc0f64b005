import type { LiveClientEvents, LiveResume, LiveServerEvents, LiveTopic } from "@stackdeck/api-types";
import type { Socket } from "socket.io";
import { RateLimit } from "../auth/rate-limit.ts";
import type { Viewer } from "../fleet/byte-channels.ts";
import type { LiveHub } from "./live-hub.ts";
import { subscriptionProblem } from "./live-params.ts";
import type { Subscription } from "./subscription.ts";

const maxSubscriptions = 64;
/** Messages of a browser: fast typing and scrolling need a handful a second. */
const messageBurst = 200;
const messagesPerMinute = 3000;

/** The socket of one browser, with who sits before it. */
export type LiveSocket = Socket<
  LiveClientEvents,
  LiveServerEvents,
  Record<string, never>,
  { viewer: Viewer }
>;

interface Followed {
  readonly id: number;
  readonly subscription: Subscription;
}

/** The subscriptions of one browser. */
export class LiveConnection {
  readonly #socket: LiveSocket;
  readonly #hub: LiveHub;
  readonly #epoch: string;
  readonly #limit = new RateLimit({
    burst: messageBurst,
    perMinute: messagesPerMinute,
    now: () => performance.now(),
  });
  readonly #byId = new Map<number, Followed>();
  /** Subscriptions that missed deltas because the browser did not read; they get a snapshot once it does. */
  readonly #behind = new Set<Followed>();

  constructor(socket: LiveSocket, hub: LiveHub, epoch: string) {
    this.#socket = socket;
    this.#hub = hub;
    this.#epoch = epoch;
    socket.use((_event, next) => {
      if (this.#limit.take("")) return next();
      // Not a farewell: a browser that went wild for a moment comes back by itself.
      socket.conn.close();
    });
    socket.on("subscribe", (request, acknowledge) => {
      if (typeof acknowledge === "function") acknowledge(this.#subscribe(request));
    });
    socket.on("unsubscribe", (id) => this.#drop(id));
    socket.on("echo", (acknowledge) => {
      if (typeof acknowledge === "function") acknowledge(Date.now());
    });
    socket.on("disconnect", () => {
      for (const id of [...this.#byId.keys()]) this.#drop(id);
    });
  }

  /** Sends what is new, or notes that it could not be sent because the browser is slow. */
  send(due: ReadonlySet<Subscription>): void {
    const slow = this.#isSlow();
    for (const followed of this.#byId.values()) {
      if (slow) {
        if (due.has(followed.subscription)) this.#behind.add(followed);
      } else if (this.#behind.delete(followed)) {
        this.#socket.emit("snapshot", followed.id, followed.subscription.snapshot(this.#epoch));
      } else if (due.has(followed.subscription)) {
        const delta = followed.subscription.delta();
        if (delta !== undefined) this.#socket.emit("delta", { id: followed.id, ...delta });
      }
    }
  }

  /** True while earlier packets have not left: then nothing is queued on top of them. */
  #isSlow(): boolean {
    const { conn } = this.#socket;
    return (conn as unknown as { writeBuffer: readonly unknown[] }).writeBuffer.length > 0;
  }

  #subscribe(request: unknown): LiveResume<unknown> {
    const r = (typeof request === "object" && request !== null ? request : {}) as Record<string, unknown>;
    const { id, topic, params, resume } = r;
    if (typeof id !== "number" || !Number.isInteger(id)) {
      return { kind: "error", code: "INVALID_REQUEST", message: "id: a whole number" };
    }
    const problem = subscriptionProblem(topic, params);
    if (problem !== undefined) return { kind: "error", code: "INVALID_REQUEST", message: problem };
    if (!this.#byId.has(id) && this.#byId.size >= maxSubscriptions) {
      return { kind: "error", code: "TOO_MANY", message: `at most ${maxSubscriptions} subscriptions` };
    }
    this.#drop(id);
    const subscription = this.#hub.follow(topic as LiveTopic, params);
    this.#byId.set(id, { id, subscription });
    if (this.#resumes(subscription, resume)) return { kind: "unchanged", revision: subscription.revision };
    return { kind: "snapshot", snapshot: subscription.snapshot(this.#epoch) };
  }

  #resumes(subscription: Subscription, resume: unknown): boolean {
    if (typeof resume !== "object" || resume === null) return false;
    const { epoch, revision } = resume as Record<string, unknown>;
    return epoch === this.#epoch && typeof revision === "number" && subscription.resume(revision);
  }

  #drop(id: unknown): void {
    const followed = this.#byId.get(id as number);
    if (followed === undefined) return;
    this.#byId.delete(followed.id);
    this.#behind.delete(followed);
    this.#hub.unfollow(followed.subscription);
  }
}
