import { terminalAtBoot, terminalLine } from "@stackdeck/api-types";
import unicode from "@xterm/addon-unicode11";
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
  terminal.loadAddon(new unicode.Unicode11Addon() as unknown as Parameters<typeof terminal.loadAddon>[0]);
  terminal.unicode.activeVersion = "11";
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

  const resets = ["\x1b[!p", "\x1bc"];
  it.each([
    ["a hidden cursor", "\x1b[?25l", "\x1b[?25l", ["\x1b[?25h", ...resets]],
    ["the shape of the cursor", "\x1b[5 q", "\x1b[5 q", ["\x1b[0 q", ...resets]],
    // What a terminal of the page keeps over a soft reset, one that comes late must have as well.
    ["mouse reports of large screens", "\x1b[?1002h\x1b[?1006h", "\x1b[?1006h", ["\x1b[?1016l", "\x1bc"]],
    ["line-drawing letters set aside", "\x1b)0", "\x1b)0", ["\x1b)B", ...resets]],
    ["line feeds that return", "\x1b[20h", "\x1b[20h", ["\x1b[20l", "\x1bc"]],
  ])("tells who comes late of %s, and not when it was taken back", async (_name, set, told, backs) => {
    for (const back of ["", ...backs]) {
      const history = new SerialHistory(1 << 16);
      history.ring.append(Buffer.from(`vim${set}${back}`));
      expect((await snapshotOf(history, size, history.ring.end)).text.includes(told)).toBe(back === "");
    }
  });

  it.each([
    ["of a progress bar", `${"apt\r\n".repeat(9)}\x1b7\x1b[1;7r\x1b8\x1b[3;1H`],
    ["of a full-screen program", "$ vi\x1b[?1049h\x1b[2;6r\x1b[4;3Hvim"],
    ["from which lines are counted", "\x1b[2;5r\x1b[?6h\x1b[2;2Hx"],
    ["that were taken back", "\x1b[2;5r\x1b[rone\r\ntwo"],
    ["that were left with the other screen", "a\r\n\x1b[?1049h\x1b[2;5r\x1b[?1049l"],
  ])("keeps the margins %s", async (_name, bytes) => {
    const { live, late } = await liveAndLate([{ bytes }]);
    expect(late.cursor()).toEqual(live.cursor());
    for (const terminal of [live, late]) await terminal.write("next\r\n".repeat(12));
    expect(late.lines()).toEqual(live.lines());
    expect(late.cursor()).toEqual(live.cursor());
  });

  it("gives pictures the width that the page gives them", async () => {
    const { live, late } = await liveAndLate([{ bytes: "\u{1f600}\u{1f44d} ok\r\n\u65e5\u672c |\u{1f680}" }]);
    expect(late.lines()).toEqual(live.lines());
    expect(late.cursor()).toEqual(live.cursor());
    expect(live.cursor()).toEqual([8, 1]);
  });

  it("shows who comes late what those see who were there", async () => {
    const text = fc.string({ maxLength: 60 });
    const control = fc.constantFrom(
      ...["\r\n", "\r\n\r\n\r\n", "\x1b[H", "\x1b[2J", "\x1b[3;4H", "\x1b[1;31m", "\x1b[0m", "\x1b[?25l"],
      ...["\x1b)0", "\x0e", "\x0f", "\x1b(0", "\x1b(B", "\x1b7", "\x1b8", "\x1b[?1049h\x1b7", "\x1b[?1049l"],
      ...["\x1b[2;6r", "\x1b[r", "\x1b[?6h", "\x1b[?6l", "\x1b[?7l"],
    );
    const piece: fc.Arbitrary<Step> = fc.oneof(
      text.map((bytes) => ({ bytes })),
      control.map((bytes) => ({ bytes })),
      fc.constant({ boot: "started" }),
    );
    await fc.assert(
      fc.asyncProperty(fc.array(piece, { maxLength: 40 }), async (steps) => {
        const { live, late } = await liveAndLate(steps);
        for (const next of ["", "lqx", "\r\n", "\x1b8lqx", "\x1b[?1049llqx"]) {
          for (const terminal of [live, late]) await terminal.write(next);
          expect(late.lines()).toEqual(live.lines());
          expect(late.cursor()).toEqual(live.cursor());
        }
      }),
      { numRuns: 100 },
    );
  });
});
