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

/** Longest text of one field, in characters: hypervisors and certificates can say as much as they like. */
const longestText = 4000;
/** JSON leaves these as they are; a terminal takes some for commands, others turn the order of a line around. */
const unprintable = /[\x7f-\x9f\u2028\u2029\p{Bidi_Control}]/gu;

/** Structured log of the server, one line for each entry whatever it tells of, secrets taken out. */
export function createLogger(level: LogLevel, destination: DestinationStream): Logger {
  const options = {
    level,
    base: null,
    redact: { paths: redactPaths, censor: "[redacted]" },
    timestamp: pino.stdTimeFunctions.isoTime,
    formatters: { log: shortened },
    serializers: { err: (error: Error) => shortened({ ...pino.stdSerializers.err(error) }) },
  };
  return pino(options, { write: (line) => destination.write(line.replace(unprintable, spelledOut)) });
}

/** Inside a JSON text, so the line still says the same. */
function spelledOut(sign: string): string {
  return `\\u${sign.charCodeAt(0).toString(16).padStart(4, "0")}`;
}

/** The fields with their long texts cut off, and how much that was. */
function shortened(fields: Record<string, unknown>): Record<string, unknown> {
  const long = Object.entries(fields).filter(
    (field): field is [string, string] => typeof field[1] === "string" && field[1].length > longestText,
  );
  if (long.length === 0) return fields;
  const cut = (text: string) => `${text.slice(0, longestText)}… ${text.length - longestText} more characters`;
  return { ...fields, ...Object.fromEntries(long.map(([name, text]) => [name, cut(text)])) };
}
