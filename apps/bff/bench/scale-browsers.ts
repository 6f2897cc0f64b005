import type { LiveClientEvents, LiveServerEvents, VmRow } from "@stackdeck/api-types";
import { io, type Socket } from "socket.io-client";
import { pause, type ScaleServer } from "./scale-server.ts";

type LiveSocket = Socket<LiveServerEvents, LiveClientEvents>;

/** What a screen with a long list asks for: the VMs of the five hypervisors on which VMs change. */
const filter = [1, 2, 3, 4, 5].map((number) => `name:vm-${number}-*`).join(" | ");
const params = { filter: `(${filter})`, sort: ["Hostname"], offset: 0, limit: 100 };

/** Many browsers' live connections, without the browsers. */
export class Crowd {
  readonly #server: ScaleServer;
  #sockets: LiveSocket[] = [];
  #stalled = new Set<LiveSocket>();
  #heard: (rows: readonly VmRow[]) => void = () => {};

  constructor(server: ScaleServer) {
    this.#server = server;
  }

  /** Opens so many at once and waits until each has its list. */
  async open(count: number): Promise<void> {
    this.#sockets = await Promise.all(Array.from({ length: count }, () => this.#connect()));
  }

  /** Cuts all lines and opens as many again, spread over one second; milliseconds until the last one is current. */
  async comeBack(): Promise<number> {
    const count = this.#sockets.length;
    this.close();
    const start = performance.now();
    const opening = Array.from({ length: count }, async (_, index) => {
      await pause((index * 1000) / count);
      return this.#connect();
    });
    this.#sockets = await Promise.all(opening);
    return performance.now() - start;
  }

  /** The first so many stop reading from their sockets. */
  stall(count: number): void {
    for (const socket of this.#sockets.slice(0, count)) {
      this.#stalled.add(socket);
      rawSocket(socket)?.pause();
    }
  }

  /** Time from a change to its arrival in a browser, in ms, over so many rounds. */
  async latencies(
    touch: (stamp: number) => Promise<void>,
    rounds: number,
  ): Promise<{ p50: number; p99: number }> {
    const taken: number[] = [];
    this.#heard = (rows) => {
      const now = Date.now();
      const sent = Math.max(0, ...rows.map(({ Tags }) => Number(Tags["sent"] ?? 0)));
      if (sent > 0) taken.push(now - sent);
    };
    for (let round = 0; round < rounds; round++) {
      await touch(Date.now());
      await pause(100);
    }
    await pause(500);
    this.#heard = () => {};
    taken.sort((a, b) => a - b);
    const at = (share: number) => taken[Math.floor(taken.length * share)] ?? Number.NaN;
    return { p50: at(0.5), p99: at(0.99) };
  }

  close(): void {
    for (const socket of this.#sockets) socket.disconnect();
    this.#sockets = [];
    this.#stalled.clear();
  }

  async #connect(): Promise<LiveSocket> {
    const socket: LiveSocket = io(this.#server.url, {
      transports: ["websocket"],
      extraHeaders: { Authorization: `Bearer ${this.#server.token}` },
      forceNew: true,
    });
    socket.on("delta", ({ rows }) => {
      if (!this.#stalled.has(socket)) this.#heard(rows as VmRow[]);
    });
    await new Promise<void>((resolve) => {
      socket.emit("subscribe", { id: 1, topic: "vms", params }, () => resolve());
    });
    return socket;
  }
}

/** The TCP connection below a socket of the client library, which has no word for "stop reading". */
function rawSocket(socket: LiveSocket): { pause(): void } | undefined {
  const transport = socket.io.engine.transport as unknown as { ws?: { _socket?: { pause(): void } } };
  return transport.ws?._socket;
}
