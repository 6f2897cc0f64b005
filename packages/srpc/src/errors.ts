import { GobError } from "./gob/errors.ts";

/** Why a connection or a call failed, for programs; `message` says it for people. */
export type SrpcErrorCode =
  /** Nobody listens at the address. */
  | "REFUSED"
  /** No route, no such host, network down. */
  | "UNREACHABLE"
  | "TIMEOUT"
  /** The server offers none of the endpoints that were tried. */
  | "NO_ENDPOINT"
  /** The server wants a client certificate and none was given. */
  | "MISSING_CERTIFICATE"
  /** The server did not accept the client certificate, or an identity cannot be used. */
  | "BAD_CERTIFICATE"
  /** The server's certificate does not verify. */
  | "UNTRUSTED_SERVER"
  | "ACCESS_DENIED"
  | "UNKNOWN_METHOD"
  /** The method line was refused for another reason. */
  | "CALL_REFUSED"
  /** The handler of a request/reply method failed; `message` is its text. */
  | "CALL_FAILED"
  | "PEER_CLOSED"
  /** The peer sent something that has no place in the protocol. */
  | "PROTOCOL"
  | "ABORTED"
  /** A limit of ours: line or message length, connections, a busy connection. */
  | "LIMIT";

export interface SrpcErrorOptions {
  readonly requestSent?: boolean;
  readonly cause?: unknown;
}

/** The one error class of this package. */
export class SrpcError extends Error {
  readonly code: SrpcErrorCode;
  /**
   * True once any byte of a request was handed to the socket. When such a call failed without an answer
   * (TIMEOUT, PEER_CLOSED, ABORTED, PROTOCOL) its outcome is unknown: never repeat it blindly.
   */
  readonly requestSent: boolean;

  constructor(code: SrpcErrorCode, message: string, options: SrpcErrorOptions = {}) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.name = "SrpcError";
    this.code = code;
    this.requestSent = options.requestSent ?? false;
  }
}

const unreachableCodes = new Set([
  "EHOSTUNREACH",
  "ENETUNREACH",
  "EHOSTDOWN",
  "ENETDOWN",
  "EADDRNOTAVAIL",
  "ENOTFOUND",
  "EAI_AGAIN",
  "EAI_NODATA",
  "EAI_NONAME",
]);
const closedCodes = new Set([
  "ECONNRESET",
  "EPIPE",
  "ECONNABORTED",
  "ERR_STREAM_DESTROYED",
  "ERR_STREAM_PREMATURE_CLOSE",
]);

/** The code text of a Node error, "" if it has none. */
export function nodeErrorCode(error: unknown): string {
  const code = (error as { code?: unknown } | null | undefined)?.code;
  return typeof code === "string" ? code : "";
}

/** Turns whatever a socket or a coder raised into an SrpcError; an SrpcError stays what it is. */
export function toSrpcError(error: unknown, options: { doing: string; requestSent?: boolean }): SrpcError {
  const requestSent = options.requestSent ?? false;
  if (error instanceof SrpcError) {
    if (error.requestSent || !requestSent) return error;
    return new SrpcError(error.code, error.message, { requestSent, cause: error.cause ?? error });
  }
  const code = nodeErrorCode(error);
  const text = error instanceof Error ? error.message : String(error);
  const make = (kind: SrpcErrorCode, message: string): SrpcError =>
    new SrpcError(kind, `${options.doing}: ${message}`, { requestSent, cause: error });
  if (code === "ECONNREFUSED") return make("REFUSED", "connection refused");
  if (code === "ETIMEDOUT") return make("TIMEOUT", "the network timed out");
  if (unreachableCodes.has(code)) return make("UNREACHABLE", text);
  if (error instanceof GobError && error.code === "limit") return make("LIMIT", text);
  if (closedCodes.has(code)) return make("PEER_CLOSED", "the peer closed the connection");
  return make("PROTOCOL", text);
}
