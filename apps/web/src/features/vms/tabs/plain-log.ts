/** Sequences with which a guest colours its log or moves a cursor: CSI, OSC with its end, and single ones. */
const sequences = /\u001b(?:\[[0-?]*[ -/]*[@-~]|\][^\u0007\u001b]*(?:\u0007|\u001b\\)?|[ -/]*[0-~])/g;
/** Tabs and line ends stay. */
const controls = /[\u0000-\u0008\u000b-\u001f\u007f]/g;

/** A log as text to be read: what only a terminal understands is left out. */
export function plainLog(text: string): string {
  return text.replaceAll("\r\n", "\n").replace(sequences, "").replace(controls, "");
}
