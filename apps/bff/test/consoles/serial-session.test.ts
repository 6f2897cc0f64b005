import { serialFlow } from "@stackdeck/api-types";
import { describe, expect, it } from "vitest";
import { defaultSerialLimits } from "../../src/consoles/serial-limits.ts";
import { fakeHub, runningVm, settle } from "./fakes.ts";

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

describe("serial session: typing", () => {
  it("types for the holder of the keyboard only and tells the others why not", async () => {
    const { hypervisor, attach } = fakeHub();
    const alice = await attach("alice");
    const bob = await attach("bob");
    alice.seat.session.type(alice.seat.viewer, Buffer.from("ls\r"));
    bob.seat.session.type(bob.seat.viewer, Buffer.from("rm\r"));
    expect(hypervisor.channel.typed).toBe("ls\r");
    expect(bob.socket.last("rejected")).toEqual({
      type: "rejected",
      bytes: 3,
      reason: "alice has the keyboard.",
    });
    expect(bob.socket.last("viewers")?.viewers.map((v) => [v.userName, v.writer, v.you])).toEqual([
      ["alice", true, false],
      ["bob", false, true],
    ]);
  });

  it("hands the keyboard over on request", async () => {
    const { hypervisor, attach } = fakeHub();
    const alice = await attach("alice");
    const bob = await attach("bob");
    bob.seat.session.message(bob.seat.viewer, { type: "ask-keyboard" });
    expect(alice.socket.last("keyboard-asked")?.userName).toBe("bob");
    alice.seat.session.message(alice.seat.viewer, { type: "give-keyboard", viewerId: bob.seat.viewer.id });
    bob.seat.session.type(bob.seat.viewer, Buffer.from("pwd\r"));
    expect(hypervisor.channel.typed).toBe("pwd\r");
  });

  it("bounds what waits for a hypervisor that does not take it", async () => {
    const { hypervisor, attach } = fakeHub();
    const { seat, socket } = await attach("alice");
    hypervisor.channel.stuck = true;
    for (let count = 0; count < 10; count += 1) seat.session.type(seat.viewer, Buffer.alloc(16_384, "a"));
    expect(socket.last("rejected")?.reason).toBe("The VM does not take what was typed before.");
    expect(hypervisor.channel.writableLength).toBeLessThanOrEqual(defaultSerialLimits.typedBytes);
  });

  it("does not let a watcher type", async () => {
    const { hypervisor, attach } = fakeHub();
    const { seat, socket } = await attach("guest", {}, ["watch"]);
    seat.session.type(seat.viewer, Buffer.from("x"));
    expect(hypervisor.channel.typed).toBe("");
    expect(socket.last("rejected")?.reason).toBe("You may watch this console but not type.");
  });
});

