import { isIP, type Socket, connect as tcpConnect } from "node:net";
import { type ConnectionOptions, checkServerIdentity, TLSSocket, connect as tlsConnect } from "node:tls";
import { SrpcError, toSrpcError } from "../errors.ts";
import type { Identity } from "../tls/identity.ts";
import { secureContextOf } from "../tls/secure-contexts.ts";
import { firstPingError, handshakeError } from "../tls/tls-errors.ts";
import { ByteChannel } from "../transport/byte-channel.ts";
import { type Deadline, waitFor } from "../transport/wait.ts";
import { ClientConnection, type Peer } from "./client-connection.ts";
import type { ConnectOptions, Endpoint, TlsOptions } from "./connect-options.ts";
import { requestEndpoint } from "./http-connect.ts";

/** Idle time after which TCP asks whether the peer is still there, in milliseconds. */
const KEEP_ALIVE_MS = 30_000;

export interface DialOptions {
  readonly options: ConnectOptions;
  readonly endpoint: Endpoint;
  readonly identity: Identity | undefined;
  readonly deadline: Deadline;
}

/** One TCP connection, one endpoint, one certificate: a connection that has answered a ping, or an error. */
export async function dial(attempt: DialOptions): Promise<ClientConnection> {
  const { options, endpoint, identity, deadline } = attempt;
  const socket = await openSocket(options, deadline);
  let channel = new ByteChannel(socket);
  try {
    const query = options.doNotUseMethodPowers === true ? "?doNotUseMethodPowers=true" : "";
    await requestEndpoint(channel, endpoint.path + query, deadline);
    const peer: Peer = { host: options.host, port: options.port, endpoint: endpoint.path, tls: endpoint.tls };
    if (endpoint.tls && options.tls !== undefined) {
      channel = new ByteChannel(await secureInTurn(channel, attempt, options.tls));
    }
    const connection = new ClientConnection(channel, {
      coder: endpoint.coder,
      peer: identity === undefined ? peer : { ...peer, userName: identity.userName },
      form: options.form,
      limits: options.limits,
    });
    await firstPing(connection, attempt);
    return connection;
  } catch (error) {
    socket.destroy();
    channel.destroy();
    throw error;
  }
}

async function openSocket(options: ConnectOptions, deadline: Deadline): Promise<Socket> {
  const where = `${options.host}:${options.port}`;
  const socket = tcpConnect({ host: options.host, port: options.port });
  socket.setNoDelay(true);
  socket.setKeepAlive(true, KEEP_ALIVE_MS);
  try {
    await waitFor<void>((resolve, reject) => {
      socket.once("connect", () => resolve());
      socket.once("error", reject);
    }, deadline.rest());
    return socket;
  } catch (error) {
    socket.on("error", ignore);
    socket.destroy();
    throw toSrpcError(error, { doing: where });
  }
}

async function secureInTurn(channel: ByteChannel, attempt: DialOptions, tls: TlsOptions): Promise<TLSSocket> {
  const shake = async (): Promise<TLSSocket> => {
    // While it waited for its turn, the peer may have gone.
    if (channel.isClosed || channel.hasSurplus)
      throw new SrpcError("PEER_CLOSED", "the server closed before the TLS handshake");
    return secure(channel.detach() as Socket, attempt, tls);
  };
  const { handshakes } = attempt.options;
  return handshakes === undefined ? shake() : handshakes.run(shake, attempt.deadline.rest());
}

async function secure(raw: Socket, attempt: DialOptions, tls: TlsOptions): Promise<TLSSocket> {
  const readBefore = raw.bytesRead;
  const socket = tlsConnect(tlsOptions(raw, attempt, tls));
  describeLeafOnly(socket);
  try {
    await waitFor<void>((resolve, reject) => {
      socket.once("secureConnect", () => resolve());
      socket.once("error", reject);
      socket.once("close", () =>
        reject(new SrpcError("PEER_CLOSED", "the server closed during the TLS handshake")),
      );
    }, attempt.deadline.rest());
    return socket;
  } catch (error) {
    const wasAnswered = raw.bytesRead > readBefore;
    socket.on("error", ignore);
    socket.destroy();
    raw.destroy();
    throw handshakeError(error, { hasCertificate: attempt.identity !== undefined, wasAnswered });
  }
}

/**
 * Node asks for a description of the whole chain, key by key, before it compares one name of the leaf: half a
 * millisecond of each handshake. The chain has been verified by then; the name is in the leaf.
 */
function describeLeafOnly(socket: TLSSocket): void {
  const value = () => TLSSocket.prototype.getPeerCertificate.call(socket, false);
  Object.defineProperty(socket, "getPeerCertificate", { value });
}

function tlsOptions(raw: Socket, attempt: DialOptions, tls: TlsOptions): ConnectionOptions {
  const name = tls.serverName ?? attempt.options.host;
  const verify = tls.verify === "ca";
  return {
    socket: raw,
    secureContext: secureContextOf({ identity: attempt.identity, ca: verify ? tls.ca : undefined }),
    rejectUnauthorized: verify,
    ...(isIP(name) === 0 ? { servername: name } : {}),
    ...(verify
      ? { checkServerIdentity: (_host, certificate) => checkServerIdentity(name, certificate) }
      : {}),
  };
}

async function firstPing(connection: ClientConnection, attempt: DialOptions): Promise<void> {
  try {
    await connection.ping(attempt.deadline.rest());
  } catch (error) {
    if (!attempt.endpoint.tls) throw error;
    throw firstPingError(error, attempt.identity !== undefined);
  }
}

function ignore(): void {
  // A socket that is given up may still report errors.
}
