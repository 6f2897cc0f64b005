import { refuseEndlessRepeats, terminalAtBoot, terminalLine } from "@stackdeck/api-types";
import { SerializeAddon } from "@xterm/addon-serialize";
import unicode from "@xterm/addon-unicode11";
import type { Terminal as HeadlessTerminal } from "@xterm/headless";
import headless from "@xterm/headless";
import type { ByteRing } from "./byte-ring.ts";
import type { SerialHistory } from "./serial-history.ts";
import type { SerialMark } from "./serial-marks.ts";
import { TerminalModes } from "./terminal-modes.ts";

export interface ScreenSize {
  readonly cols: number;
  readonly rows: number;
}

/** Text that brings an empty terminal of some size to a screen and its history. */
export interface ScreenSnapshot {
  /** What was there before the VM was started last; undefined when that start is not in the ring. */
  readonly before: { readonly text: string; readonly boot: SerialMark } | undefined;
  /** What came since, for a terminal that has shown `before` and the mark. */
  readonly text: string;
  /** Offset of the first byte that is not in it. */
  readonly offset: number;
}

/** Lines of history a snapshot carries. */
const historyLines = 2000;
/** Bytes given to the terminal at once: between two pieces other work gets its turn (about 3 ms each). */
const pieceBytes = 256 * 1024;
/** Over the line that the viewer has drawn for the mark: what follows begins with it. */
const homeAndBelow = "\x1b[H\x1b[J";

/**
 * The screen as it was at an offset. Plays the ring through a terminal without a screen. Done when somebody attaches, never in the path of the bytes:
 * a terminal takes about 100 MB/s, which a flood exceeds.
 */
export async function snapshotOf(
  { ring, marks }: Pick<SerialHistory, "ring" | "marks">,
  size: ScreenSize,
  end: number = ring.end,
): Promise<ScreenSnapshot> {
  const known = marks.all.filter((mark) => mark.offset >= ring.start && mark.offset < end);
  const boot = known.findLast((mark) => mark.kind === "boot");
  const play = (from: number, to: number, some: readonly SerialMark[]): Promise<string> =>
    screenAfter(size, (terminal) => playThrough(terminal, ring, { from, to, marks: some }));
  if (boot === undefined) return { before: undefined, text: await play(ring.start, end, known), offset: end };
  const earlier = known.filter((mark) => mark.number < boot.number);
  const later = known.filter((mark) => mark.number >= boot.number);
  const before = await play(ring.start, boot.offset, earlier);
  const text = homeAndBelow + (await play(boot.offset, end, later));
  return { before: { text: before, boot }, text, offset: end };
}

async function screenAfter(
  size: ScreenSize,
  play: (terminal: HeadlessTerminal) => Promise<void>,
): Promise<string> {
  const terminal = new headless.Terminal({
    ...size,
    scrollback: historyLines,
    scrollOnEraseInDisplay: true,
    allowProposedApi: true,
    // It would tell our log of every sequence of a guest that it does not understand.
    logLevel: "off",
  });
  refuseEndlessRepeats(terminal.parser);
  const modes = new TerminalModes(terminal);
  const serializer = new SerializeAddon();
  // The addons are typed for the terminal with a screen; they use only what both have.
  for (const addon of [serializer, new unicode.Unicode11Addon()])
    terminal.loadAddon(addon as unknown as Parameters<HeadlessTerminal["loadAddon"]>[0]);
  // As wide as the page draws them, or what follows a picture in a line would stand elsewhere.
  terminal.unicode.activeVersion = "11";
  try {
    await play(terminal);
    return serializer.serialize({ scrollback: historyLines }) + modes.sequence();
  } finally {
    terminal.dispose();
  }
}

/** Bytes and marks of a part of the stream, in their order. */
async function playThrough(
  terminal: HeadlessTerminal,
  ring: ByteRing,
  part: { readonly from: number; readonly to: number; readonly marks: readonly SerialMark[] },
): Promise<void> {
  let offset = part.from;
  for (const mark of part.marks) {
    await playBytes(terminal, ring, { from: offset, to: mark.offset });
    await write(terminal, (mark.kind === "boot" ? terminalAtBoot : "") + terminalLine(mark.text));
    offset = mark.offset;
  }
  await playBytes(terminal, ring, { from: offset, to: part.to });
}

async function playBytes(
  terminal: HeadlessTerminal,
  ring: ByteRing,
  range: { readonly from: number; readonly to: number },
): Promise<void> {
  let offset = range.from;
  while (offset < range.to) {
    const piece = ring.read(offset, Math.min(pieceBytes, range.to - offset));
    if (piece === undefined || piece.offset >= range.to) return;
    piece.lease.users += 1;
    await write(terminal, piece.bytes);
    piece.lease.users -= 1;
    offset = piece.offset + piece.bytes.length;
  }
}

function write(terminal: HeadlessTerminal, data: Uint8Array | string): Promise<void> {
  return new Promise((resolve) => terminal.write(data, resolve));
}
