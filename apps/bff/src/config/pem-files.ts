import { X509Certificate } from "node:crypto";
import { readFileSync, statSync } from "node:fs";
import { createSecureContext } from "node:tls";
import { type Config, ConfigError } from "./config.ts";

const othersMayRead = 0o044;

/** The authorities of `--ca` as PEM; undefined when none are named. @throws ConfigError with one sentence */
export function readCa({ ca }: Pick<Config, "ca">): string | undefined {
  if (ca === undefined) return undefined;
  const pem = readPem(ca, "CA file");
  if (!pem.includes("-----BEGIN CERTIFICATE-----"))
    throw new ConfigError(`The CA file ${ca} holds no certificate in PEM form.`);
  return pem;
}

/** Certificate and key to serve HTTPS with. */
export interface ServerPair {
  readonly cert: string;
  readonly key: string;
  readonly expires: Date;
}

/** The pair of `--tls-cert` and `--tls-key`; undefined when none is named. @throws ConfigError with one sentence */
export function readServerPair({
  tlsCert,
  tlsKey,
}: Pick<Config, "tlsCert" | "tlsKey">): ServerPair | undefined {
  if (tlsCert === undefined || tlsKey === undefined) return undefined;
  const cert = readPem(tlsCert, "certificate");
  const key = readPem(tlsKey, "private key");
  if (process.platform !== "win32" && (statSync(tlsKey).mode & othersMayRead) !== 0) {
    throw new ConfigError(
      `The private key ${tlsKey} can be read by other users of this machine; run: chmod 600 ${tlsKey}`,
    );
  }
  try {
    createSecureContext({ cert, key });
    return { cert, key, expires: new Date(new X509Certificate(cert).validTo) };
  } catch (error) {
    const reason = (error as Error).message;
    throw new ConfigError(`${tlsCert} and ${tlsKey} cannot be used to serve HTTPS: ${reason}.`);
  }
}

function readPem(path: string, what: string): string {
  try {
    return readFileSync(path, "utf8");
  } catch (error) {
    throw new ConfigError(`Cannot read the ${what} ${path}: ${(error as Error).message}.`);
  }
}
