export { sendBlockHashes } from "./client/block-hashes.ts";
export type { CallOptions, Connection, OpenOptions, Peer } from "./client/client-connection.ts";
export { connect } from "./client/connect.ts";
export type { ConnectOptions, TlsOptions } from "./client/connect-options.ts";
export { SrpcError, type SrpcErrorCode } from "./errors.ts";
export { GobDecoder, type GobDecoderOptions, type SliceOptions } from "./gob/decoder.ts";
export { GobEncoder, type GobEncoderOptions } from "./gob/encoder.ts";
export { GobError, type GobErrorCode } from "./gob/errors.ts";
export { defaultGobLimits, type GobLimits } from "./gob/limits.ts";
export { decodeJson } from "./json/json-decoder.ts";
export { encodeJson } from "./json/json-encoder.ts";
export { withLargeMaps } from "./large-maps.ts";
export { ConnectionPool, type Lease, type PoolOptions, type Purpose } from "./pool/connection-pool.ts";
export { DialLimiter } from "./pool/dial-limiter.ts";
export { HandshakeGate } from "./pool/handshake-gate.ts";
export { globMatches } from "./server/glob.ts";
export type {
  CallContext,
  Caller,
  MethodHandler,
  RawHandler,
  RequestReplyHandler,
} from "./server/handlers.ts";
export type { HttpHandler } from "./server/http-pages.ts";
export { SrpcServer, type SrpcServerOptions } from "./server/srpc-server.ts";
export type { ServerTls } from "./server/tls-gate.ts";
export { type CertificateClaims, certificateClaims } from "./tls/certificate-claims.ts";
export type { Identity } from "./tls/identity.ts";
export { IdentityStore, type IdentityStoreOptions } from "./tls/identity-store.ts";
export { loadIdentities, newIdentity } from "./tls/load-identities.ts";
export type { CallStream } from "./transport/call-stream.ts";
export type { CoderName } from "./transport/message-coder.ts";
export type { WaitOptions } from "./transport/wait.ts";
export type * from "./wire-type.ts";
