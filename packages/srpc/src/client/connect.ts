import { SrpcError } from "../errors.ts";
import type { Identity } from "../tls/identity.ts";
import { Deadline } from "../transport/wait.ts";
import type { Connection } from "./client-connection.ts";
import { type ConnectOptions, type Endpoint, endpointsToTry } from "./connect-options.ts";
import { dial } from "./dial.ts";

const CONNECT_TIMEOUT_MS = 15_000;
/** More certificates than this are not tried on one server. */
const MAX_IDENTITIES = 8;

/**
 * Connects to an SRPC server: endpoints in order while the server says it has no such one, certificates in
 * order while it refuses them, each on a new TCP connection. The connection returned has answered a ping.
 * @throws SrpcError
 */
export async function connect(options: ConnectOptions): Promise<Connection> {
  const candidates = endpointsToTry(options);
  if (candidates.length === 0) {
    throw new SrpcError(
      "MISSING_CERTIFICATE",
      "no certificate is configured and unencrypted connections are not allowed",
    );
  }
  const deadline = new Deadline({
    timeoutMs: options.connectTimeoutMs ?? CONNECT_TIMEOUT_MS,
    signal: options.signal,
  });
  for (const endpoint of candidates) {
    const connection = await tryEndpoint(options, endpoint, deadline);
    if (connection !== undefined) return connection;
  }
  throw new SrpcError(
    "NO_ENDPOINT",
    `${options.host}:${options.port} offers no SRPC endpoint that may be used`,
  );
}

/** Undefined when the server has no such endpoint. */
async function tryEndpoint(
  options: ConnectOptions,
  endpoint: Endpoint,
  deadline: Deadline,
): Promise<Connection | undefined> {
  const identities: (Identity | undefined)[] = endpoint.tls
    ? usable(options.tls?.identities ?? [])
    : [undefined];
  let refusal: unknown;
  for (const identity of identities) {
    try {
      return await dial({ options, endpoint, identity, deadline });
    } catch (error) {
      if (!(error instanceof SrpcError)) throw error;
      if (error.code === "NO_ENDPOINT") return undefined;
      if (error.code !== "BAD_CERTIFICATE") throw error;
      refusal ??= error;
    }
  }
  throw refusal;
}

/** The identities to try; one "none" if there are none. @throws BAD_CERTIFICATE when all have expired. */
function usable(identities: readonly Identity[]): (Identity | undefined)[] {
  if (identities.length === 0) return [undefined];
  const now = Date.now();
  const valid = identities.filter((identity) => identity.notAfter.getTime() > now);
  const first = identities[0] as Identity;
  if (valid.length === 0) {
    const date = first.notAfter.toISOString();
    throw new SrpcError("BAD_CERTIFICATE", `the certificate ${first.name} expired at ${date}`);
  }
  return valid.slice(0, MAX_IDENTITIES);
}
