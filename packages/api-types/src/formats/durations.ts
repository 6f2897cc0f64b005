/** Durations and ages and their texts. Wire durations are nanoseconds. */

const nanosecondsOf: Readonly<Record<string, number>> = {
  ns: 1,
  us: 1e3,
  µs: 1e3,
  ms: 1e6,
  s: 1e9,
  m: 60e9,
  min: 60e9,
  h: 3600e9,
  d: 86400e9,
  w: 7 * 86400e9,
  y: 365 * 86400e9,
};
const partPattern = /(\d+(?:\.\d*)?|\.\d+)\s*([a-zµ]+)?\s*/gy;

/** Nanoseconds for people: `1 h 30 min`, `15 s`, `250 ms`; two units at most. */
export function formatDuration(nanoseconds: number): string {
  if (nanoseconds === 0) return "0 s";
  const sign = nanoseconds < 0 ? "−" : "";
  const size = Math.abs(nanoseconds);
  if (size < 1e9) {
    const unit = size >= 1e6 ? "ms" : size >= 1e3 ? "µs" : "ns";
    return `${sign}${Math.round(size / (nanosecondsOf[unit] as number))} ${unit}`;
  }
  let rest = Math.round(size / 1e9);
  const parts: string[] = [];
  for (const [unit, seconds] of [
    ["d", 86400],
    ["h", 3600],
    ["min", 60],
    ["s", 1],
  ] as const) {
    const amount = Math.floor(rest / seconds);
    rest -= amount * seconds;
    if (amount > 0) parts.push(`${amount} ${unit}`);
  }
  return sign + parts.slice(0, 2).join(" ");
}

/** Nanoseconds from a text such as `90s`, `1h30m`, `1.5 min`, `15` (seconds); undefined when it is none. */
export function parseDuration(text: string): number | undefined {
  const trimmed = text.trim().toLowerCase();
  const negative = trimmed.startsWith("-");
  const words = negative ? trimmed.slice(1) : trimmed;
  if (words === "" || words.length > 60) return undefined;
  let total = 0;
  let at = 0;
  partPattern.lastIndex = 0;
  for (let part = partPattern.exec(words); part !== null; part = partPattern.exec(words)) {
    const isAlone = at === 0 && part[0].length === words.length;
    const factor = part[2] === undefined ? (isAlone ? 1e9 : undefined) : nanosecondsOf[part[2]];
    if (factor === undefined) return undefined;
    total += Number(part[1]) * factor;
    at += part[0].length;
    if (at === words.length) break;
  }
  total = Math.round(total);
  if (at !== words.length || total > Number.MAX_SAFE_INTEGER) return undefined;
  return negative && total !== 0 ? -total : total;
}

/** Milliseconds passed, in one short unit for lists: `now`, `5s`, `3m`, `2h`, `4d`, `3w`, `2y`. */
export function formatAge(milliseconds: number): string {
  const seconds = Math.floor(milliseconds / 1000);
  if (seconds < 1) return "now";
  if (seconds < 60) return `${seconds}s`;
  if (seconds < 3600) return `${Math.floor(seconds / 60)}m`;
  if (seconds < 86400) return `${Math.floor(seconds / 3600)}h`;
  const days = Math.floor(seconds / 86400);
  if (days < 28) return `${days}d`;
  return days < 365 ? `${Math.floor(days / 7)}w` : `${Math.floor(days / 365)}y`;
}
