import { createPrivateKey, X509Certificate } from "node:crypto";
import { readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { nodeErrorCode, SrpcError } from "../errors.ts";
import { certificateClaims } from "./certificate-claims.ts";
import type { Identity } from "./identity.ts";

/** Larger files are no PEM pair of anybody. */
const MAX_PEM_BYTES = 1024 * 1024;
const GROUP_OR_OTHERS_MAY_READ = 0o044;

/**
 * Loads all pairs `NAME.key` + `NAME.cert` and `key.pem` + `cert.pem` of a directory, best first: those that
 * permit every method, then those with more methods, then those valid longer. A key without certificate or the
 * other way round is passed over, and so is an expired pair beside one that is valid.
 * @throws SrpcError BAD_CERTIFICATE, in one sentence naming the file: unreadable, key that others may read, all expired.
 */
export function loadIdentities(directory: string): Identity[] {
  const pairs = pairsIn(directory);
  const identities = pairs.map((pair) => loadPair(directory, pair));
  const valid = identities.filter(isValid);
  const [expired] = identities;
  if (valid.length === 0 && expired !== undefined) {
    const path = join(directory, pairs[0]?.cert ?? "");
    throw bad(`the certificate ${path} expired at ${expired.notAfter.toISOString()}`);
  }
  return valid.sort(byWorth);
}

/** Whether a certificate has not come to its end. */
export function isValid({ notAfter }: Identity): boolean {
  return notAfter.getTime() > Date.now();
}

interface Pair {
  readonly name: string;
  readonly key: string;
  readonly cert: string;
}

function pairsIn(directory: string): Pair[] {
  let names: Set<string>;
  try {
    names = new Set(readdirSync(directory));
  } catch (error) {
    throw bad(`the certificate directory ${directory} cannot be read (${nodeErrorCode(error)})`, error);
  }
  const pairs: Pair[] = [];
  if (names.has("key.pem") && names.has("cert.pem"))
    pairs.push({ name: "cert", key: "key.pem", cert: "cert.pem" });
  for (const key of [...names].sort()) {
    const name = key.endsWith(".key") ? key.slice(0, -".key".length) : "";
    if (name !== "" && names.has(`${name}.cert`)) pairs.push({ name, key, cert: `${name}.cert` });
  }
  return pairs;
}

function loadPair(directory: string, pair: Pair): Identity {
  const certPath = join(directory, pair.cert);
  const keyPath = join(directory, pair.key);
  refuseOpenKey(keyPath);
  return newIdentity({
    name: pair.name,
    certPem: readPem(certPath),
    keyPem: readPem(keyPath),
    certPath,
    keyPath,
  });
}

/** An identity from PEM texts; the paths are for error messages only. @throws SrpcError BAD_CERTIFICATE */
export function newIdentity(source: {
  name: string;
  certPem: string;
  keyPem: string;
  certPath?: string;
  keyPath?: string;
}): Identity {
  const { name, certPem, keyPem, certPath = `of ${name}`, keyPath = `of ${name}` } = source;
  const certificate = parse(`the certificate ${certPath}`, () => new X509Certificate(certPem));
  const key = parse(`the private key ${keyPath}`, () => createPrivateKey(keyPem));
  if (!certificate.checkPrivateKey(key))
    throw bad(`the key ${keyPath} does not belong to the certificate ${certPath}`);
  const claims = parse(`the certificate ${certPath}`, () => certificateClaims(certificate));
  const notBefore = new Date(certificate.validFrom);
  const notAfter = new Date(certificate.validTo);
  return { name, certPem, keyPem, ...claims, notBefore, notAfter };
}

function parse<T>(what: string, act: () => T): T {
  try {
    return act();
  } catch (error) {
    throw bad(`${what} cannot be used: ${(error as Error).message}`, error);
  }
}

function readPem(path: string): string {
  try {
    if (statSync(path).size > MAX_PEM_BYTES)
      throw bad(`the file ${path} is too large for a certificate or key`);
    return readFileSync(path, "utf8");
  } catch (error) {
    if (error instanceof SrpcError) throw error;
    throw bad(`the file ${path} cannot be read (${nodeErrorCode(error)})`, error);
  }
}

/** A key that others on the machine may read is no proof of who we are. */
function refuseOpenKey(path: string): void {
  if (process.platform === "win32") return;
  let mode: number;
  try {
    mode = statSync(path).mode;
  } catch (error) {
    throw bad(`the file ${path} cannot be read (${nodeErrorCode(error)})`, error);
  }
  if ((mode & GROUP_OR_OTHERS_MAY_READ) === 0) return;
  throw bad(`the private key ${path} can be read by other users of this machine; run: chmod 600 ${path}`);
}

function byWorth(a: Identity, b: Identity): number {
  const all = Number(b.methods.includes("*.*")) - Number(a.methods.includes("*.*"));
  return all || b.methods.length - a.methods.length || b.notAfter.getTime() - a.notAfter.getTime();
}

function bad(message: string, cause?: unknown): SrpcError {
  return new SrpcError("BAD_CERTIFICATE", message, { cause });
}
