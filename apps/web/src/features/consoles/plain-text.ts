/** Strings to a terminal (titles, clipboards, pictures), up to their end. */
const strings = /\x1b[\]PX^_][^\x07\x1b\x18\x1a]*(?:\x07|\x1b\\|\x18|\x1a)?/g;
/** Sequences: control, with letter sets, and of one character. */
const sequences = /\x1b\[[0-?]*[ -/]*[@-~]?|\x1b[ -/]+[0-~]?|\x1b[0-~]?/g;
const eraseLine = /\x1b\[0?K/g;
/** Stands for it where everything else is taken out. */
const erased = "\x0b";
const controls = /[\x00-\x07\x0c\x0e-\x1f\x7f-\x9f]/g;

/**
 * What a serial port has said, as text to read: without colours and other sequences, each line as it was at its end. A
 * full-screen program has no lines, and comes out as the pieces that it drew.
 */
export function plainText(output: string): string {
  return output
    .replaceAll(erased, "")
    .replace(strings, "")
    .replace(eraseLine, erased)
    .replace(sequences, "")
    .replace(controls, "")
    .split("\n")
    .map(lastState)
    .join("\n");
}

/** A line that was written over (a progress bar, a mistyped word) as it was left. */
function lastState(line: string): string {
  const said = line.replace(/\r+$/, "");
  if (!/[\r\b\x0b]/.test(said)) return said;
  const letters: string[] = [];
  let at = 0;
  for (const letter of said) {
    if (letter === "\r") at = 0;
    else if (letter === "\b") at = Math.max(0, at - 1);
    else if (letter === erased) letters.length = Math.min(at, letters.length);
    else letters[at++] = letter;
  }
  return letters.join("").trimEnd();
}
