import { randomUUID } from "node:crypto";
import type { Server as HttpServer, IncomingMessage } from "node:http";
import type { LiveClientEvents, LiveServerEvents } from "@stackdeck/api-types";
import { Server } from "socket.io";
import type { UpgradeRefusal, Viewer } from "../fleet/byte-channels.ts";
import { refuseUpgrade } from "../http/refuse-upgrade.ts";
import { LiveConnection, type LiveSocket } from "./live-connection.ts";
import type { LiveHub } from "./live-hub.ts";

/** Changes are sent at most this often: the first one after a pause at once, what follows is collected. */
const tickMs = 50;
const sweepMs = 10_000;
/** Live connections one person may hold at once: a few hundred windows, not a runaway script. */
const maxConnectionsPerUser = 1000;

/** The socket.io side of the live data. */
export class LiveGateway {
  readonly #io: Server<LiveClientEvents, LiveServerEvents, Record<string, never>, { viewer: Viewer }>;
  readonly #connections = new Map<string, LiveConnection>();
  readonly #perUser = new Map<string, number>();
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
        const refuse = ({ status, reason }: UpgradeRefusal) => {
          // Left to itself socket.io would answer every upgrade that is refused with 400, as HTML.
          if (request.headers.upgrade === undefined) decide(reason, false);
          else refuseUpgrade(request.socket, status, reason);
        };
        o.check(request).then(
          (verdict) => ("status" in verdict ? refuse(verdict) : decide(null, true)),
          () => refuse({ status: 503, reason: "The session could not be checked." }),
        );
      },
    });
    this.#io.use((socket, next) => {
      o.check(socket.request).then((verdict) => {
        if ("status" in verdict) return next(new Error(verdict.reason));
        if ((this.#perUser.get(verdict.userName) ?? 0) >= maxConnectionsPerUser) {
          return next(new Error(`At most ${maxConnectionsPerUser} live connections for each user.`));
        }
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
    this.#count(viewer.userName, 1);
    const end = () => {
      socket.emit("session-ended", "The session has ended.");
      socket.disconnect(true);
    };
    if (viewer.ended.aborted) end();
    viewer.ended.addEventListener("abort", end, { once: true });
    socket.on("disconnect", () => {
      viewer.ended.removeEventListener("abort", end);
      this.#connections.delete(socket.id);
      this.#count(viewer.userName, -1);
    });
  }

  #count(userName: string, by: number): void {
    const count = (this.#perUser.get(userName) ?? 0) + by;
    if (count > 0) this.#perUser.set(userName, count);
    else this.#perUser.delete(userName);
  }
}
