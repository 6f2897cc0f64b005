import { terminalAtBoot, terminalLine } from "@stackdeck/api-types";
import headless from "@xterm/headless";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { snapshotOf } from "../../src/consoles/screen-snapshot.ts";
import { SerialHistory } from "../../src/consoles/serial-history.ts";

const size = { cols: 40, rows: 8 };

/** A terminal as the page has it. */
function newTerminal() {
  const terminal = new headless.Terminal({
    ...size,
    scrollback: 2000,
    scrollOnEraseInDisplay: true,
    allowProposedApi: true,
  });
  return {
    write: (data: string | Uint8Array) => new Promise<void>((resolve) => terminal.write(data, resolve)),
    lines: (): string[] => {
      const buffer = terminal.buffer.active;
      const all = Array.from({ length: buffer.length }, (_, row) =>
        (buffer.getLine(row)?.translateToString(true) ?? "").trimEnd(),
      );
      while (all.at(-1) === "") all.pop();
      return all;
    },
    cursor: () => [terminal.buffer.active.cursorX, terminal.buffer.active.cursorY],
  };
}

type Step = { readonly bytes: string } | { readonly boot: string };

/** Plays a stream to a viewer that sees it live, and to one that comes at the end. */
async function liveAndLate(steps: readonly Step[]) {
  const history = new SerialHistory(1 << 20);
  const live = newTerminal();
  for (const step of steps) {
    if ("bytes" in step) {
      history.ring.append(Buffer.from(step.bytes));
      await live.write(Buffer.from(step.bytes));
    } else {
      history.mark("boot", step.boot, 0);
      await live.write(terminalAtBoot + terminalLine(step.boot));
    }
  }
  const { before, text } = await snapshotOf(history, size, history.ring.end + 1);
  const late = newTerminal();
  if (before !== undefined) {
    await late.write(before.text);
    await late.write(terminalAtBoot + terminalLine(before.boot.text));
  }
  await late.write(text);
  return { live, late };
}

describe("screen of a serial console", () => {
  it("keeps the lines of the last boot in the history and draws the new one on an empty screen", async () => {
    const { live } = await liveAndLate([
      { bytes: "old line one\r\nold line two\r\n$ " },
      { boot: "The VM was started" },
      { bytes: "boot one\r\nboot two\r\n" },
    ]);
    expect(live.lines()).toEqual([
      "old line one",
      "old line two",
      "$",
      "",
      "── The VM was started ──",
      "boot one",
      "boot two",
    ]);
  });

  it("leaves a full-screen program with its margins and letters behind at a boot", async () => {
    const { live } = await liveAndLate([
      { bytes: "shell\r\n$ vi\r\n" },
      { bytes: "\x1b[?1049h\x1b[2J\x1b[Hfile content\x1b[2;5r\x1b[?6h\x1b(0\x1b[?25l" },
      { boot: "The VM was started" },
      { bytes: "boot\r\n".repeat(3) },
    ]);
    expect(live.lines()).toEqual(["shell", "$ vi", "", "── The VM was started ──", "boot", "boot", "boot"]);
  });

  it("shows who comes late what those see who were there", async () => {
    const text = fc.string({ maxLength: 60 });
    const control = fc.constantFrom(
      ...["\r\n", "\r\n\r\n\r\n", "\x1b[H", "\x1b[2J", "\x1b[3;4H", "\x1b[1;31m", "\x1b[0m", "\x1b[?25l"],
    );
    const piece: fc.Arbitrary<Step> = fc.oneof(
      text.map((bytes) => ({ bytes })),
      control.map((bytes) => ({ bytes })),
      fc.constant({ boot: "started" }),
    );
    await fc.assert(
      fc.asyncProperty(fc.array(piece, { maxLength: 40 }), async (steps) => {
        const { live, late } = await liveAndLate(steps);
        expect(late.lines()).toEqual(live.lines());
        expect(late.cursor()).toEqual(live.cursor());
      }),
      { numRuns: 60 },
    );
  });
});
