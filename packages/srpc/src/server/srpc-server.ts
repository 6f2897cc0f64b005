import type { Server as HttpServer } from "node:http";
import { type AddressInfo, createServer, type Socket } from "node:net";
import type { Duplex } from "node:stream";
import type { GobLimits } from "../gob/limits.ts";
import { ByteChannel } from "../transport/byte-channel.ts";
import { readHttpHead } from "../transport/http-head.ts";
import type { CoderName } from "../transport/message-coder.ts";
import { Deadline } from "../transport/wait.ts";
import type { ValueForm } from "../wire-type.ts";
import { plainCaller } from "./caller.ts";
import { decideEntrance, refusalResponse } from "./entrance.ts";
import type { Caller, RawHandler, RequestReplyHandler } from "./handlers.ts";
import { createPages, type HttpHandler, servePages } from "./http-pages.ts";
import { MethodRegistry } from "./method-registry.ts";
import type { PermissionPolicy } from "./permission.ts";
import { type HandlerErrorListener, runSession } from "./session.ts";
import { type ServerTls, TlsGate } from "./tls-gate.ts";

const HANDSHAKE_TIMEOUT_MS = 60_000;
const KEEP_ALIVE_MS = 60_000;
const CONNECTED = "HTTP/1.0 200 Connected to Go SRPC\n\n";

export interface SrpcServerOptions extends PermissionPolicy {
  readonly tls?: ServerTls | undefined;
  /** Web pages on the same port, beside the built-in ones. */
  readonly httpHandler?: HttpHandler | undefined;
  /** For a request line to arrive and for TLS, each. Default 60000. */
  readonly handshakeTimeoutMs?: number | undefined;
  readonly form?: ValueForm | undefined;
  readonly limits?: Partial<GobLimits> | undefined;
  /** Told about raw handlers that throw; the peer hears nothing of them. */
  readonly onHandlerError?: HandlerErrorListener | undefined;
}

/** A server for the four SRPC endpoints and ordinary web pages on one port. */
export class SrpcServer {
  readonly #options: SrpcServerOptions;
  readonly #registry = new MethodRegistry();
  readonly #tcp = createServer({ noDelay: true, keepAlive: true, keepAliveInitialDelay: KEEP_ALIVE_MS });
  readonly #pages: HttpServer;
  readonly #gate: TlsGate | undefined;
  readonly #open = new Set<Duplex>();
  #connections = 0;

  /** @throws Error when TLS is required and not configured, or a PEM cannot be read. */
  constructor(options: SrpcServerOptions) {
    if (options.requireTls && options.tls === undefined)
      throw new Error("TLS is required but not configured");
    this.#options = options;
    this.#pages = createPages(this.#registry, options.httpHandler);
    if (options.tls !== undefined) {
      const timeout = options.handshakeTimeoutMs ?? HANDSHAKE_TIMEOUT_MS;
      this.#gate = new TlsGate(options.tls, timeout, (socket, caller, entrance) =>
        this.serveCalls(socket, caller, entrance.coder),
      );
    }
    this.#tcp.on("connection", (socket) => this.accept(socket));
  }

  /** Adds a method. @throws Error when it is there already. */
  register<Request, Reply>(
    service: string,
    method: string,
    handler: RequestReplyHandler<Request, Reply> | RawHandler,
  ): void {
    this.#registry.add(service, method, handler as RequestReplyHandler | RawHandler);
  }

  /** Port 0 takes any free one. Rejects when the address cannot be had. */
  listen(port: number, host: string): Promise<{ port: number }> {
    return new Promise((resolve, reject) => {
      this.#tcp.once("error", reject);
      this.#tcp.listen(port, host, () => {
        this.#tcp.off("error", reject);
        resolve({ port: (this.#tcp.address() as AddressInfo).port });
      });
    });
  }

  /** Closes the port and all connections; resolves when the port is free. */
  async close(): Promise<void> {
    const closed = new Promise<void>((resolve) => this.#tcp.close(() => resolve()));
    for (const stream of this.#open) stream.destroy();
    this.#pages.closeAllConnections();
    await closed;
  }

  /** New connections use this certificate and these authorities. */
  updateTls(tls: ServerTls): void {
    if (this.#gate === undefined) throw new Error("the server was started without TLS");
    this.#gate.update(tls);
  }

  /** Serves a new connection from its first byte on. */
  accept(stream: Duplex): void {
    this.#track(stream);
    this.#enter(stream).catch(() => stream.destroy());
  }

  /** Serves calls on a connection that is past CONNECT and TLS. */
  serveCalls(stream: Duplex, caller: Caller, coder: CoderName): void {
    this.#track(stream);
    const { form, limits, onHandlerError } = this.#options;
    this.#connections++;
    runSession(new ByteChannel(stream), {
      registry: this.#registry,
      policy: this.#options,
      caller,
      coder,
      connectionId: this.#connections,
      form,
      limits,
      onHandlerError,
    }).catch(() => stream.destroy());
  }

  #track(stream: Duplex): void {
    if (this.#open.has(stream)) return;
    this.#open.add(stream);
    stream.on("error", () => {});
    stream.once("close", () => this.#open.delete(stream));
  }

  async #enter(stream: Duplex): Promise<void> {
    const channel = new ByteChannel(stream);
    const timeoutMs = this.#options.handshakeTimeoutMs ?? HANDSHAKE_TIMEOUT_MS;
    const head = await readHttpHead(channel, new Deadline({ timeoutMs }));
    if (head === undefined) return channel.destroy();
    const requestLine = head.toString("latin1", 0, head.indexOf(10)).trimEnd();
    const entrance = decideEntrance(requestLine, {
      hasTls: this.#gate !== undefined,
      requireTls: this.#options.requireTls,
      hasUnauthenticated: this.#registry.hasUnauthenticated,
    });
    if (entrance.kind === "http") return servePages(this.#pages, channel.detach(), head);
    if (entrance.kind === "refused") {
      await channel.write(Buffer.from(refusalResponse(entrance)));
      return channel.endAndClose();
    }
    await channel.writeThrough(Buffer.from(CONNECTED));
    const address = (stream as Partial<Socket>).remoteAddress ?? "";
    const raw = channel.detach();
    if (entrance.tls) this.#gate?.admit(raw as Socket, entrance);
    else this.serveCalls(raw, plainCaller(address, entrance.withoutMethodPowers), entrance.coder);
  }
}
