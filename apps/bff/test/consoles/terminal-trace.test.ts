import { SerializeAddon } from "@xterm/addon-serialize";
import headless from "@xterm/headless";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { snapshotOf } from "../../src/consoles/screen-snapshot.ts";
import { SerialHistory } from "../../src/consoles/serial-history.ts";
import { TerminalTrace } from "../../src/consoles/terminal-trace.ts";

const size = { cols: 40, rows: 8 };
/** Wipes the screen and scrolls nothing: a terminal that scrolls takes the place where the cursor was saved along. */
const redraw = "\x1b[1J\x1b[J\x1b[H";
/** What no public interface tells: a terminal answers it. */
const questions = "\x1b[?25$p\x1b[?1006$p\x1b[?1016$p\x1b[20$p\x1b[?66$p";

function newTerminal() {
  const terminal = new headless.Terminal({ ...size, scrollOnEraseInDisplay: true, allowProposedApi: true });
  const serializer = new SerializeAddon();
  terminal.loadAddon(serializer as unknown as Parameters<typeof terminal.loadAddon>[0]);
  let answers = "";
  terminal.onData((data) => {
    answers += data;
  });
  const write = (data: string): Promise<void> => new Promise((resolve) => terminal.write(data, resolve));
  const { buffer } = terminal;
  const look = () => ({
    screen: serializer.serialize({ scrollback: 0 }).replace(/^[\s\S]*\x1b\[\?1049h/, "other screen:"),
    cursor: [Math.min(buffer.active.cursorX, size.cols - 1), buffer.active.cursorY],
    modes: { ...terminal.modes },
  });
  /** All that can be seen of it, also by what it draws next. */
  const state = async () => {
    const now = look();
    await write(questions);
    await write("lqx#");
    const next = look();
    await write("\x1b8lqx#");
    const restored = look();
    await write(`${redraw}one\ntwo\r\n${"x\r\n".repeat(12)}`);
    return { now, answers, next, restored, scrolled: look() };
  };
  return { write, state };
}

function traceOf(text: string): TerminalTrace {
  const trace = new TerminalTrace();
  trace.take(Buffer.from(text));
  return trace;
}

const setting = fc.oneof(
  fc.constantFrom(
    ...[
      "\x1b[?1h",
      "\x1b[?1l",
      "\x1b[?7l",
      "\x1b[?7h",
      "\x1b[?25l",
      "\x1b[?25h",
      "\x1b=",
      "\x1b>",
      "\x1b[4h",
      "\x1b[4l",
    ],
    ...[
      "\x1b[20h",
      "\x1b[20l",
      "\x1b[?1000h",
      "\x1b[?1002;1006h",
      "\x1b[?1003l",
      "\x1b[?1016h",
      "\x1b[?2004h",
    ],
    ...["\x1b[?1004h", "\x1b[?45h", "\x1b[?6h", "\x1b[?6l", "\x1b[!p", "\x1b[?2h"],
  ),
  fc.constantFrom(
    "\x0e",
    "\x0f",
    "\x1bn",
    "\x1bo",
    "\x1b(0",
    "\x1b(B",
    "\x1b)0",
    "\x1b*0",
    "\x1b+0",
    "\x1b)B",
    "\x1b%G",
  ),
  fc.constantFrom("\x1b7", "\x1b8", "\x1b[s", "\x1b[u", "\x1b[?1048h", "\x1b[?1048l"),
  fc.constantFrom(
    "\x1b[1m",
    "\x1b[31m",
    "\x1b[0m",
    "\x1b[4;7m",
    "\x1b[38;5;200m",
    "\x1b[48:2::1:2:3m",
    "\x1b[22;39m",
    "\x1b[38;2;9;8m",
  ),
  fc.constantFrom("\x1b[2;5r", "\x1b[3;7r", "\x1b[r", "\x1b[5;2r", "\x1b[3;99r"),
  fc.constantFrom("\x1b[?1049h", "\x1b[?1049l", "\x1b[?47h", "\x1b[?1047l"),
);
/** Puts the cursor somewhere and saves it there: a place that depends on what is drawn is not carried along. */
const place = fc
  .tuple(fc.integer({ min: 1, max: 8 }), fc.integer({ min: 1, max: 30 }))
  .map(([row, column]) => `\x1b[${row};${column}H`);
const saved = fc.tuple(place, fc.constantFrom("\x1b7", "\x1b[s")).map(([where, save]) => where + save);
const drawn = fc
  .tuple(
    place,
    fc.constantFrom(
      "abc",
      "\u00e9t\u00e9",
      "\u65e5\u672c",
      "\x1b[K",
      "\x1b]0;title\x07",
      "\x1b]0;t\x1b\\",
      "\x1bPq\x1b\\",
    ),
    place,
  )
  .map(([where, what, then]) => where + what + then);
/** Who goes to the other screen finds it empty, and restores nothing that a former program saved there. */
const withRedraw = (piece: string): string =>
  /\[\?(1049|1047|47)/.test(piece) ? `${piece}${redraw}\x1b7` : piece;
const past = fc.array(fc.oneof(setting, saved, drawn), { maxLength: 25 }).map((pieces) => pieces.join(""));

describe("what bytes that are gone left on a terminal", () => {
  it.each([
    ["nothing", "plain text\r\nand more", ""],
    ["modes", "\x1b[?1h\x1b[?25lx", "\x1b[?1h\x1b[?25l"],
    ["modes taken back", "\x1b[?1h\x1b[?25l\x1b[?1l\x1b[?25hx", ""],
    ["line drawing that is in use", "\x1b)0\x0eqqq", "\x1b)0\x0e"],
    ["line drawing that was left", "\x1b)0\x0eqqq\x0f", "\x1b)0"],
    ["the pen", "\x1b[1;38;5;9mx", "\x1b[0;38;5;9;1m"],
    [
      "a cursor that was saved",
      "\x1b[31m\x1b[3;4H\x1b7\x1b[mx",
      "\x1b[3;4H\x1b[0;31m\x1b7\x1b(B\x1b[1;1H\x1b[0m",
    ],
    ["control characters of the second set", "\u009b?1h\u009d0;x\u009cx", "\x1b[?1h"],
    ["the beginning of a sequence", "x\x1b[?10", "\x1b[?10"],
    ["the beginning of a title", "x\x1b]0;half a ti", "\x1b]x"],
    ["everything before a reset", "\x1b[?1h\x1b)0\x0e\x1b[2;4r\x1b[?1049hx\x1bc", ""],
  ])("tells of %s", (_what, text, sequence) => {
    expect(traceOf(text).sequence()).toBe(sequence);
  });

  it("is the same terminal for whoever comes when they are gone", async () => {
    const future = fc.array(fc.oneof(setting, drawn), { maxLength: 12 });
    await fc.assert(
      fc.asyncProperty(past, future, async (before, pieces) => {
        // What was drawn is gone, and where the cursor was with it: the program draws anew.
        const after = redraw + pieces.map(withRedraw).join("");
        const [whole, late] = [newTerminal(), newTerminal()];
        await whole.write(before + after);
        await late.write(traceOf(before).sequence() + after);
        expect(await late.state()).toEqual(await whole.state());
      }),
      { numRuns: 300 },
    );
  });

  it("is the same however the bytes come, and when it is traced again", () => {
    const bytes = fc.oneof(
      past.map((text) => Buffer.from(text)),
      fc.uint8Array({ maxLength: 300 }).map((it) => Buffer.from(it)),
    );
    fc.assert(
      fc.property(bytes, fc.integer({ min: 1, max: 7 }), (all, step) => {
        const [whole, inPieces] = [new TerminalTrace(), new TerminalTrace()];
        whole.take(all);
        for (let at = 0; at < all.length; at += step) inPieces.take(all.subarray(at, at + step));
        expect(inPieces.sequence()).toBe(whole.sequence());
        expect(traceOf(whole.sequence()).sequence()).toBe(whole.sequence());
      }),
    );
  });

  it.each([
    ["parameters without end", `\x1b[${"1;".repeat(100_000)}`],
    ["colours without end", `\x1b[${"38;2;255;255;255;".repeat(100_000)}m`],
    ["a title without end", `\x1b]0;${"x".repeat(100_000)}`],
    ["every attribute of every kind", "\x1b[1;2;3;4;5;7;8;9;21;53;31;42;58;5;1m".repeat(1000)],
  ])("stays small with %s", (_what, text) => {
    expect(traceOf(text).sequence().length).toBeLessThan(1000);
  });

  it("reaches who comes when the ring has dropped them, up to the last boot", async () => {
    const history = new SerialHistory(1 << 16);
    const filler = Buffer.from("0123456789abcde\n".repeat(1 << 13));
    history.ring.append(Buffer.from("\x1b[?1h\x1b)0\x0e"));
    history.ring.append(filler);
    expect(history.ring.start).toBeGreaterThan(0);
    expect((await snapshotOf(history, size)).text).toContain("\x1b)0\x0e\x1b[?1h");
    expect(history.setBefore(history.ring.end)).toBe(history.setBefore());
    history.mark("boot", "started", 0);
    history.ring.append(Buffer.from("\x1b[?2004h"));
    history.ring.append(filler);
    history.ring.append(filler);
    expect(history.ring.start).toBeGreaterThan(filler.length);
    const { text } = await snapshotOf(history, size);
    expect(text).toContain("\x1b[?2004h");
    expect(text).not.toContain("\x1b)0");
    expect(text).not.toContain("\x1b[?1h");
  });
});
