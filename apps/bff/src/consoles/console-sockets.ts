import type { IncomingMessage } from "node:http";
import type { Duplex } from "node:stream";
import { consoleCloseCodes, consolePingMs, parseSerialClientMessage, serialFlow } from "@stackdeck/api-types";
import { type WebSocket, WebSocketServer } from "ws";
import { bridgeBytes } from "./byte-bridge.ts";
import type { Clock } from "./clock.ts";
import { type ConsoleAddress, parseConsoleAddress, parseSerialRequest } from "./console-address.ts";
import type { ConsoleAudit, ConsoleCaller, ConsoleChannels, ConsoleVm, ConsoleVms } from "./console-ports.ts";
import { bridgeManager } from "./manager-bridge.ts";
import { ConsoleRefused, type SerialHub } from "./serial-hub.ts";
import { upstreamFailure } from "./upstream-errors.ts";
import type { ViewerSocket } from "./viewer-socket.ts";

export interface ConsoleSocketsOptions {
  readonly hub: SerialHub;
  readonly vms: ConsoleVms;
  readonly channels: ConsoleChannels;
  readonly audit: ConsoleAudit;
  readonly clock: Clock;
  /** Who asks, from cookie or token and exact origin; or the HTTP status and sentence of the refusal. */
  readonly authenticate: (
    request: IncomingMessage,
  ) => Promise<ConsoleCaller | { readonly status: number; readonly reason: string }>;
  readonly consolesPerUser: number;
}

/** Largest message of a client: RFB and typed bytes are far smaller. In bytes. */
const maxPayload = 256 * 1024;

/** The WebSockets of all consoles. */
export class ConsoleSockets {
  readonly #o: ConsoleSocketsOptions;
  readonly #server = new WebSocketServer({ noServer: true, perMessageDeflate: false, maxPayload });
  readonly #open = new Map<WebSocket, ConsoleCaller>();

  constructor(options: ConsoleSocketsOptions) {
    this.#o = options;
  }

  /** Number of open consoles. */
  get count(): number {
    return this.#open.size;
  }

