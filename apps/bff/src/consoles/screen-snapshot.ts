import { terminalAtBoot, terminalLine } from "@stackdeck/api-types";
import type { ByteRing } from "./byte-ring.ts";
import type { SerialHistory } from "./serial-history.ts";
import type { SerialMark } from "./serial-marks.ts";
import { type ScreenSize, TracedTerminal } from "./traced-terminal.ts";

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
 * The screen as it was at an offset. Plays the ring through a terminal without a screen. Done when somebody attaches,
 * never in the path of the bytes: a terminal takes about 100 MB/s, which a flood exceeds.
 */
export async function snapshotOf(
  history: SerialHistory,
  size: ScreenSize,
  end: number = history.ring.end,
): Promise<ScreenSnapshot> {
  const { ring, marks } = history;
  const known = marks.all.filter((mark) => mark.offset >= ring.start && mark.offset < end);
  const boot = known.findLast((mark) => mark.kind === "boot");
  const oldest = { setBefore: history.setBefore(), from: ring.start };
  const play = (part: StreamPart): Promise<string> =>
    screenAfter(size, (terminal) => playThrough(terminal, ring, part));
  if (boot === undefined) {
    const text = await play({ ...oldest, to: end, marks: known });
    return { before: undefined, text, offset: end };
  }
  const earlier = known.filter((mark) => mark.number < boot.number);
  const later = known.filter((mark) => mark.number >= boot.number);
  const before = await play({ ...oldest, to: boot.offset, marks: earlier });
  const text = homeAndBelow + (await play({ setBefore: "", from: boot.offset, to: end, marks: later }));
  return { before: { text: before, boot }, text, offset: end };
}

async function screenAfter(
  size: ScreenSize,
  play: (terminal: TracedTerminal) => Promise<void>,
): Promise<string> {
  const terminal = new TracedTerminal(size, historyLines);
  try {
    await play(terminal);
    return terminal.text();
  } finally {
    terminal.dispose();
  }
}

interface StreamPart {
  /** Sets what is set on a terminal before the first byte. */
  readonly setBefore: string;
  readonly from: number;
  readonly to: number;
  readonly marks: readonly SerialMark[];
}

/** Bytes and marks of a part of the stream, in their order. */
async function playThrough(terminal: TracedTerminal, ring: ByteRing, part: StreamPart): Promise<void> {
  await terminal.write(part.setBefore);
  let offset = part.from;
  for (const mark of part.marks) {
    await playBytes(terminal, ring, { from: offset, to: mark.offset });
    await terminal.write((mark.kind === "boot" ? terminalAtBoot : "") + terminalLine(mark.text));
    offset = mark.offset;
  }
  await playBytes(terminal, ring, { from: offset, to: part.to });
}

async function playBytes(
  terminal: TracedTerminal,
  ring: ByteRing,
  range: { readonly from: number; readonly to: number },
): Promise<void> {
  let offset = range.from;
  while (offset < range.to) {
    const piece = ring.read(offset, Math.min(pieceBytes, range.to - offset));
    if (piece === undefined || piece.offset >= range.to) return;
    piece.lease.users += 1;
    await terminal.write(piece.bytes);
    piece.lease.users -= 1;
    offset = piece.offset + piece.bytes.length;
  }
}
