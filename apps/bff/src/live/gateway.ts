import { randomUUID } from "node:crypto";
import type { Server as HttpServer, IncomingMessage } from "node:http";
import type { LiveClientEvents, LiveResume, LiveServerEvents, LiveTopic } from "@stackdeck/api-types";
import { Server, type Socket } from "socket.io";
import type { UpgradeRefusal, Viewer } from "../fleet/byte-channels.ts";
import type { LiveHub } from "./live-hub.ts";
import { subscriptionProblem } from "./live-params.ts";
import type { Subscription } from "./subscription.ts";

/** Changes are sent at most this often: the first one after a pause at once, what follows is collected. */
const tickMs = 50;
const sweepMs = 10_000;
const maxSubscriptions = 64;

type LiveSocket = Socket<LiveClientEvents, LiveServerEvents, Record<string, never>, { viewer: Viewer }>;

interface Followed {
  readonly id: number;
  readonly subscription: Subscription;
}

/** The subscriptions of one browser. */
class LiveConnection {
  readonly #socket: LiveSocket;
  readonly #hub: LiveHub;
  readonly #epoch: string;
  readonly #byId = new Map<number, Followed>();
  /** Subscriptions that missed deltas because the browser did not read; they get a snapshot once it does. */
  readonly #behind = new Set<Followed>();

  constructor(socket: LiveSocket, hub: LiveHub, epoch: string) {
    this.#socket = socket;
    this.#hub = hub;
    this.#epoch = epoch;
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

/** The socket.io side of the live data. */
export class LiveGateway {
  readonly #io: Server<LiveClientEvents, LiveServerEvents, Record<string, never>, { viewer: Viewer }>;
  readonly #connections = new Map<string, LiveConnection>();
  readonly #timers: NodeJS.Timeout[];
  readonly #hub: LiveHub;
  #lastSent = 0;
  #isSoon = false;
  /** Changes with every start of the server. */
  readonly epoch: string = randomUUID();

  constructor(o: {
    server: HttpServer;
    hub: LiveHub;
    check: (request: IncomingMessage) => Promise<Viewer | UpgradeRefusal>;
  }) {
    this.#hub = o.hub;
    this.#io = new Server(o.server, {
      path: "/socket.io",
      serveClient: false,
      cors: { origin: false },
      maxHttpBufferSize: 64 * 1024,
      pingInterval: 10_000,
      pingTimeout: 10_000,
      perMessageDeflate: false,
      destroyUpgrade: false,
      allowRequest: (request, decide) => {
        o.check(request).then(
          (verdict) => decide("status" in verdict ? verdict.reason : null, !("status" in verdict)),
          () => decide("The session could not be checked.", false),
        );
      },
    });
    this.#io.use((socket, next) => {
      o.check(socket.request).then((verdict) => {
        if ("status" in verdict) return next(new Error(verdict.reason));
        socket.data.viewer = verdict;
        return next();
      }, next);
    });
    this.#io.on("connection", (socket) => this.#accept(socket));
    o.hub.onDirty(() => this.#soon());
    // The steady beat is for browsers that were slow and for what came right after a tick.
    this.#timers = [setInterval(() => this.tick(), tickMs), setInterval(() => o.hub.sweep(), sweepMs)];
  }

  /** Browsers that are connected. */
  get size(): number {
    return this.#connections.size;
  }

  /** Sends what has changed since the last time; runs by itself. */
  tick(): void {
    const due = this.#hub.tick();
    if (due.size > 0) this.#lastSent = performance.now();
    for (const connection of this.#connections.values()) connection.send(due);
  }

  /** Lets all browsers go; they come back by themselves. */
  async close(): Promise<void> {
    for (const timer of this.#timers) clearInterval(timer);
    this.#io.disconnectSockets(true);
    this.#io.engine.close();
    await Promise.resolve();
  }

  /** Sends in a moment (what else belongs to the same change comes first), unless something was sent just now. */
  #soon(): void {
    if (this.#isSoon || performance.now() - this.#lastSent < tickMs) return;
    this.#isSoon = true;
    setImmediate(() => {
      this.#isSoon = false;
      this.tick();
    });
  }

  #accept(socket: LiveSocket): void {
    const { viewer } = socket.data;
    this.#connections.set(socket.id, new LiveConnection(socket, this.#hub, this.epoch));
    const end = () => {
      socket.emit("session-ended", "The session has ended.");
      socket.disconnect(true);
    };
    if (viewer.ended.aborted) end();
    viewer.ended.addEventListener("abort", end, { once: true });
    socket.on("disconnect", () => {
      viewer.ended.removeEventListener("abort", end);
      this.#connections.delete(socket.id);
    });
  }
}
