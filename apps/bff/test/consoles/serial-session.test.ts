import { serialFlow } from "@stackdeck/api-types";
import { describe, expect, it } from "vitest";
import { defaultSerialLimits } from "../../src/consoles/serial-limits.ts";
import { fakeHub, settle } from "./fakes.ts";

describe("serial session: attach and output", () => {
  it("puts the boot log before live output, with carriage returns and marks", async () => {
    const { hypervisor, attach } = fakeHub();
    hypervisor.bootLog = "Linux\nlogin\n";
    const { socket } = await attach("alice");
    hypervisor.channel.say("$ ");
    await settle();
    expect(socket.transcript).toBe("«boot»Linux\r\nlogin\r\n«boot-log-end»$ ");
    expect(socket.last("attached")).toMatchObject({ offset: 0, resumed: false });
    expect(socket.last("state")?.state).toBe("live");
  });

  it("holds live output back for the boot log, but not for ever", async () => {
    const { clock, hypervisor, attach } = fakeHub();
    hypervisor.bootLogHangs = true;
    const { socket } = await attach("alice");
    hypervisor.channel.say("early");
    await settle();
    expect(socket.transcript).toBe("");
    await clock.advance(2100);
    expect(socket.transcript).toBe("early");
  });

  it("gives a second viewer the same bytes and opens no second channel", async () => {
    const { hypervisor, attach } = fakeHub();
    const first = await attach("alice");
    hypervisor.channel.say("one");
    await settle();
    const second = await attach("bob");
    hypervisor.channel.say("two");
    await settle();
    expect(first.socket.transcript).toBe("onetwo");
    expect(second.socket.transcript).toBe("onetwo");
    expect(hypervisor.attempts).toBe(1);
  });

  it("resumes by offset without a hole and without a repetition", async () => {
    const { hypervisor, attach } = fakeHub();
    const first = await attach("alice");
    hypervisor.channel.say("hello ");
    await settle();
    const epoch = first.socket.last("attached")?.epoch ?? "";
    first.seat.leave();
    hypervisor.channel.say("world");
    await settle();
    const again = await attach("alice", { resume: { epoch, offset: 6 } });
    expect(again.socket.transcript).toBe("world");
    expect(again.socket.last("attached")).toMatchObject({ resumed: true, offset: 6 });
  });

  it("starts over when the offset is of another epoch or from the future", async () => {
    const { hypervisor, attach } = fakeHub();
    await attach("alice");
    hypervisor.channel.say("all");
    await settle();
    const other = await attach("bob", { resume: { epoch: "other", offset: 2 } });
    expect(other.socket.last("attached")).toMatchObject({ resumed: false, offset: 0 });
    expect(other.socket.transcript).toBe("all");
  });

  it("sends a fresh viewer of a long history the screen of the older part and the bytes of the last", async () => {
    const { hypervisor, attach } = fakeHub();
    await attach("alice");
    const lines = Array.from({ length: 40_000 }, (_, line) => `line ${line}\r\n`);
    for (const line of lines) hypervisor.channel.say(line);
    await settle();
    const { socket } = await attach("bob");
    const { replayBytes } = defaultSerialLimits;
    await expect.poll(() => socket.bytes).toBeGreaterThanOrEqual(replayBytes);
    // A little more than promised: it begins with the beginning of a line.
    const replayed = socket.bytes;
    expect(replayed).toBeLessThan(replayBytes + 4096 + 1);
    expect(lines.join("").slice(-replayed)).toMatch(/^line \d+\r\n/);
    const screen = socket.last("screen")?.text ?? "";
    expect(screen).toContain("line 17500");
    expect(screen).not.toContain("line 39999");
    hypervisor.channel.say("$ ");
    await settle();
    expect(socket.bytes).toBe(replayed + 2);
  });

  it("puts the mark of the last boot between two screens, so that it can be jumped to", async () => {
    const { clock, hypervisor, attach } = fakeHub();
    hypervisor.bootLog = "first boot\n";
    await attach("alice");
    for (let line = 0; line < 40_000; line += 1) hypervisor.channel.say(`line ${line}\r\n`);
    await settle();
    hypervisor.bootLog = "second boot\n";
    hypervisor.channel.destroy();
    await clock.advance(1000);
    for (let line = 0; line < 21_500; line += 1) hypervisor.channel.say(`later ${line}\r\n`);
    await settle();
    const { socket } = await attach("bob");
    await expect.poll(() => socket.messages.filter(({ type }) => type === "screen").length).toBe(2);
    const kinds = socket.messages.map(({ type }) => type).filter((type) => type !== "viewers");
    expect(kinds).toEqual(["attached", "state", "screen", "mark", "screen"]);
    expect(socket.last("mark")).toMatchObject({ kind: "boot", offset: socket.last("attached")?.offset });
    expect(socket.last("screen")?.text).toContain("second boot");
    expect(socket.last("screen")?.text).not.toContain("line 39999");
  });
});

