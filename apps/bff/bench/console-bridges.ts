import { createServer, type IncomingMessage } from "node:http";
import { connect as tcpConnect } from "node:net";
import { connect, createSecureContext } from "node:tls";
import { WebSocketServer } from "ws";
import { systemClock } from "../src/consoles/clock.ts";
import type { ConsoleCaller, ConsoleVm } from "../src/consoles/console-ports.ts";
import { ConsoleSockets } from "../src/consoles/console-sockets.ts";
import { SerialHub } from "../src/consoles/serial-hub.ts";
import { defaultSerialLimits } from "../src/consoles/serial-limits.ts";

/** The middle of an imitated VM's address says which port of the source it stands for; the rest only tells VMs apart. */
const portOf = (ipAddress: string): number => {
  const [, high = 0, low = 0] = ipAddress.split(".").map(Number);
  return high * 256 + low;
};

/** Address of an imitated VM whose console is at a port of the source. */
export const vmAddress = (port: number, number = 1): string =>
  `${10 + (number >> 8)}.${port >> 8}.${port & 255}.${number & 255}`;

/** One for all connections, as the product has one for each certificate. */
const secureContext = createSecureContext();

const loopback = { host: "127.0.0.1", rejectUnauthorized: false, secureContext };
const connectTo = (port: number) => {
  const socket = connect({ port, ...loopback });
  socket.setNoDelay(true);
  return socket;
};

/** As the product does, which says a line of HTTP before it speaks TLS on the same connection. */
const connectOver = (port: number) => {
  const raw = tcpConnect({ port, host: loopback.host });
  raw.setNoDelay(true);
  return connect({ socket: raw, ...loopback });
};

export interface StartedBridge {
  readonly port: number;
  /** Bytes of output it holds for those who come later. */
  readonly kept: () => Promise<number>;
  /** Held for as long as the bridge is. */
  readonly rest?: readonly object[];
}

/**
 * Objects of about 25 MB. With what this bench has of its own it is the heap of the product right after its start (35 MB):
 * from its size V8 concludes how often all of it is to be searched while buffers come and go.
 */
const restOfProduct = (): readonly object[] =>
  Array.from({ length: 180_000 }, (_, number) => ({ number, half: number / 2, pair: [number, number] }));

/** Our bridges, on the way of the bytes exactly as in the product. */
export async function startOurs(): Promise<StartedBridge> {
  const rest = restOfProduct();
  const vmOf = (ipAddress: string): ConsoleVm => ({
    ipAddress,
    name: ipAddress,
    state: "running",
    consoleType: "vnc",
    identity: "bench",
    fresh: true,
  });
  const vms = { get: vmOf, watch: () => () => undefined };
  const channels = {
    open: (_kind: string, ipAddress: string) => {
      const socket = connectOver(portOf(ipAddress));
      return new Promise<typeof socket>((resolve, reject) => {
        socket.once("secureConnect", () => resolve(socket));
        socket.once("error", reject);
      });
    },
  };
  const never = new AbortController().signal;
  const caller: ConsoleCaller = { userName: "bench", remoteAddress: "", sessionEnd: never, may: () => true };
  const hub = new SerialHub({
    vms,
    channels,
    bootLogs: { fetch: async () => undefined },
    journals: undefined,
    limits: { ...defaultSerialLimits, releaseAfterMs: 100 },
    clock: systemClock,
    onKeyboard: () => undefined,
  });
  const sockets = new ConsoleSockets({
    hub,
    vms,
    channels,
    audit: { record: async () => undefined },
    clock: systemClock,
    authenticate: async () => caller,
    consolesPerUser: 100_000,
    viewersPerVm: 100_000,
  });
  const server = createServer();
  server.on("upgrade", (request, socket, head) => sockets.handleUpgrade(request, socket, head));
  const kept = async (): Promise<number> => {
    const histories = await Promise.all(hub.held.map((ipAddress) => hub.history(ipAddress)));
    return histories.reduce((sum, history) => sum + (history?.ring.size ?? 0), 0);
  };
  return { port: await listen(server), kept, rest };
}

/** The least a bridge can do: TLS to WebSocket, with back-pressure. */
export async function startBare(): Promise<StartedBridge> {
  const server = createServer();
  const sockets = new WebSocketServer({ server, perMessageDeflate: false });
  sockets.on("connection", (socket, request: IncomingMessage) => {
    const upstream = connectTo(portOf(request.url?.split("/")[4] ?? ""));
    upstream.on("data", (bytes: Buffer) => {
      socket.send(bytes, () => upstream.resume());
      if (socket.bufferedAmount > 1_000_000) upstream.pause();
    });
    upstream.on("close", () => socket.close());
    upstream.on("error", () => socket.close());
    socket.on("message", (bytes: Buffer) => upstream.write(bytes));
    socket.on("close", () => upstream.destroy());
  });
  return { port: await listen(server), kept: async () => 0 };
}

function listen(server: ReturnType<typeof createServer>): Promise<number> {
  return new Promise((resolve) => {
    server.listen(0, "127.0.0.1", () => resolve((server.address() as { port: number }).port));
  });
}
