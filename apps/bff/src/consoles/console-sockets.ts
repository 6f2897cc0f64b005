import type { IncomingMessage } from "node:http";
import type { Duplex } from "node:stream";
import { consoleCloseCodes, parseSerialClientMessage, serialFlow } from "@stackdeck/api-types";
import { type WebSocket, WebSocketServer } from "ws";
import { refuseUpgrade } from "../http/refuse-upgrade.ts";
import { BridgeSession } from "./bridge-session.ts";
import type { Clock } from "./clock.ts";
import { type ConsoleAddress, parseConsoleAddress, parseSerialRequest } from "./console-address.ts";
import { checkEntry } from "./console-entry.ts";
import type {
  ConsoleAudit,
  ConsoleAuditEvent,
  ConsoleCaller,
  ConsoleChannels,
  ConsoleVms,
} from "./console-ports.ts";
import { ConsoleRefused } from "./console-refused.ts";
import { startHeartbeat } from "./heartbeat.ts";
import { chooseProtocol, takeOfferedToken } from "./offered-token.ts";
import type { SerialHub } from "./serial-hub.ts";
import { SessionEnds } from "./session-ends.ts";
import {
  closing,
  hearAsItReads,
  hearMessages,
  takenBytes,
  type ViewerLine,
  viewerSocket,
} from "./viewer-line.ts";

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
  /** Viewers of one VM's screen, or users of its monitor, at most: each has a connection to the hypervisor. */
  readonly viewersPerVm: number;
}

/** Largest message of a client: RFB and typed bytes are far smaller. In bytes. */
const maxPayload = 256 * 1024;
/** How long a viewer has to answer a goodbye when the server stops, in milliseconds. */
const goodbyeMs = 2000;

/** The WebSockets of all consoles. */
export class ConsoleSockets {
  readonly #o: ConsoleSocketsOptions;
  readonly #server = new WebSocketServer({
    noServer: true,
    perMessageDeflate: false,
    maxPayload,
    handleProtocols: chooseProtocol,
  });
  readonly #open = new Map<WebSocket, ViewerLine>();
  readonly #sessionEnds = new SessionEnds();

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
    takeOfferedToken(request);
    this.#upgrade(address, request, { socket, head }).catch(() =>
      refuseUpgrade(socket, 503, "Try again later."),
    );
    return true;
  }

  /** Closes all; who does not answer is cut off a moment later. */
  stop(): void {
    for (const socket of this.#open.keys())
      socket.close(consoleCloseCodes.serverStopping, "Stackdeck is restarting.");
    this.#o.clock.after(goodbyeMs, () => {
      for (const socket of this.#open.keys()) socket.terminate();
    });
  }

  async #upgrade(
    address: ConsoleAddress,
    request: IncomingMessage,
    raw: { readonly socket: Duplex; readonly head: Buffer },
  ): Promise<void> {
    const caller = await this.#o.authenticate(request);
    if ("status" in caller) {
      refuseUpgrade(raw.socket, caller.status, caller.reason);
      return;
    }
    this.#server.handleUpgrade(request, raw.socket, raw.head, (socket) => {
      socket.on("error", () => socket.terminate());
      this.#serve({ socket, connection: raw.socket, address, caller }).catch(() => socket.terminate());
    });
  }

  async #serve(line: ViewerLine): Promise<void> {
    const { socket, address, caller } = line;
    const closed = closing(socket);
    const audit = { ipAddress: address.ipAddress, kind: address.kind, caller };
    const refused = this.#refusal(line);
    this.#open.set(socket, line);
    hearAsItReads(socket, line.connection, ["ping"]);
    const tidy = this.#watchOver(line);
    // Messages that come before the console is ready wait in the connection.
    socket.pause();
    let attached = false;
    try {
      if (refused !== undefined) throw refused;
      await this.#record({ ...audit, action: "attach", detail: "" });
      attached = true;
      if (address.kind === "serial") await this.#serveSerial(line);
      else await this.#serveBridge(line);
    } catch (error) {
      const refusal = refusalOf(error);
      socket.close(refusal.code, refusal.message);
      if (!attached) this.#note({ ...audit, action: "refused", detail: refusal.message });
    }
    socket.resume();
    const end = await closed;
    tidy();
    this.#open.delete(socket);
    if (attached) this.#note({ ...audit, action: "detach", detail: end });
  }

  /** Why the caller is not let in; undefined when there is no reason. */
  #refusal({ caller, address }: ViewerLine): ConsoleRefused | undefined {
    const { ipAddress, kind } = address;
    const isMine = (line: ViewerLine): boolean => line.caller.userName === caller.userName;
    if (this.#countOf(isMine) >= this.#o.consolesPerUser)
      return new ConsoleRefused(consoleCloseCodes.tooMany, "You have too many consoles open.");
    const isHere = (line: ViewerLine): boolean =>
      line.address.ipAddress === ipAddress && line.address.kind === kind;
    // Viewers of a serial console share one connection: their hub counts them.
    if (kind !== "serial" && this.#countOf(isHere) >= this.#o.viewersPerVm)
      return new ConsoleRefused(consoleCloseCodes.tooMany, "Too many viewers at this console.");
    try {
      checkEntry(this.#o.vms, address, caller);
      return undefined;
    } catch (error) {
      return refusalOf(error);
    }
  }

  async #serveSerial(line: ViewerLine): Promise<void> {
    const { socket, address, caller } = line;
    const wish = parseSerialRequest(address.query);
    const seat = await this.#o.hub.attach(address.ipAddress, caller, viewerSocket(line), wish);
    if (socket.readyState !== socket.OPEN) {
      seat.leave();
      return;
    }
    socket.on("close", () => seat.leave());
    hearAsItReads(socket, line.connection, ["message"]);
    hearMessages(socket, (data, isBinary) => {
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

  async #serveBridge(line: ViewerLine): Promise<void> {
    const { address, caller } = line;
    const kind = address.kind === "manager" ? "manager" : "vnc";
    const vm = checkEntry(this.#o.vms, address, caller);
    const watchOnly = address.query.get("mode") === "watch" || !caller.may("write", vm);
    await new BridgeSession({ ...this.#o, ...line, vm, kind, watchOnly }).open();
  }

  #countOf(isMeant: (line: ViewerLine) => boolean): number {
    let count = 0;
    for (const line of this.#open.values()) if (isMeant(line)) count += 1;
    return count;
  }

  /** Nobody looks at a console without a line in the audit log. */
  async #record(event: ConsoleAuditEvent): Promise<void> {
    try {
      await this.#o.audit.record(event);
    } catch {
      const reason = "The audit log can not be written, so no console is opened.";
      throw new ConsoleRefused(consoleCloseCodes.unavailable, reason);
    }
  }

  /** What has already happened is not undone by an audit log that can not be written. */
  #note(event: ConsoleAuditEvent): void {
    this.#o.audit.record(event).catch(() => undefined);
  }

  /** Keeps proxies awake, finds dead peers, ends with the login session. */
  #watchOver({ socket, connection, caller }: ViewerLine): () => void {
    const stopBeating = startHeartbeat(socket, this.#o.clock, () => takenBytes(connection));
    const end = (): void =>
      socket.close(consoleCloseCodes.sessionEnded, "Your session has ended: sign in again.");
    const stopListening = this.#sessionEnds.on(caller.sessionEnd, end);
    return () => {
      stopBeating();
      stopListening();
    };
  }
}

const refusalOf = (error: unknown): ConsoleRefused =>
  error instanceof ConsoleRefused
    ? error
    : new ConsoleRefused(consoleCloseCodes.unavailable, "The console can not be opened now.");
