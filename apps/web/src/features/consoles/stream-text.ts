import type { SerialMarkKind } from "@stackdeck/api-types";

/** Cancels a sequence that was cut in the middle, then ordinary attributes. */
const calm = "\x18\x1b[0m";
/** Leaves what a full-screen program of the last boot may have set: other screen, margins, hidden cursor, mouse. */
const leaveFullScreen =
  "\x1b[?1049l\x1b[r\x1b[?25h\x1b[?1000l\x1b[?1002l\x1b[?1003l\x1b[?1006l\x1b[?2004l\x1b[?1l\x1b>";

/** A line of ours between the VM's output. Our texts hold no control characters; those of others are taken out. */
function line(text: string): string {
  return `${calm}\r\n\x1b[2m── ${text.replace(/[\x00-\x1f\x7f-\x9f]/g, " ")} ──\x1b[0m\r\n`;
}

/** How a mark is shown in the terminal. */
export function markText(kind: SerialMarkKind, text: string, on: string): string {
  const at = new Date(on);
  const time = Number.isNaN(at.getTime()) ? "" : `, ${at.toLocaleTimeString()}`;
  return (kind === "boot" ? leaveFullScreen : "") + line(`${text}${time}`);
}

/** How a gap is shown that came about because drawing was too slow. */
export const skippedText = (bytes: number): string =>
  line(`${formatKibibytes(bytes)} skipped: more came than could be drawn`);

/** "12 KiB", "3.4 MiB". */
export function formatKibibytes(bytes: number): string {
  if (bytes < 1024) return `${bytes} bytes`;
  const kib = bytes / 1024;
  if (kib < 1024) return `${kib < 10 ? kib.toFixed(1) : Math.round(kib).toLocaleString("en")} KiB`;
  return `${(kib / 1024).toFixed(1)} MiB`;
}
