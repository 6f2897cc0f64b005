/** Sizes, shares of CPUs and their texts. Units are binary (1 GiB = 2^30 bytes), as the hypervisor counts. */

const units = ["B", "KiB", "MiB", "GiB", "TiB", "PiB"] as const;
const unitPattern = /^(\d+(?:\.\d*)?|\.\d+)\s*(?:([kmgtp])(?:i?b)?|b)?$/i;

/** Number of bytes for people: `512 B`, `1.5 GiB`, three significant digits at most after the first thousand. */
export function formatBytes(bytes: number): string {
  if (!Number.isFinite(bytes)) return "";
  let unit = 0;
  let amount = Math.abs(bytes);
  while (amount >= 1024 && unit < units.length - 1) {
    amount /= 1024;
    unit++;
  }
  // 1023.9 would be shown as 1024 of the smaller unit.
  if (unit < units.length - 1 && unit > 0 && Number(shorten(amount)) >= 1024) {
    amount /= 1024;
    unit++;
  }
  return `${bytes < 0 ? "−" : ""}${shorten(amount)} ${units[unit]}`;
}

/** MiB for people. */
export function formatMiB(mebibytes: number): string {
  return formatBytes(mebibytes * 1048576);
}

/** Thousandths of a CPU for people: `1.5 CPUs`. */
export function formatMilliCpus(milliCpus: number): string {
  const amount = String(Math.round(milliCpus) / 1000);
  return `${amount} ${amount === "1" ? "CPU" : "CPUs"}`;
}

/** Bytes from a text such as `8G`, `1.5 GiB`, `512` (bytes); undefined when it is none. */
export function parseBytes(text: string): number | undefined {
  return parseSize(text, 1);
}

/** MiB from a text such as `8G` or `512` (MiB); undefined when it is none. */
export function parseMiB(text: string): number | undefined {
  const bytes = parseSize(text, 1048576);
  return bytes === undefined ? undefined : bytes / 1048576;
}

/** Thousandths of a CPU from a text such as `1.5` or `500m`; undefined when it is none. */
export function parseMilliCpus(text: string): number | undefined {
  const parts = /^(\d+(?:\.\d*)?|\.\d+)(m?)$/.exec(text.trim());
  if (parts === null) return undefined;
  const amount = Number(parts[1]) * (parts[2] === "m" ? 1 : 1000);
  return amount <= Number.MAX_SAFE_INTEGER ? Math.round(amount) : undefined;
}

/** A number without a unit counts in `plainUnit` bytes. */
function parseSize(text: string, plainUnit: number): number | undefined {
  const parts = text.length > 40 ? null : unitPattern.exec(text.trim());
  if (parts === null) return undefined;
  const letter = parts[2]?.toLowerCase();
  const isBytes = letter === undefined && /b$/i.test(text.trim());
  const factor = letter === undefined ? (isBytes ? 1 : plainUnit) : 1024 ** ("kmgtp".indexOf(letter) + 1);
  const bytes = Math.round(Number(parts[1]) * factor);
  return bytes <= Number.MAX_SAFE_INTEGER ? bytes : undefined;
}

/** At most three significant digits, all digits of whole numbers, no trailing zeros. */
function shorten(amount: number): string {
  if (Number.isInteger(amount)) return String(amount);
  const digits = amount >= 100 ? 0 : amount >= 10 ? 1 : 2;
  return String(Number(amount.toFixed(digits)));
}
