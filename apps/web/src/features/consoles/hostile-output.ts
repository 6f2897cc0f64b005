import { refuseEndlessRepeats } from "@stackdeck/api-types";
import type { IDisposable, IParser } from "@xterm/xterm";

/** Identifiers of OSC sequences that are dropped: titles, clipboard, notifications, colour queries, file transfers. */
const droppedOsc = [0, 1, 2, 4, 7, 9, 10, 11, 12, 52, 104, 110, 111, 112, 133, 777, 1337];

/** Final bytes of CSI sequences to which a terminal answers. */
const questions = [
  { final: "n" },
  { prefix: "?", final: "n" },
  { final: "c" },
  { prefix: ">", final: "c" },
  { prefix: "=", final: "c" },
] as const;

/**
 * A guest's output is not to be trusted: it may not set the window's title, touch the clipboard, move windows, or make
 * the terminal type something. Only the terminal's position and kind may be asked for, and only where an answer is due.
 * @param mayAnswer whether answers to questions may be typed now
 */
export function refuseHostileSequences(parser: IParser, mayAnswer: () => boolean): readonly IDisposable[] {
  const drop = (): boolean => true;
  return [
    ...refuseEndlessRepeats(parser),
    ...droppedOsc.map((id) => parser.registerOscHandler(id, drop)),
    ...questions.map((id) => parser.registerCsiHandler(id, () => !mayAnswer())),
    // Window operations and reports, and status reports that echo what was sent before.
    parser.registerCsiHandler({ final: "t" }, drop),
    parser.registerDcsHandler({ intermediates: "$", final: "q" }, drop),
    parser.registerDcsHandler({ intermediates: "+", final: "q" }, drop),
    parser.registerCsiHandler({ prefix: "?", intermediates: "$", final: "p" }, drop),
    parser.registerCsiHandler({ intermediates: "$", final: "p" }, drop),
    parser.registerEscHandler({ final: "Z" }, drop),
    // Enquiry has no handler of its own: the terminal answers it with nothing.
  ];
}
