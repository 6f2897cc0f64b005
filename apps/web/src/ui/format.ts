/** Numbers and times as people read them. Units of the input are in each function's comment. */

const unitNames = {
  binary: ["B", "KiB", "MiB", "GiB", "TiB", "PiB"],
  decimal: ["B", "kB", "MB", "GB", "TB", "PB"],
} as const;

let units: keyof typeof unitNames = "binary";

/** Decides how sizes are written from now on; what is on the screen follows when it is drawn again. */
export function chooseUnits(chosen: keyof typeof unitNames): void {
  units = chosen;
}

/** Keeps three digits that matter: 1.25, 12.5, 125. */
function short(value: number): string {
  const digits = value >= 100 || Number.isInteger(value) ? 0 : value >= 10 ? 1 : 2;
  const text = value.toFixed(digits);
  return digits === 0 ? text : text.replace(/\.?0+$/, "");
}

/** Bytes with a unit of the chosen kind: `16 GiB`. */
export function formatBytes(bytes: number): string {
  const names = unitNames[units];
  const step = units === "binary" ? 1024 : 1000;
  let value = bytes;
  let unit = 0;
  while (Math.abs(value) >= step && unit < names.length - 1) {
    value /= step;
    unit += 1;
  }
  return `${short(value)} ${names[unit]}`;
}

/** MiB with a fitting unit: 2048 → `2 GiB`. */
export function formatMiB(mebibytes: number): string {
  return formatBytes(mebibytes * 1024 * 1024);
}

/** Thousandths of a CPU: 1500 → `1.5 CPU`. */
export function formatMilliCpus(milliCpus: number): string {
  return `${short(milliCpus / 1000)} CPU`;
}

/** How many CPUs that many thousandths are: fleets in whole ones, a few as finely as VMs are given them. */
export function formatCpus(milliCpus: number): string {
  const cpus = milliCpus / 1000;
  return cpus < 10 ? short(cpus) : formatNumber(Math.round(cpus));
}

const grouped = new Intl.NumberFormat("en");

export function formatNumber(value: number): string {
  return grouped.format(value);
}

/** A share of 0 … 1 as `42 %`. */
export function formatShare(share: number): string {
  return Number.isFinite(share) ? `${Math.round(share * 100)} %` : "–";
}

/** Seconds as `12 s`, `3 min`, `5 h 20 min`, `9 d`. */
export function formatSeconds(seconds: number): string {
  const whole = Math.max(0, Math.round(seconds));
  if (whole < 60) return `${whole} s`;
  if (whole < 3600) return `${Math.floor(whole / 60)} min`;
  if (whole < 86_400) {
    const minutes = Math.floor((whole % 3600) / 60);
    return `${Math.floor(whole / 3600)} h${minutes ? ` ${minutes} min` : ""}`;
  }
  const days = Math.floor(whole / 86_400);
  return days < 730 ? `${days} d` : `${Math.floor(days / 365)} y`;
}

/** True for the times Go writes when there is none: year 1, or no text. */
export function isNever(time: string | undefined): boolean {
  return !time || time.startsWith("0001-");
}

/** Clocks of machines are never quite alike. */
const likeClocksMs = 60_000;

/** Whether a time was told by a clock that goes before ours: how long ago that was is not known then. */
export function isAhead(time: string, now: number): boolean {
  return Date.parse(time) - now > likeClocksMs;
}

/** How long ago an RFC 3339 time is, short: `5 min`; `–` for never, and for what is yet to come. */
export function formatAge(time: string | undefined, now: number): string {
  if (!time || isNever(time) || isAhead(time, now)) return "–";
  const then = Date.parse(time);
  return Number.isNaN(then) ? "–" : formatSeconds((now - then) / 1000);
}

/** An RFC 3339 time in full: `2026-08-14 09:31:07`, with the zone's name when it is UTC. */
export function formatTime(time: string | number | undefined, zone: "local" | "utc" = "local"): string {
  if (time === undefined || (typeof time === "string" && isNever(time))) return "never";
  const date = new Date(time);
  if (Number.isNaN(date.getTime())) return String(time);
  if (zone === "utc") return `${date.toISOString().slice(0, 19).replace("T", " ")} UTC`;
  const two = (n: number) => String(n).padStart(2, "0");
  const day = `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}`;
  return `${day} ${two(date.getHours())}:${two(date.getMinutes())}:${two(date.getSeconds())}`;
}

/** `1 VM`, `3 VMs`. */
export function plural(count: number, one: string, many = `${one}s`): string {
  return `${formatNumber(count)} ${count === 1 ? one : many}`;
}

const sizePattern = /^\s*(\d+(?:[.,]\d+)?)\s*([kmgtp]?)(i?b)?\s*$/i;
const powers: Readonly<Record<string, number>> = { "": 0, k: 1, m: 2, g: 3, t: 4, p: 5 };

/** Reads `10G`, `512 MiB`, `1.5 TB` (binary units) as bytes; `bare` is the unit of a plain number. */
export function parseSize(text: string, bare: "B" | "M" | "G" = "B"): number | undefined {
  const match = sizePattern.exec(text);
  if (!match) return undefined;
  const unit = (match[2] || (match[3] ? "" : bare === "B" ? "" : bare)).toLowerCase();
  const value = Number((match[1] ?? "").replace(",", ".")) * 1024 ** (powers[unit] ?? 0);
  return Number.isSafeInteger(Math.round(value)) ? Math.round(value) : undefined;
}

/** Bytes as text that `parseSize` reads back to exactly the same number. */
export function sizeText(bytes: number): string {
  let value = bytes;
  let unit = 0;
  while (value >= 1024 && value % 1024 === 0 && unit < 5) {
    value /= 1024;
    unit += 1;
  }
  return unit === 0 ? `${value}B` : `${value}${"BKMGTP"[unit]}`;
}
