/** Turn text (flag, environment) or JSON (file) into the value of a setting. Each throws a ConfigError that names it. */
import { ConfigError, type HostPort } from "./config.ts";

export function text(raw: unknown, name: string): string {
  if (typeof raw !== "string" || raw === "") throw new ConfigError(`${name}: a text is expected.`);
  return raw;
}

export function portNumber(raw: unknown, name: string, lowest: number): number {
  const port = typeof raw === "number" ? raw : Number(text(raw, name));
  if (!Number.isInteger(port) || port < lowest || port > 65535) {
    throw new ConfigError(`${name}: "${raw}" is not a port number (${lowest} to 65535).`);
  }
  return port;
}

interface Range {
  readonly least: number;
  readonly most: number;
}

export function wholeNumber(raw: unknown, name: string, { least, most }: Range): number {
  const value = typeof raw === "number" ? raw : Number(text(raw, name));
  if (Number.isInteger(value) && value >= least && value <= most) return value;
  throw new ConfigError(`${name}: "${raw}" is not a whole number from ${least} to ${most}.`);
}

/** A number of bytes, or of KiB or MiB with K or M behind it. */
export function byteCount(raw: unknown, name: string, range: Range): number {
  const match = /^(\d{1,12})([KM]?)$/i.exec(String(raw));
  const factor = { "": 1, K: 1024, M: 1024 * 1024 }[match?.[2]?.toUpperCase() ?? ""] ?? 1;
  const value = Number(match?.[1]) * factor;
  if (value >= range.least && value <= range.most) return value;
  throw new ConfigError(
    `${name}: "${raw}" is not ${range.least} to ${range.most} bytes (as 65536, 64K or 4M).`,
  );
}

/** `HOST`, `HOST:PORT`, `[IPV6]:PORT`. */
export function hostPort(defaultPort: number) {
  return (raw: unknown, name: string): HostPort => {
    const whole = text(raw, name);
    const match = /^(?:\[([0-9a-fA-F:.]+)\]|([^:/\s[\]]+))(?::(\d+))?$/.exec(whole);
    const host = match?.[1] ?? match?.[2];
    if (host === undefined) throw new ConfigError(`${name}: "${whole}" is not HOST or HOST:PORT.`);
    return { host, port: match?.[3] === undefined ? defaultPort : portNumber(match[3], name, 1) };
  };
}

/** Scheme and host with `*` for any run of characters, and a path if wanted: `https://*.example.com/images/*`. */
export function urlPattern(raw: unknown, name: string): string {
  const pattern = text(raw, name);
  if (/^[a-z*]+:\/\/[^/]+(\/.*)?$/.test(pattern)) return pattern;
  throw new ConfigError(`${name}: "${pattern}" is not a pattern such as https://images.example.com/*.`);
}

export function listOf<T>(parseOne: (raw: unknown, name: string) => T) {
  return (raw: unknown, name: string): readonly T[] => {
    const parts = typeof raw === "string" ? raw.split(/[\s,]+/).filter((part) => part !== "") : raw;
    if (!Array.isArray(parts)) throw new ConfigError(`${name}: a list is expected.`);
    // An empty text, such as that of a variable that is not set, must not pass for "none given".
    if (parts.length === 0) throw new ConfigError(`${name}: the value is empty.`);
    return parts.map((part) => parseOne(part, name));
  };
}

export function choice(values: readonly string[]) {
  return (raw: unknown, name: string): string => {
    if (typeof raw === "string" && values.includes(raw)) return raw;
    throw new ConfigError(`${name}: "${raw}" is not one of ${values.join(", ")}.`);
  };
}

export function yesNo(raw: unknown, name: string): boolean {
  if (raw === true || raw === "true" || raw === "1") return true;
  if (raw === false || raw === "false" || raw === "0") return false;
  throw new ConfigError(`${name}: "${raw}" is neither true nor false.`);
}

export function httpUrl(raw: unknown, name: string): string {
  const whole = text(raw, name);
  if (!URL.canParse(whole) || !/^https?:$/.test(new URL(whole).protocol)) {
    throw new ConfigError(`${name}: "${whole}" is not an address such as https://console.example.com.`);
  }
  return new URL(whole).origin;
}
