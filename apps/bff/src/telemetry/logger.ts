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

/** Structured log of the server, secrets taken out. Goes to standard error unless told otherwise. */
export function createLogger(level: LogLevel, destination?: DestinationStream): Logger {
  const options = {
    level,
    base: null,
    redact: { paths: redactPaths, censor: "[redacted]" },
    timestamp: pino.stdTimeFunctions.isoTime,
  };
  return pino(options, destination ?? standardError());
}

/** A log that nobody reads any more, or that has no room, must not end the server. */
function standardError(): DestinationStream {
  const stream = pino.destination({ fd: 2, sync: false });
  stream.on("error", () => {});
  return stream;
}
