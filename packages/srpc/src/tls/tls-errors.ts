import { nodeErrorCode, SrpcError, toSrpcError } from "../errors.ts";

const clientRefused =
  /ALERT_(BAD_CERTIFICATE|CERTIFICATE_REQUIRED|UNKNOWN_CA|CERTIFICATE_EXPIRED|CERTIFICATE_REVOKED|CERTIFICATE_UNKNOWN|UNSUPPORTED_CERTIFICATE|ACCESS_DENIED|HANDSHAKE_FAILURE|DECRYPT_ERROR)/;

const serverUntrusted = new Set([
  "CERT_HAS_EXPIRED",
  "CERT_NOT_YET_VALID",
  "CERT_REVOKED",
  "CERT_REJECTED",
  "CERT_UNTRUSTED",
  "CERT_SIGNATURE_FAILURE",
  "CERT_CHAIN_TOO_LONG",
  "DEPTH_ZERO_SELF_SIGNED_CERT",
  "SELF_SIGNED_CERT_IN_CHAIN",
  "UNABLE_TO_GET_ISSUER_CERT",
  "UNABLE_TO_GET_ISSUER_CERT_LOCALLY",
  "UNABLE_TO_VERIFY_LEAF_SIGNATURE",
  "INVALID_CA",
  "INVALID_PURPOSE",
  "PATH_LENGTH_EXCEEDED",
  "HOSTNAME_MISMATCH",
  "ERR_TLS_CERT_ALTNAME_INVALID",
]);

/** The first code of the error or of what caused it that tells something about TLS. */
function tlsCodes(error: unknown): string[] {
  const codes: string[] = [];
  let current = error;
  for (let depth = 0; depth < 4 && current instanceof Error; depth++) {
    codes.push(nodeErrorCode(current));
    current = current.cause;
  }
  return codes;
}

/** How far a handshake came. */
export interface HandshakeState {
  /** Whether we have a certificate to show. */
  readonly hasCertificate: boolean;
  /** Whether the server had begun to answer. */
  readonly wasAnswered: boolean;
}

/**
 * An error of the handshake itself. With TLS 1.2 the server judges our certificate within it, and may close without
 * an alert that reaches us, after it has answered.
 */
export function handshakeError(error: unknown, { hasCertificate, wasAnswered }: HandshakeState): SrpcError {
  const codes = tlsCodes(error);
  const text = error instanceof Error ? error.message : String(error);
  if (codes.some((code) => serverUntrusted.has(code))) {
    return new SrpcError("UNTRUSTED_SERVER", `the server's certificate is not trusted: ${text}`, {
      cause: error,
    });
  }
  if (codes.some((code) => clientRefused.test(code))) return refusedCertificate(error, hasCertificate);
  const failure = toSrpcError(error, { doing: "TLS handshake" });
  const isRefusal = failure.code === "PEER_CLOSED" && wasAnswered;
  return isRefusal ? refusedCertificate(error, hasCertificate) : failure;
}

/**
 * An error of the first ping. With TLS 1.3 our handshake ends before the server has judged our certificate,
 * so its refusal arrives here: as an alert, or as a plain end of stream.
 */
export function firstPingError(error: unknown, hasCertificate: boolean): SrpcError {
  if (tlsCodes(error).some((code) => clientRefused.test(code)))
    return refusedCertificate(error, hasCertificate);
  const failure = toSrpcError(error, { doing: "first ping" });
  return failure.code === "PEER_CLOSED" ? refusedCertificate(error, hasCertificate) : failure;
}

function refusedCertificate(cause: unknown, hasCertificate: boolean): SrpcError {
  return hasCertificate
    ? new SrpcError("BAD_CERTIFICATE", "the server refused the client certificate", { cause })
    : new SrpcError("MISSING_CERTIFICATE", "the server requires a client certificate", { cause });
}