describe("serial session: the hypervisor's moods", () => {
  it.each([
    ["no serial input device for VM", "connecting"],
    ["VM already has a serial port connection", "busy-elsewhere"],
    ["mutations blocked", "blocked"],
    ["VM is not running", "waiting-for-vm"],
    ["connect ECONNREFUSED", "unreachable"],
  ])("after «%s» it says %s and attaches by itself", async (refusal, state) => {
    const { clock, hypervisor, attach } = fakeHub();
    hypervisor.refusals.push(refusal);
    const { socket } = await attach("alice");
    expect(socket.last("state")).toMatchObject({ state, hypervisorError: refusal });
    await clock.advance(2000);
    expect(socket.last("state")?.state).toBe("live");
  });

  it("after «no access to resource» it waits for a change of the VM or a wish to try again", async () => {
    const { clock, hypervisor, attach, vms } = fakeHub();
    hypervisor.refusals.push("no access to resource", "no access to resource");
    const { socket, seat } = await attach("alice");
    expect(socket.last("state")?.state).toBe("refused");
    await clock.advance(60_000);
    expect(hypervisor.attempts).toBe(1);
    vms.change({ ...runningVm, name: "renamed" });
    await settle();
    expect(hypervisor.attempts).toBe(2);
    seat.session.message(seat.viewer, { type: "retry" });
    await settle();
    expect(socket.last("state")?.state).toBe("live");
  });

  it("waits for a stopped VM, attaches when it runs, and shows what it said while starting", async () => {
    const { hypervisor, attach, vms } = fakeHub();
    hypervisor.bootLog = "first boot\n";
    const { socket } = await attach("alice");
    vms.change({ ...runningVm, state: "stopped" });
    hypervisor.channel.say("VM serial port closed\n");
    hypervisor.channel.push(null);
    await settle();
    expect(socket.last("state")).toMatchObject({ state: "waiting-for-vm", vmState: "stopped" });
    hypervisor.bootLog = "second boot\n";
    vms.change(runningVm);
    await settle();
    hypervisor.channel.say("$ ");
    await settle();
    expect(socket.transcript).toBe(
      "«boot»first boot\r\n«boot-log-end»VM serial port closed\n«detached»«boot»second boot\r\n«boot-log-end»$ ",
    );
  });

  it("attaches again after the hypervisor restarted and fills the gap from the boot log", async () => {
    const { clock, hypervisor, attach } = fakeHub();
    hypervisor.bootLog = "boot\n";
    const { socket } = await attach("alice");
    hypervisor.refusals.push("connect ECONNREFUSED");
    hypervisor.channel.destroy();
    hypervisor.bootLog = "boot\nwhile you were away\n";
    await clock.advance(1000);
    expect(socket.transcript).toBe(
      "«boot»boot\r\n«boot-log-end»«detached»while you were away\r\n«boot-log-end»",
    );
  });
});

describe("serial hub", () => {
  it("lets the port go a while after the last viewer has left", async () => {
    const { clock, hypervisor, hub, attach } = fakeHub();
    const { seat } = await attach("alice");
    seat.leave();
    await clock.advance(defaultSerialLimits.releaseAfterMs - 1);
    expect(hypervisor.channel.destroyed).toBe(false);
    await clock.advance(2);
    expect(hypervisor.channel.destroyed).toBe(true);
    expect(hub.held).toEqual([]);
  });

  it("keeps the port when somebody comes back in time", async () => {
    const { clock, hypervisor, attach } = fakeHub();
    const { seat } = await attach("alice");
    seat.leave();
    await clock.advance(30_000);
    await attach("alice");
    await clock.advance(120_000);
    expect(hypervisor.channel.destroyed).toBe(false);
  });

  it("sends everybody away with the reason at once when the VM is destroyed, after its last words", async () => {
    const { hypervisor, attach, vms, hub } = fakeHub();
    const { socket } = await attach("alice");
    socket.slow = true;
    hypervisor.channel.say("x".repeat(300_000));
    hypervisor.channel.say("last words");
    await settle();
    vms.change(undefined);
    expect(socket.closed).toEqual({ code: 4410, reason: "The VM was destroyed." });
    expect(socket.bytes).toBe(300_010);
    expect(hub.held).toEqual([]);
  });

  it("treats another VM with the same address as destroyed", async () => {
    const { attach, vms } = fakeHub();
    const { socket } = await attach("alice");
    vms.change({ ...runningVm, identity: "later" });
    expect(socket.closed?.code).toBe(4410);
  });

  it("refuses strangers, unknown VMs and crowds", async () => {
    const { attach, vms } = fakeHub({ limits: { ...defaultSerialLimits, viewersPerVm: 1 } });
    await expect(attach("mallory", {}, [])).rejects.toMatchObject({ code: 4403 });
    await attach("alice");
    await expect(attach("bob")).rejects.toMatchObject({ code: 4429 });
    vms.vm = undefined;
    await expect(attach("bob")).rejects.toMatchObject({ code: 4404 });
  });

  it("closes with 'restarting' when the server stops", async () => {
    const { attach, hub } = fakeHub();
    const { socket } = await attach("alice");
    await hub.stop();
    expect(socket.closed?.code).toBe(4503);
    await expect(attach("bob")).rejects.toMatchObject({ code: 4503 });
  });
});
