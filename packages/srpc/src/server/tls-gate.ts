import type { X509Certificate } from "node:crypto";
import type { Socket } from "node:net";
import { createServer, type Server, type TLSSocket, type TlsOptions } from "node:tls";
import { certificatesOf } from "../tls/chain.ts";
import type { CoderName } from "../transport/message-coder.ts";
import { callerOf } from "./caller.ts";
import type { Caller } from "./handlers.ts";

/** The server's certificate and whom it believes. All PEM. */
export interface ServerTls {
  readonly cert: string;
  readonly key: string;
  /** Authorities of full trust: method patterns in certificates count. */
  readonly ca: string | readonly string[];
  /** Authorities for user names and groups only. With them, only `ca` gives method powers. */
  readonly identityCa?: string | readonly string[] | undefined;
}

/** What was agreed on before TLS began. */
export interface TlsEntrance {
  readonly coder: CoderName;
  readonly withoutMethodPowers: boolean;
}

export type SecuredListener = (socket: TLSSocket, caller: Caller, entrance: TlsEntrance) => void;

/** Turns raw sockets into verified TLS connections with a caller. */
export class TlsGate {
  readonly #onSecured: SecuredListener;
  readonly #handshakeTimeoutMs: number;
  // One TLS server for each way in: it hands out its socket without a word about the raw one it came from.
  readonly #servers = new Map<string, Server>();
  #options: TlsOptions = {};
  #fullTrust: readonly X509Certificate[] = [];
  #hasIdentityAuthorities = false;

  constructor(tls: ServerTls, handshakeTimeoutMs: number, onSecured: SecuredListener) {
    this.#handshakeTimeoutMs = handshakeTimeoutMs;
    this.#onSecured = onSecured;
    this.update(tls);
  }

  /** New connections use these files; the ones there are stay. @throws Error when a PEM cannot be read. */
  update(tls: ServerTls): void {
    const identityCa = tls.identityCa === undefined ? [] : list(tls.identityCa);
    const fullTrust = certificatesOf(tls.ca);
    this.#options = {
      cert: tls.cert,
      key: tls.key,
      ca: [...list(tls.ca), ...identityCa],
      minVersion: "TLSv1.2",
      requestCert: true,
      rejectUnauthorized: true,
      handshakeTimeout: this.#handshakeTimeoutMs,
    };
    this.#fullTrust = fullTrust;
    this.#hasIdentityAuthorities = identityCa.length > 0;
    for (const server of this.#servers.values()) server.setSecureContext(this.#options);
  }

  /** Starts the handshake. A socket that does not pass is destroyed. */
  admit(socket: Socket, entrance: TlsEntrance): void {
    const key = `${entrance.coder} ${entrance.withoutMethodPowers}`;
    const server = this.#servers.get(key) ?? this.#newServer(entrance);
    this.#servers.set(key, server);
    server.emit("connection", socket);
  }

  #newServer(entrance: TlsEntrance): Server {
    const server = createServer(this.#options);
    server.on("tlsClientError", (_error, socket) => socket.destroy());
    server.on("secureConnection", (socket) => {
      let caller: Caller;
      try {
        caller = callerOf(socket, {
          fullTrust: this.#fullTrust,
          hasIdentityAuthorities: this.#hasIdentityAuthorities,
          withoutMethodPowers: entrance.withoutMethodPowers,
        });
      } catch {
        // As the reference does it: a certificate that cannot be read ends the connection without a word.
        socket.on("error", () => {});
        socket.destroy();
        return;
      }
      this.#onSecured(socket, caller, entrance);
    });
    return server;
  }
}

function list(pem: string | readonly string[]): string[] {
  return typeof pem === "string" ? [pem] : [...pem];
}
