const UNITS = [
  { unit: 2 ** 40, name: "TiB" },
  { unit: 2 ** 30, name: "GiB" },
  { unit: 2 ** 20, name: "MiB" },
  { unit: 2 ** 10, name: "KiB" },
];

/**
 * Bytes as the hypervisor writes them: the largest unit of which there are more than 100, or a whole number.
 * So 1.5 GiB is "1536 MiB", 2 GiB is "2 GiB" and 100 bytes are "100 B".
 */
export function sizeText(bytes: number): string {
  for (const { unit, name } of UNITS) {
    const count = Math.floor(bytes / unit);
    if (count > 100 || (count >= 1 && bytes % unit === 0)) return `${count} ${name}`;
  }
  return `${bytes} B`;
}

const NS = {
  hour: 3_600_000_000_000,
  minute: 60_000_000_000,
  second: 1_000_000_000,
  ms: 1_000_000,
  us: 1_000,
};

/** Nanoseconds in Go's way: "1h0m0s", "2m0s", "1.5s", "250ms", "0s". */
export function goDurationText(ns: number): string {
  if (ns === 0) return "0s";
  if (ns < 0) return `-${goDurationText(-ns)}`;
  if (ns < NS.us) return `${ns}ns`;
  if (ns < NS.ms) return `${ns / NS.us}µs`;
  if (ns < NS.second) return `${ns / NS.ms}ms`;
  const hours = Math.floor(ns / NS.hour);
  const minutes = Math.floor((ns % NS.hour) / NS.minute);
  const seconds = (ns % NS.minute) / NS.second;
  const secondsText = `${Number(seconds.toFixed(9))}s`;
  if (hours > 0) return `${hours}h${minutes}m${secondsText}`;
  return minutes > 0 ? `${minutes}m${secondsText}` : secondsText;
}

/** A text in Go's `%q`-like plain quotes, as in the snapshot name error. */
export function quoted(text: string): string {
  return `"${text}"`;
}
