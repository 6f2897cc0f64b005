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

/** What a browser asks to follow, looked over. */
interface SubscribeRequest {
  readonly id: number;
  readonly topic: LiveTopic;
  readonly params: unknown;
  readonly resume: unknown;
}

type Refused = LiveResume<unknown> & { readonly kind: "error" };

function refusal(code: string, message: string): Refused {
  return { kind: "error", code, message };
}

const superseded = refusal("SUPERSEDED", "something else was asked for meanwhile");
const tooMuch = refusal(
  "TOO_MANY",
  "too many different lists are open: close some, or use an order that is in use",
);

function readRequest(given: unknown): SubscribeRequest | Refused {
  const r = (typeof given === "object" && given !== null ? given : {}) as Record<string, unknown>;
  const { id, topic, params, resume } = r;
  if (typeof id !== "number" || !Number.isInteger(id))
    return refusal("INVALID_REQUEST", "id: a whole number");
  const problem = subscriptionProblem(topic, params);
  if (problem !== undefined) return refusal("INVALID_REQUEST", problem);
  return { id, topic: topic as LiveTopic, params, resume };
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
  /** What was asked for last under an id whose list is still being made. */
  readonly #asked = new Map<number, SubscribeRequest>();
  /** Lists are made one after the other, so that no browser holds up others with many. */
  #made: Promise<void> = Promise.resolve();

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
      if (typeof acknowledge === "function") this.#subscribe(request, acknowledge);
    });
    socket.on("unsubscribe", (id) => this.#drop(id));
    socket.on("echo", (acknowledge) => {
      if (typeof acknowledge === "function") acknowledge(Date.now());
    });
    socket.on("disconnect", () => {
      this.#asked.clear();
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

  #subscribe(given: unknown, answer: (answer: LiveResume<unknown>) => void): void {
    const request = readRequest(given);
    if ("kind" in request) {
      answer(request);
      return;
    }
    const { id, topic, params } = request;
    const isNew = !this.#byId.has(id) && !this.#asked.has(id);
    if (isNew && this.#byId.size + this.#asked.size >= maxSubscriptions) {
      answer(refusal("TOO_MANY", `at most ${maxSubscriptions} subscriptions`));
      return;
    }
    this.#drop(id);
    if (!this.#hub.takesLong(topic, params)) {
      answer(this.#follow(request));
      return;
    }
    this.#asked.set(id, request);
    this.#made = this.#made.then(() => this.#whenMade(request, answer));
  }

  /** Follows a list once it is there, unless something else was asked for meanwhile. */
  async #whenMade(request: SubscribeRequest, answer: (answer: LiveResume<unknown>) => void): Promise<void> {
    const isWanted = () => this.#asked.get(request.id) === request;
    const making = isWanted() ? this.#hub.prepare(request.topic, request.params, isWanted) : undefined;
    // What cannot be made in slices fails in `follow` too, where it is told.
    if (making) await making.catch(() => undefined);
    if (!isWanted()) {
      answer(superseded);
      return;
    }
    this.#asked.delete(request.id);
    answer(making === false ? tooMuch : this.#follow(request));
  }

  #follow({ id, topic, params, resume }: SubscribeRequest): LiveResume<unknown> {
    const subscription = this.#hub.follow(topic, params);
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
    this.#asked.delete(id as number);
    const followed = this.#byId.get(id as number);
    if (followed === undefined) return;
    this.#byId.delete(followed.id);
    this.#behind.delete(followed);
    this.#hub.unfollow(followed.subscription);
  }
}
