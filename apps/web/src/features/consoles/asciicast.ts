/** Recordings of terminals in asciinema's format, version 2: a header line, then one line for each event. */

/** Something that happened: output of the guest, or a new size of the terminal. */
export interface CastEvent {
  /** Seconds since the beginning. */
  readonly at: number;
  readonly kind: "output" | "resize";
  /** Output, or `80x24`. */
  readonly data: string;
}

export interface Cast {
  readonly title: string;
  readonly cols: number;
  readonly rows: number;
  /** When it began: Unix seconds; undefined when not known. */
  readonly startedAt: number | undefined;
  readonly events: readonly CastEvent[];
}

/** Bounds on a file that somebody made: no more than a browser plays without effort. */
export const castLimits = {
  /** Bytes of a file. */
  bytes: 64 * 1024 * 1024,
  events: 500_000,
  cols: 500,
  rows: 200,
  /** Seconds: a week. */
  duration: 604_800,
  title: 200,
} as const;

/** Why a file is not played. */
export class CastError extends Error {}

const codes = { output: "o", resize: "r" } as const;

/** The text of a recording's file. */
export function formatCast(cast: Cast): string {
  const header = {
    version: 2,
    width: cast.cols,
    height: cast.rows,
    ...(cast.startedAt === undefined ? {} : { timestamp: Math.floor(cast.startedAt) }),
    title: cast.title,
    env: { TERM: "xterm-256color" },
  };
  const lines = cast.events.map(({ at, kind, data }) =>
    JSON.stringify([Number(at.toFixed(6)), codes[kind], data]),
  );
  return `${[JSON.stringify(header), ...lines].join("\n")}\n`;
}

/**
 * Reads a recording's file. Events of other kinds (typed keys, markers) are left out; a last line that is cut off is
 * what a crashed recorder leaves behind, and is left out, too.
 * @throws CastError with a sentence for the user
 */
export function parseCast(text: string): Cast {
  if (text.length > castLimits.bytes) throw new CastError("The recording is longer than 64 MiB.");
  const lines = text.split("\n").filter((line) => line.trim() !== "");
  const header = parseHeader(lines[0] ?? "");
  if (lines.length - 1 > castLimits.events)
    throw new CastError(`The recording has more than ${castLimits.events.toLocaleString("en")} events.`);
  const events: CastEvent[] = [];
  let latest = 0;
  for (const [index, line] of lines.slice(1).entries()) {
    const parts = parseLine(line);
    if (parts === undefined && index === lines.length - 2) break;
    const event = eventOf(parts, latest);
    if (event === "bad") throw new CastError(`Line ${index + 2} is not an event of a recording.`);
    if (event === undefined) continue;
    latest = event.at;
    events.push(event);
  }
  return { ...header, events };
}

/** How long it lasts, in seconds. */
export const castDuration = (cast: Cast): number => cast.events.at(-1)?.at ?? 0;

/** Columns and rows of a resize event; undefined when it has none that can be shown. */
export function castSize(data: string): { readonly cols: number; readonly rows: number } | undefined {
  const [, cols, rows] = /^(\d{1,4})x(\d{1,4})$/.exec(data) ?? [];
  const size = { cols: Number(cols), rows: Number(rows) };
  return sane(size.cols, castLimits.cols) && sane(size.rows, castLimits.rows) ? size : undefined;
}

const sane = (value: unknown, limit: number): value is number =>
  typeof value === "number" && Number.isInteger(value) && value >= 1 && value <= limit;

function parseLine(line: string): unknown {
  try {
    return JSON.parse(line) as unknown;
  } catch {
    return undefined;
  }
}

function parseHeader(line: string): Omit<Cast, "events"> {
  const header = parseLine(line);
  if (typeof header !== "object" || header === null || Array.isArray(header))
    throw new CastError("This is not a recording: its first line is not the header of an asciicast.");
  const { version, width, height, title, timestamp } = header as Readonly<Record<string, unknown>>;
  if (version !== 2) throw new CastError("Only recordings of asciicast version 2 are played.");
  if (!sane(width, castLimits.cols) || !sane(height, castLimits.rows))
    throw new CastError(`The recording's terminal is larger than ${castLimits.cols} × ${castLimits.rows}.`);
  return {
    cols: width,
    rows: height,
    title: typeof title === "string" ? title.replace(/\p{C}/gu, "").slice(0, castLimits.title) : "",
    startedAt: typeof timestamp === "number" && Number.isFinite(timestamp) ? timestamp : undefined,
  };
}

function eventOf(parts: unknown, latest: number): CastEvent | "bad" | undefined {
  if (!Array.isArray(parts)) return "bad";
  const [at, code, data] = parts as readonly unknown[];
  if (typeof at !== "number" || !(at >= 0 && at <= castLimits.duration)) return "bad";
  if (typeof code !== "string" || typeof data !== "string") return "bad";
  // Clocks may have gone back while it was recorded: order is that of the file.
  const time = Math.max(at, latest);
  if (code === "o") return { at: time, kind: "output", data };
  if (code === "r" && castSize(data) !== undefined) return { at: time, kind: "resize", data };
  return undefined;
}
