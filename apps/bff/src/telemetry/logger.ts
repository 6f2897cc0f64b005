import pino, { type DestinationStream, type Logger } from "pino";
import type { LogLevel } from "../config/config.ts";

/** Fields that may hold secrets, wherever they stand. */
const secretFields = [
  "authorization",
  "cookie",
  "token",
  "secret",
  "password",
  "AccessToken",
  "Token",
  "IdentityKey",
  "VerificationCookie",
  "keyPem",
  "key",
];
const redactPaths = secretFields.flatMap((name) => [
  name,
  `*.${name}`,
  `*.*.${name}`,
  `req.headers["${name}"]`,
]);

/** Structured log of the server, secrets taken out. */
export function createLogger(level: LogLevel, destination: DestinationStream): Logger {
  const options = {
    level,
    base: null,
    redact: { paths: redactPaths, censor: "[redacted]" },
    timestamp: pino.stdTimeFunctions.isoTime,
  };
  return pino(options, destination);
}
