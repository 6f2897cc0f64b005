import { SerializeAddon } from "@xterm/addon-serialize";
import type { Terminal as HeadlessTerminal } from "@xterm/headless";
import headless from "@xterm/headless";
import type { ByteRing } from "./byte-ring.ts";

export interface ScreenSize {
  readonly cols: number;
  readonly rows: number;
}

export interface ScreenSnapshot {
  /** Text that brings an empty terminal of that size to the screen and its history. */
  readonly text: string;
  /** Offset of the first byte that is not in it. */
  readonly offset: number;
}

/** Lines of history a snapshot carries. */
const historyLines = 2000;
/** Bytes given to the terminal at once: between two pieces other work gets its turn (about 3 ms each). */
const pieceBytes = 256 * 1024;

/**
 * Plays the ring through a terminal without a screen. Done when somebody attaches, never in the path of the bytes:
 * a terminal takes about 100 MB/s, which a flood exceeds.
 */
export async function snapshotOf(ring: ByteRing, size: ScreenSize): Promise<ScreenSnapshot> {
  const end = ring.end;
  const terminal = new headless.Terminal({
    ...size,
    scrollback: historyLines,
    allowProposedApi: true,
  });
  const serializer = new SerializeAddon();
  // The addon is typed for the terminal with a screen; it uses only what both have.
  terminal.loadAddon(serializer as unknown as Parameters<HeadlessTerminal["loadAddon"]>[0]);
  try {
    let offset = ring.start;
    while (offset < end) {
      const piece = ring.read(offset, Math.min(pieceBytes, end - offset));
      if (piece === undefined || piece.offset >= end) break;
      piece.lease.users += 1;
      await new Promise<void>((resolve) => terminal.write(piece.bytes, resolve));
      piece.lease.users -= 1;
      offset = piece.offset + piece.bytes.length;
    }
    return { text: serializer.serialize({ scrollback: historyLines }), offset: end };
  } finally {
    terminal.dispose();
  }
}
