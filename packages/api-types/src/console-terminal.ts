/**
 * What a terminal is told between the bytes of a serial console. The page and the server's own terminal must write the
 * same, or a screen made by one would not fit the other. Both terminals push what "erase in display" wipes into their
 * history (`scrollOnEraseInDisplay`).
 */

/** Cancels a sequence that was cut in the middle, then ordinary attributes. */
const calm = "\x18\x1b[0m";

/**
 * Written where a VM was started: leaves whatever the last boot may have set (other screen, margins, letters, hidden
 * cursor, mouse) and begins on an empty screen; the old one goes into the history. The cursor is saved first, because
 * leaving the other screen restores it and setting the margins moves it. A soft reset forgets that again, and leaves
 * only line feeds and the mouse as they are.
 */
export const terminalAtBoot =
  "\x18\x1b7\x1b[?1049l\x1b[?6l\x1b[r\x1b8\x1b[!p\x1b[20l\x1b[?1003l\x1b[?1006l\x1b[2J\x1b[H";

/** A line of ours between the VM's output. Control characters in it are taken out. */
export function terminalLine(text: string): string {
  return `${calm}\r\n\x1b[90m── ${text.replace(/[\x00-\x1f\x7f-\x9f]/g, " ")} ──\x1b[0m\r\n`;
}

/** As much of a terminal's parser as is needed here. */
interface CsiParser {
  registerCsiHandler(
    id: { final: string },
    callback: (params: (number | number[])[]) => boolean,
  ): { dispose(): void };
}

/** Lines in and out, scrolling, repeated letters, tabs: a terminal does them one by one, as often as it is told. */
const repeating = ["L", "M", "S", "T", "b", "I", "Z"] as const;
/** More than any screen has lines or columns. */
const mostRepeats = 2000;

/** Has a terminal ignore sequences by which a guest could keep it busy for minutes, or have it use up all memory. */
export function refuseEndlessRepeats(parser: CsiParser): readonly { dispose(): void }[] {
  return repeating.map((final) =>
    parser.registerCsiHandler({ final }, ([count]) => typeof count === "number" && count > mostRepeats),
  );
}
