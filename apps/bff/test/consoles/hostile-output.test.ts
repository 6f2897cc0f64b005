import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { snapshotOf } from "../../src/consoles/screen-snapshot.ts";
import { SerialHistory } from "../../src/consoles/serial-history.ts";
import { defaultSerialLimits } from "../../src/consoles/serial-limits.ts";
import { fakeHub, settle } from "./fakes.ts";

const size = { cols: 80, rows: 24 };

/** What a guest may try on whoever looks at it. */
const hostile: Readonly<Record<string, string>> = {
  "writes the clipboard": "\x1b]52;c;cm0gLXJmIC8K\x07",
  "asks for the clipboard": "\x1b]52;c;?\x1b\\",
  "sets the title": "\x1b]0;production\x07",
  "links to elsewhere": "\x1b]8;;javascript:alert(1)\x07click\x1b]8;;\x07",
  "asks where the cursor is": "\x1b[6n",
  "asks what the terminal is": "\x1b[c\x1b[>c\x1b[=c\x05",
  "asks for the title back": "\x1b]0;rm -rf /\r\x07\x1b[21t",
  "asks for settings back": "\x1bP$qm\x1b\\\x1bP+q436f\x1b\\\x1b[?1$p",
  "moves windows": "\x1b[3;0;0t\x1b[8;1;1t",
  "never ends a sequence": `\x1b]52;c;${"A".repeat(300_000)}`,
  "has endless parameters": `\x1b[${"1;".repeat(100_000)}m`,
  "sends a device string without end": `\x1bP${"q".repeat(300_000)}`,
  "is no UTF-8": Buffer.from([0xff, 0xfe, 0xc0, 0x80, 0xed, 0xa0, 0x80, 0xf8, 0x88, 0x80]).toString("latin1"),
  "repeats without end": "x\x1b[2147483647b\x1b[2147483647L\x1b[2147483647@",
  "scrolls without end": "\x1b[2147483647S\x1b[2147483647T",
};

/** Sequences that do more than put letters and colours somewhere: strings, questions, windows. */
const harmful = /\x1b[\]P_^X]|\x07|\x05|\x1b\[[0-9;?>=!$ ]*[nctpq]/;
/** A string that has not ended yet: what follows in the stream is thrown away instead of drawn. */
const unendedString = /\x1b(\]x|P~?|_)$/;

async function screenOf(bytes: Buffer): Promise<string> {
  const history = new SerialHistory(1 << 22);
  history.ring.append(bytes);
  return (await snapshotOf(history, size)).text;
}

describe("hostile output of a guest", () => {
  it.each(Object.entries(hostile))(
    "%s: reaches viewers as it is, and nothing comes back to the VM",
    async (_what, text) => {
      const { hypervisor, attach } = fakeHub();
      const { socket } = await attach("alice");
      const bytes = Buffer.from(`${text}\x1b\\\x18after\r\n`, "latin1");
      hypervisor.channel.say(bytes);
      await settle();
      expect(socket.bytes).toBe(bytes.length);
      expect(hypervisor.channel.typed).toBe("");
    },
  );

  it.each(Object.entries(hostile))(
    "%s: leaves nothing harmful in a screen for those who come later",
    async (_what, text) => {
      const screen = await screenOf(Buffer.from(`before\r\n${text}\x1b\\\x18\x1b[0mafter\r\n`, "latin1"));
      expect(screen).not.toMatch(harmful);
      expect(screen).toContain("after");
      expect(screen.length).toBeLessThan(2_000_000);
    },
  );

  it("answers no question while a screen is made", async () => {
    const { hypervisor, attach } = fakeHub();
    await attach("alice");
    for (let count = 0; count < 50; count += 1) hypervisor.channel.say(`${"y".repeat(20_000)}\x1b[6n\x1b[c`);
    await settle();
    const late = await attach("bob");
    await expect.poll(() => late.socket.last("screen")).toBeDefined();
    expect(hypervisor.channel.typed).toBe("");
  });

  it("makes harmless screens of any bytes", async () => {
    const piece = fc.oneof(
      fc.uint8Array({ maxLength: 200 }).map((bytes) => Buffer.from(bytes).toString("latin1")),
      fc.constantFrom(...Object.values(hostile).filter((text) => text.length < 1000)),
      fc.constantFrom(
        "\x1b[",
        "\x1b]",
        "\x1bP",
        ";",
        "\x1b[?1049h",
        "\x1b[?47h",
        "\x1bc",
        "\x9b",
        "\x9d",
        "\x90",
      ),
    );
    await fc.assert(
      fc.asyncProperty(fc.array(piece, { maxLength: 30 }), async (pieces) => {
        const screen = await screenOf(Buffer.from(pieces.join(""), "latin1"));
        expect(screen.replace(unendedString, "")).not.toMatch(harmful);
      }),
      { numRuns: 60 },
    );
  });

  it("keeps memory bounded in a flood without line ends, to a viewer that does not read", async () => {
    const { hypervisor, attach } = fakeHub();
    const { socket, seat } = await attach("alice");
    socket.slow = true;
    const piece = Buffer.alloc(65_536, 0x1b);
    for (let count = 0; count < 400; count += 1) {
      hypervisor.channel.say(piece);
      if (count % 50 === 0) await settle();
    }
    await settle();
    expect(seat.session.history.ring.size).toBeLessThan(defaultSerialLimits.ringBytes + 2 * 65_536);
    expect(socket.bytes).toBeLessThanOrEqual(defaultSerialLimits.inFlightBytes);
  });

  it("shows a hypervisor's words as text, however long and strange they are", async () => {
    const { hypervisor, attach } = fakeHub();
    hypervisor.refusals.push(`mutations blocked \x1b]52;c;AAAA\x07 ${"z".repeat(100_000)}`);
    const { socket } = await attach("alice");
    const state = socket.last("state");
    expect(state?.state).toBe("blocked");
    expect(state?.hypervisorError.length).toBeLessThanOrEqual(500);
    expect(state?.hypervisorError).not.toMatch(/[\x00-\x1f\x7f-\x9f]/);
  });
});
