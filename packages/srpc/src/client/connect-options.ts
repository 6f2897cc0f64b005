import type { GobLimits } from "../gob/limits.ts";
import type { HandshakeGate } from "../pool/handshake-gate.ts";
import type { Identity } from "../tls/identity.ts";
import type { CoderName } from "../transport/message-coder.ts";
import type { ValueForm } from "../wire-type.ts";

export interface TlsOptions {
  /** Best first; the next one is tried when the server refuses one. None: connect without a certificate. */
  readonly identities: readonly Identity[];
  /** PEM of the certificate authorities the server must chain to; without it Node's own list. */
  readonly ca?: string | readonly string[] | undefined;
  /** "ca" verifies chain and name; "any" accepts every server certificate, as the upstream tools do. */
  readonly verify: "ca" | "any";
  /** Name the certificate must have instead of the host that is dialled. */
  readonly serverName?: string | undefined;
}

export interface ConnectOptions {
  readonly host: string;
  readonly port: number;
  readonly tls?: TlsOptions | undefined;
  /** Ask the server to treat us as if the certificate permitted no method. */
  readonly doNotUseMethodPowers?: boolean | undefined;
  /** "auto" (default) tries gob, then JSON. */
  readonly coder?: "auto" | CoderName | undefined;
  /** For TCP, CONNECT, TLS and the first ping together, over all endpoints that are tried. Default 15000. */
  readonly connectTimeoutMs?: number | undefined;
  readonly signal?: AbortSignal | undefined;
  /** Where TLS handshakes wait for their turn. None: they do not. */
  readonly handshakes?: HandshakeGate | undefined;
  /** Also try the endpoints without TLS, after the others. Default false. */
  readonly allowPlain?: boolean | undefined;
  /** Form of the values of all calls. Default "plain". */
  readonly form?: ValueForm | undefined;
  /** Limits for what is decoded. */
  readonly limits?: Partial<GobLimits> | undefined;
}

/** One of the four ways to enter a server. */
export interface Endpoint {
  readonly path: string;
  readonly tls: boolean;
  readonly coder: CoderName;
}

export const endpoints: readonly Endpoint[] = [
  { path: "/_go_TLS_SRPC_/", tls: true, coder: "gob" },
  { path: "/_SRPC_/TLS/JSON", tls: true, coder: "json" },
  { path: "/_goSRPC_/", tls: false, coder: "gob" },
  { path: "/_SRPC_/unsecured/JSON", tls: false, coder: "json" },
];

/** The endpoints to try, in order. */
export function endpointsToTry(options: ConnectOptions): Endpoint[] {
  const coder = options.coder ?? "auto";
  return endpoints.filter(
    (endpoint) =>
      (coder === "auto" || coder === endpoint.coder) &&
      (endpoint.tls ? options.tls !== undefined : options.allowPlain === true),
  );
}