describe("serial session: what bytes that are gone had set", () => {
  const limits = { ...defaultSerialLimits, ringBytes: 1 << 16, replayBytes: 1 << 14 };
  const sent = `\x1b[?1049h\x1b[?1h\x1b)0\x0e${"qqqqqqqqqqqqqqqq\r\n".repeat(8000)}`;

  it.each([
    ["a screen", {}],
    ["all bytes", { wholeHistory: true }],
  ])("is set for who comes late and gets %s", async (_what, request) => {
    const { hypervisor, attach } = fakeHub({ limits });
    await attach("alice");
    hypervisor.channel.say(sent);
    await settle();
    const { socket, seat } = await attach("bob", request);
    await expect.poll(() => socket.bytes).toBeGreaterThan(0);
    expect(seat.session.history.ring.start).toBeGreaterThan(0);
    const text = socket.last("screen")?.text;
    for (const set of ["\x1b[?1047h", "\x1b[?1h", "\x1b)0\x0e"]) expect(text).toContain(set);
  });

  it("is not sent between the bytes of who wants bytes only", async () => {
    const { hypervisor, attach } = fakeHub({ limits });
    await attach("alice");
    hypervisor.channel.say(sent);
    await settle();
    const { socket } = await attach("bob", { plain: true });
    expect(socket.messages).toEqual([]);
    expect(sent.endsWith(socket.transcript)).toBe(true);
  });
});

describe("serial session: slow viewers", () => {
  it("never pauses the hypervisor; a stalled viewer skips, says how much, and the others get all", async () => {
    const { hypervisor, attach } = fakeHub();
    const fast = await attach("alice");
    const slow = await attach("bob");
    slow.socket.slow = true;
    const piece = Buffer.alloc(65_536, "y");
    for (let count = 0; count < 200; count += 1) {
      hypervisor.channel.say(piece);
      await settle();
    }
    expect(fast.socket.bytes).toBe(200 * 65_536);
    expect(slow.socket.bytes).toBeLessThanOrEqual(defaultSerialLimits.inFlightBytes);
    expect(hypervisor.channel.pauses).toBe(0);
    slow.socket.slow = false;
    slow.socket.take();
    const skipped = slow.socket.last("skipped");
    expect(skipped?.bytes).toBeGreaterThan(0);
    expect(slow.socket.bytes + (skipped?.bytes ?? 0)).toBe(200 * 65_536);
  });

  it("waits for acknowledgements of a viewer that sends them", async () => {
    const { hypervisor, attach } = fakeHub();
    const { socket, seat } = await attach("alice", { acknowledges: true });
    for (let count = 0; count < 30; count += 1) {
      hypervisor.channel.say(Buffer.alloc(32_768));
      await settle();
    }
    expect(socket.bytes).toBe(serialFlow.window);
    seat.session.message(seat.viewer, { type: "drawn", bytes: 100_000 });
    expect(socket.bytes).toBe(serialFlow.window + 100_000);
  });

  it("sends a slow drawer no more ahead than it draws in a moment", async () => {
    const { clock, hypervisor, attach } = fakeHub();
    const { socket, seat } = await attach("alice", { acknowledges: true });
    for (let count = 0; count < 10; count += 1) hypervisor.channel.say(Buffer.alloc(65_536, "\n"));
    // 1 MB/s.
    for (let count = 0; count < 30; count += 1) {
      hypervisor.channel.say(Buffer.alloc(65_536, "\n"));
      await clock.advance(64);
      seat.session.message(seat.viewer, { type: "drawn", bytes: 65_536 });
    }
    const drawn = 30 * 65_536;
    expect(socket.bytes - drawn).toBeGreaterThan(90_000);
    expect(socket.bytes - drawn).toBeLessThan(200_000);
  });

  it("shows what comes of Ctrl-C at once, not what a flood has left before", async () => {
    const { hypervisor, attach } = fakeHub();
    const { socket, seat } = await attach("alice", { acknowledges: true });
    for (let count = 0; count < 20; count += 1) {
      hypervisor.channel.say(`${"z".repeat(65_534)}\r\n`);
      await settle();
    }
    expect(socket.last("skipped")).toBeUndefined();
    seat.session.type(seat.viewer, Buffer.of(3));
    seat.session.message(seat.viewer, { type: "drawn", bytes: serialFlow.window });
    expect(socket.last("skipped")?.bytes).toBeGreaterThan(600_000);
    expect(socket.last("skipped")?.offset).toBeGreaterThan(19 * 65_536 - 1);
  });

  it("keeps an acknowledging viewer close to the present", async () => {
    const { hypervisor, attach } = fakeHub();
    const { socket, seat } = await attach("alice", { acknowledges: true });
    for (let count = 0; count < 40; count += 1) {
      hypervisor.channel.say(`${"z".repeat(65_534)}\r\n`);
      await settle();
    }
    seat.session.message(seat.viewer, { type: "drawn", bytes: serialFlow.window });
    expect(socket.last("skipped")?.bytes).toBeGreaterThanOrEqual(1024 * 1024);
  });
});