  /**
   * Takes an upgrade request of a console.
   * @returns false when the request is for something else
   */
  handleUpgrade(request: IncomingMessage, socket: Duplex, head: Buffer): boolean {
    const address = parseConsoleAddress(request.url);
    if (address === undefined) return false;
    this.#upgrade(address, request, { socket, head }).catch(() =>
      refuseUpgrade(socket, 503, "Try again later."),
    );
    return true;
  }

  /** Closes all. */
  stop(): void {
    for (const socket of this.#open.keys())
      socket.close(consoleCloseCodes.serverStopping, "Stackdeck is restarting.");
  }

  async #upgrade(
    address: ConsoleAddress,
    request: IncomingMessage,
    connection: { readonly socket: Duplex; readonly head: Buffer },
  ): Promise<void> {
    const caller = await this.#o.authenticate(request);
    if ("status" in caller) {
      refuseUpgrade(connection.socket, caller.status, caller.reason);
      return;
    }
    this.#server.handleUpgrade(request, connection.socket, connection.head, (webSocket) => {
      webSocket.on("error", () => webSocket.terminate());
      const kept = new Promise<void>((resolve) => webSocket.once("close", () => resolve()));
      this.#serve(webSocket, address, caller, kept).catch((error: unknown) => closeRefused(webSocket, error));
    });
  }

  async #serve(
    socket: WebSocket,
    address: ConsoleAddress,
    caller: ConsoleCaller,
    closed: Promise<void>,
  ): Promise<void> {
    if (this.#countOf(caller) >= this.#o.consolesPerUser)
      throw new ConsoleRefused(consoleCloseCodes.tooMany, "You have too many consoles open.");
    this.#open.set(socket, caller);
    const tidy = this.#watchOver(socket, caller);
    const audit = { ipAddress: address.ipAddress, kind: address.kind, caller };
    // Nobody looks at a console without a line in the audit log.
    const early = holdMessages(socket);
    try {
      await this.#o.audit.record({ ...audit, action: "attach", detail: "" });
      if (address.kind === "serial") await this.#serveSerial(socket, address, caller);
      else await this.#serveBridge(socket, address, caller);
      early.release();
    } catch (error) {
      early.drop();
      closeRefused(socket, error);
    }
    await closed;
    tidy();
    this.#open.delete(socket);
    await this.#o.audit.record({ ...audit, action: "detach", detail: "" });
  }

  async #serveSerial(socket: WebSocket, address: ConsoleAddress, caller: ConsoleCaller): Promise<void> {
    const wish = parseSerialRequest(address.query);
    const seat = await this.#o.hub.attach(address.ipAddress, caller, viewerSocket(socket), wish);
    if (socket.readyState !== socket.OPEN) {
      seat.leave();
      return;
    }
    socket.on("close", () => seat.leave());
    socket.on("message", (data: Buffer, isBinary: boolean) => {
      if (isBinary) {
        if (data.length <= serialFlow.maxTyped) seat.session.type(seat.viewer, data);
        else {
          const reason = `At most ${serialFlow.maxTyped} bytes at once.`;
          seat.viewer.send({ type: "rejected", bytes: data.length, reason });
        }
        return;
      }
      const message = parseSerialClientMessage(data.toString("utf8"));
      if (message === undefined) socket.close(1008, "not a message of this protocol");
      else seat.session.message(seat.viewer, message);
    });
  }

  async #serveBridge(socket: WebSocket, address: ConsoleAddress, caller: ConsoleCaller): Promise<void> {
    const kind = address.kind === "manager" ? "manager" : "vnc";
    const vm = this.#checkedVm(address.ipAddress, kind, caller);
    const attempt = new AbortController();
    socket.once("close", () => attempt.abort());
    const channel = await this.#o.channels.open(kind, vm.ipAddress, attempt.signal);
    if (socket.readyState !== socket.OPEN) {
      channel.destroy();
      return;
    }
    // The hypervisor says nothing when the VM stops: the screen would stay as it was.
    const unwatch = this.#o.vms.watch(vm.ipAddress, (now) => {
      if (now === undefined) socket.close(consoleCloseCodes.vmDestroyed, "The VM was destroyed.");
      else if (now.fresh && now.state !== "running")
        socket.close(consoleCloseCodes.wrongState, `The VM is ${now.state}.`);
      else if (!caller.may(kind, now))
        socket.close(consoleCloseCodes.forbidden, "You may no longer see this VM.");
    });
    socket.once("close", unwatch);
    const ended = (): void =>
      socket.close(consoleCloseCodes.upstreamFailed, "The hypervisor closed the console.");
    if (kind === "manager") bridgeManager(socket, channel, ended);
    else bridgeBytes(socket, channel, ended);
  }

  #checkedVm(ipAddress: string, kind: "vnc" | "manager", caller: ConsoleCaller): ConsoleVm {
    const vm = this.#o.vms.get(ipAddress);
    if (vm === undefined) throw new ConsoleRefused(consoleCloseCodes.noSuchVm, "There is no such VM.");
    if (!caller.may(kind, vm))
      throw new ConsoleRefused(consoleCloseCodes.forbidden, "You may not use this console.");
    if (vm.fresh && vm.state !== "running")
      throw new ConsoleRefused(consoleCloseCodes.wrongState, `The VM is ${vm.state}.`);
    if (kind === "vnc" && vm.fresh && vm.consoleType !== "vnc")
      throw new ConsoleRefused(consoleCloseCodes.noVnc, "This VM has no VNC screen.");
    return vm;
  }

  #countOf(caller: ConsoleCaller): number {
    let count = 0;
    for (const other of this.#open.values()) if (other.userName === caller.userName) count += 1;
    return count;
  }

  /** Keeps proxies awake, finds dead peers, ends with the login session. */
  #watchOver(socket: WebSocket, caller: ConsoleCaller): () => void {
    let answered = true;
    let cancel = (): void => undefined;
    const beat = (): void => {
      if (!answered) {
        socket.terminate();
        return;
      }
      answered = false;
      socket.ping();
      cancel = this.#o.clock.after(consolePingMs, beat);
    };
    cancel = this.#o.clock.after(consolePingMs, beat);
    socket.on("pong", () => {
      answered = true;
    });
    const end = (): void =>
      socket.close(consoleCloseCodes.sessionEnded, "Your session has ended: sign in again.");
    if (caller.sessionEnd.aborted) end();
    caller.sessionEnd.addEventListener("abort", end);
    return () => {
      cancel();
      caller.sessionEnd.removeEventListener("abort", end);
    };
  }
}

/** The sending side of a WebSocket. */
function viewerSocket(socket: WebSocket): ViewerSocket {
  return {
    sendBytes: (bytes, taken) => socket.send(bytes, { binary: true }, taken),
    sendText: (text) => {
      if (socket.readyState === socket.OPEN) socket.send(text);
    },
    close: (code, reason) => socket.close(code, reason),
  };
}

/** Messages that come before a console is ready wait in the connection. */
function holdMessages(socket: WebSocket): { release(): void; drop(): void } {
  socket.pause();
  const release = (): void => {
    if (socket.readyState === socket.OPEN) socket.resume();
  };
  return { release, drop: () => socket.resume() };
}

function closeRefused(socket: WebSocket, error: unknown): void {
  if (error instanceof ConsoleRefused) {
    socket.close(error.code, error.message);
    return;
  }
  const failure = upstreamFailure(error, 0);
  const noVnc = failure.hypervisorError.includes("VNC console is not enabled");
  const code = noVnc ? consoleCloseCodes.noVnc : consoleCloseCodes.upstreamFailed;
  socket.close(code, failure.text);
}

function refuseUpgrade(socket: Duplex, status: number, reason: string): void {
  const body = `${reason}\n`;
  socket.end(
    `HTTP/1.1 ${status} Refused\r\nContent-Type: text/plain; charset=utf-8\r\n` +
      `Content-Length: ${Buffer.byteLength(body)}\r\nConnection: close\r\n\r\n${body}`,
  );
}
