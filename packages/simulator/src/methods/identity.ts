import { createPrivateKey, X509Certificate } from "node:crypto";
import type { Clock } from "../base/clock.ts";
import { timeText } from "../base/clock.ts";
import { refuse } from "../base/refusal.ts";
import { goDurationText } from "../base/texts.ts";

export interface CheckedIdentity {
  readonly name: string;
  /** RFC 3339. */
  readonly expires: string;
}

/** Checks a certificate and key (base64 of PEM) for a guest, in the server's order. */
export function checkIdentity(
  pair: { readonly certificate: string; readonly key: string },
  userName: string,
  clock: Clock,
): CheckedIdentity {
  const certificate = parseCertificate(pair.certificate);
  const key = parseKey(pair.key);
  if (!certificate.checkPrivateKey(key)) refuse("tls: private key does not match public key");
  return checkCertificate(certificate, userName, clock);
}

/** Checks a certificate that comes without its key. */
export function checkRequestorCertificate(
  certificate: string,
  userName: string,
  clock: Clock,
): CheckedIdentity {
  return checkCertificate(parseCertificate(certificate), userName, clock);
}

function checkCertificate(certificate: X509Certificate, userName: string, clock: Clock): CheckedIdentity {
  const now = clock.now();
  const [from, to] = [Date.parse(certificate.validFrom), Date.parse(certificate.validTo)];
  if (now < from) refuse(`cert will not be valid for ${durationOf(from - now)}`);
  if (now > to) refuse(`cert expired ${durationOf(now - to)} ago`);
  const name = /(?:^|\n)CN=([^\n]*)/.exec(certificate.subject)?.[1] ?? "";
  if (name === userName) refuse("cannot give VM your own identity");
  return { name, expires: timeText(to) };
}

function parseCertificate(base64: string): X509Certificate {
  try {
    return new X509Certificate(Buffer.from(base64, "base64"));
  } catch {
    return refuse("tls: failed to find any PEM data in certificate input");
  }
}

function parseKey(base64: string): ReturnType<typeof createPrivateKey> {
  try {
    return createPrivateKey(Buffer.from(base64, "base64"));
  } catch {
    return refuse("tls: failed to find any PEM data in key input");
  }
}

function durationOf(ms: number): string {
  return goDurationText(Math.round(ms / 1000) * 1_000_000_000);
}
