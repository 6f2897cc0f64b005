import { type SerialMarkKind, terminalAtBoot, terminalLine } from "@stackdeck/api-types";
import { appearance } from "../../ui/appearance.ts";
import { formatTime } from "../../ui/format.ts";

/** How a mark is shown in the terminal. */
export function markText(kind: SerialMarkKind, text: string, on: string): string {
  const time = Number.isNaN(Date.parse(on)) ? "" : `, ${formatTime(on, appearance.get().timeZone)}`;
  return (kind === "boot" ? terminalAtBoot : "") + terminalLine(`${text}${time}`);
}

/** How a gap is shown that came about because drawing was too slow. */
export const skippedText = (bytes: number): string =>
  terminalLine(`${formatKibibytes(bytes)} skipped: more came than could be drawn`);

/** "12 KiB", "3.4 MiB". */
export function formatKibibytes(bytes: number): string {
  if (bytes < 1024) return `${bytes} bytes`;
  const kib = bytes / 1024;
  if (kib < 1024) return `${kib < 10 ? kib.toFixed(1) : Math.round(kib).toLocaleString("en")} KiB`;
  return `${(kib / 1024).toFixed(1)} MiB`;
}
