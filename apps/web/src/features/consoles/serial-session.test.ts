import { describe, expect, it } from "vitest";
import { FakeClock, type FakeLink, FakeServer, FakeSink } from "./console-fakes.ts";
import { SerialSession } from "./serial-session.ts";

function setup() {
  const clock = new FakeClock();
  const server = new FakeServer();
  const sink = new FakeSink();
  const session = new SerialSession({ ip: "10.0.0.7", sink, transport: server.transport, clock });
  const attach = (offset = 0, resumed = false): void => {
    server.link.say({ type: "attached", epoch: "e", offset, resumed, viewerId: "me" });
    server.link.say({ type: "state", state: "live", text: "", hypervisorError: "", vmState: "running" });
    const me = { id: "me", userName: "alice", writer: true, you: true, mayWrite: true };
    server.link.say({ type: "viewers", viewers: [me] });
  };
  return { clock, server, sink, session, attach };
}

describe("serial session in the page", () => {
  it("asks for flow control and its size, and shows what comes", () => {
    const { server, sink, session, attach } = setup();
    expect(Object.fromEntries(server.link.query)).toEqual({
      flow: "drawn",
      cols: "100",
      rows: "30",
      mode: "write",
    });
    expect(session.state.get().phase).toBe("connecting");
    attach();
    server.link.output("hello");
    expect(sink.shown).toBe("hello");
    expect(session.state.get()).toMatchObject({ phase: "attached", writer: true });
  });

  it("acknowledges what was drawn, not what was received", () => {
    const { server, sink, attach } = setup();
    attach();
    const before = server.link.texts.length;
    sink.slow = true;
    server.link.output("x".repeat(70_000));
    expect(server.link.texts.length).toBe(before);
    sink.draw();
    expect(server.link.texts.at(-1)).toBe('{"type":"drawn","bytes":70000}');
  });

  it("hands the terminal no more than it can draw soon", () => {
    const { server, sink, attach } = setup();
    attach();
    sink.slow = true;
    for (let count = 0; count < 10; count += 1) server.link.output("y".repeat(65_536));
    expect(sink.shown.length).toBe(2 * 65_536);
  });

  it("resumes where it was after a cut, and does not draw a mark twice", () => {
    const { clock, server, sink, session, attach } = setup();
    attach(100);
    server.link.output("12345");
    const mark = {
      type: "mark",
      kind: "detached",
      on: "2026-01-01T00:00:00Z",
      text: "gone",
      offset: 105,
    } as const;
    server.link.say(mark);
    const shown = sink.shown;
    server.link.events.closed(1006, "");
    expect(session.state.get().phase).toBe("reconnecting");
    clock.advance(200);
    expect(server.links.length).toBe(2);
    expect(server.link.query.get("offset")).toBe("105");
    expect(server.link.query.get("epoch")).toBe("e");
    attach(105, true);
    server.link.say(mark);
    server.link.output("6");
    expect(sink.shown).toBe(`${shown}6`);
    expect(sink.resets).toBe(1);
  });

  it("begins anew when the server can not resume", () => {
    const { clock, server, sink, attach } = setup();
    attach();
    server.link.output("old");
    server.link.events.closed(1006, "");
    clock.advance(200);
    attach(0, false);
    server.link.output("new");
    expect(sink.shown).toBe("new");
  });

  it("tries again more and more slowly, and at once when asked", () => {
    const { clock, server, session } = setup();
    for (const delay of [200, 400, 800, 1500, 1500]) {
      server.link.events.closed(1006, "");
      const before = server.links.length;
      clock.advance(delay - 1);
      expect(server.links.length).toBe(before);
      clock.advance(1);
      expect(server.links.length).toBe(before + 1);
    }
    server.link.events.closed(1006, "");
    const before = server.links.length;
    session.retry();
    expect(server.links.length).toBe(before + 1);
  });

  it.each([4401, 4403, 4404, 4410, 4429])("ends for good with code %i and says why", (code) => {
    const { clock, server, session, attach } = setup();
    attach();
    server.link.events.closed(code, "the reason");
    clock.advance(60_000);
    expect(server.links.length).toBe(1);
    expect(session.state.get()).toMatchObject({ phase: "ended", end: { code, reason: "the reason" } });
  });

  it("finds a link dead that does not answer", () => {
    const { clock, server, session, attach } = setup();
    attach();
    server.link.say({ type: "pong", id: 1, end: 0 });
    clock.advance(15_000);
    expect(server.link.texts.at(-1)).toContain("ping");
    clock.advance(8000);
    expect(session.state.get().phase).toBe("reconnecting");
  });

  it("keeps what is typed without a connection, and never sends it by itself", () => {
    const { clock, server, session, attach } = setup();
    attach();
    session.type("ls\r");
    expect(server.link.typed).toBe("ls\r");
    server.link.events.closed(1006, "");
    session.type("rm -rf /\r");
    clock.advance(200);
    attach(0, true);
    expect(server.link.typed).toBe("");
    expect(session.state.get().unsent).toBe("rm -rf /\r");
    session.discardUnsent();
    session.type("x");
    expect(server.link.typed).toBe("x");
  });

  it("pastes at a pace, and stops when told to", () => {
    const { clock, server, session, attach } = setup();
    attach();
    session.paste(`${"a".repeat(100)}\n${"b".repeat(100)}`);
    expect(server.link.typed.length).toBe(64);
    clock.advance(10);
    expect(server.link.typed).toBe(`${"a".repeat(100)}\r${"b".repeat(27)}`);
    session.cancelPaste();
    clock.advance(1000);
    expect(server.link.typed.length).toBe(128);
    expect(session.state.get().paste).toBeUndefined();
  });

  it("tells a program that asked where a paste begins and ends, also when it is stopped", () => {
    const { clock, server, sink, session, attach } = setup();
    attach();
    sink.brackets = true;
    session.paste("ls\n\x1b[201~rm\n");
    expect(server.link.typed).toBe("\x1b[200~ls\r[201~rm\r\x1b[201~");
    server.link.typed = "";
    session.paste("a".repeat(200));
    clock.advance(10);
    session.cancelPaste();
    clock.advance(1000);
    expect(server.link.typed).toBe(`\x1b[200~${"a".repeat(128)}\x1b[201~`);
  });

  it.each([
    ["the connection is cut", (link: FakeLink) => link.events.closed(1006, "")],
    [
      "the VM stops",
      (link: FakeLink) =>
        link.say({
          type: "state",
          state: "waiting-for-vm",
          text: "",
          hypervisorError: "",
          vmState: "stopped",
        }),
    ],
    [
      "somebody else has the keyboard",
      (link: FakeLink) => link.say({ type: "rejected", bytes: 64, reason: "no" }),
    ],
  ])("says how far a paste came when %s, and types the rest nowhere", (_name, happens) => {
    const { clock, server, session, attach } = setup();
    attach();
    session.paste("a".repeat(6400));
    clock.advance(10);
    const link = server.link;
    happens(link);
    expect(session.state.get()).toMatchObject({
      paste: undefined,
      pasteCut: { sent: 128, total: 6400 },
      unsent: "",
    });
    clock.advance(200);
    attach(0, true);
    clock.advance(60_000);
    expect(link.typed.length).toBe(128);
    expect(server.links.slice(1).every(({ typed }) => typed === "")).toBe(true);
    session.dismiss("pasteCut");
    expect(session.state.get().pasteCut).toBeUndefined();
  });

  it("shows a short paste without a connection as not sent, and says of a long one that nothing was typed", () => {
    const { server, session } = setup();
    session.paste("ls\n");
    expect(session.state.get()).toMatchObject({ unsent: "ls\r", pasteCut: undefined });
    session.paste("a".repeat(100_000));
    expect(session.state.get()).toMatchObject({ unsent: "ls\r", pasteCut: { sent: 0, total: 100_000 } });
    expect(server.link.typed).toBe("");
  });

  it("sends what the terminal says by itself only where it can go, and keeps nothing of it", () => {
    const { clock, server, session, attach } = setup();
    const moved = new TextEncoder().encode("\x1b[<35;1;1M");
    attach();
    session.report(moved);
    expect(server.link.typed).toBe("\x1b[<35;1;1M");
    const other = { id: "o", userName: "bob", writer: true, you: false, mayWrite: true };
    server.link.say({ type: "viewers", viewers: [other] });
    session.report(moved);
    server.link.events.closed(1006, "");
    session.report(moved);
    clock.advance(200);
    expect(server.links.map(({ typed }) => typed)).toEqual(["\x1b[<35;1;1M", ""]);
    expect(session.state.get().unsent).toBe("");
  });

  it("does not answer old questions: replaying ends where the output becomes live", () => {
    const { server, sink, attach } = setup();
    attach();
    expect(sink.replaying).toBe(true);
    server.link.output("abc");
    server.link.say({ type: "pong", id: 1, end: 6 });
    expect(sink.replaying).toBe(true);
    server.link.output("def");
    expect(sink.replaying).toBe(false);
  });

  it("empties the terminal only behind what it was given before", () => {
    const { server, sink, attach } = setup();
    attach();
    sink.slow = true;
    server.link.output("old");
    attach(0, false);
    server.link.output("new");
    expect(sink.shown).toBe("old");
    sink.draw();
    expect(sink.shown).toBe("new");
  });

  it("gives a connection up that hangs, and tries another", () => {
    const { clock, server } = setup();
    clock.advance(5000);
    clock.advance(300);
    expect(server.links.length).toBe(2);
    expect(server.links[0]?.closed).toBe(true);
  });

  it("says how much was skipped, in the output and in its state", () => {
    const { server, sink, session, attach } = setup();
    attach();
    server.link.say({ type: "skipped", bytes: 2048, offset: 2048 });
    expect(sink.shown).toContain("2.0 KiB skipped");
    expect(session.state.get().skippedBytes).toBe(2048);
  });

  it("marks a boot so that it can be jumped to", () => {
    const { server, sink, attach } = setup();
    attach();
    server.link.say({
      type: "mark",
      kind: "boot",
      on: "2026-01-01T00:00:00Z",
      text: "started\x1b[2J",
      offset: 0,
    });
    expect(sink.boots).toBe(1);
    expect(sink.shown).not.toContain("\x1b[3J");
  });

  it("tells who asks for the keyboard until that is answered", () => {
    const { server, session, attach } = setup();
    attach();
    server.link.say({ type: "keyboard-asked", viewerId: "bob1", userName: "bob" });
    expect(session.state.get().askedBy?.userName).toBe("bob");
    session.giveKeyboard("bob1");
    expect(server.link.texts.at(-1)).toBe('{"type":"give-keyboard","viewerId":"bob1"}');
    expect(session.state.get().askedBy).toBeUndefined();
  });

  it("survives nonsense from the server", () => {
    const { server, session, attach } = setup();
    attach();
    server.link.events.text("{");
    server.link.events.text('{"type":"unheard-of"}');
    expect(session.state.get().phase).toBe("attached");
  });

  it("is silent after it was disposed of", () => {
    const { clock, server, session, attach } = setup();
    attach();
    const { link } = server;
    session.dispose();
    link.events.closed(1006, "");
    clock.advance(60_000);
    expect(link.closed).toBe(true);
    expect(server.links.length).toBe(1);
  });
});

/** What each event makes of each phase. */
describe("serial session in the page, phase by phase", () => {
  type World = ReturnType<typeof setup>;
  const phases = {
    connecting: () => undefined,
    attached: (it: World) => it.attach(),
    reconnecting: (it: World) => {
      it.attach();
      it.server.link.events.closed(1006, "");
    },
    ended: (it: World) => it.server.link.events.closed(4403, "forbidden"),
  } as const;
  const events = {
    "the server lets it in": (it: World) => it.attach(),
    "the link is cut": (it: World) => it.server.link.events.closed(1006, ""),
    "the server restarts": (it: World) => it.server.link.events.closed(4503, ""),
    "the VM was destroyed": (it: World) => it.server.link.events.closed(4410, ""),
    "a second passes": (it: World) => it.clock.advance(1000),
    "the user tries again": (it: World) => it.session.retry(),
    "the user types": (it: World) => it.session.type("x"),
    "the page lets go": (it: World) => it.session.dispose(),
  } as const;
  const table: [keyof typeof phases, keyof typeof events, keyof typeof phases, number, string][] = [
    // phase, event, phase then, connections, what is kept unsent
    ["connecting", "the server lets it in", "attached", 1, ""],
    ["connecting", "the link is cut", "connecting", 1, ""],
    ["connecting", "the server restarts", "connecting", 1, ""],
    ["connecting", "the VM was destroyed", "ended", 1, ""],
    ["connecting", "a second passes", "connecting", 1, ""],
    ["connecting", "the user tries again", "connecting", 1, ""],
    ["connecting", "the user types", "connecting", 1, "x"],
    ["connecting", "the page lets go", "ended", 1, ""],
    ["attached", "the link is cut", "reconnecting", 1, ""],
    ["attached", "the server restarts", "reconnecting", 1, ""],
    ["attached", "the VM was destroyed", "ended", 1, ""],
    ["attached", "a second passes", "attached", 1, ""],
    ["attached", "the user tries again", "attached", 1, ""],
    ["attached", "the user types", "attached", 1, ""],
    ["attached", "the page lets go", "ended", 1, ""],
    ["reconnecting", "a second passes", "reconnecting", 2, ""],
    ["reconnecting", "the user tries again", "reconnecting", 2, ""],
    ["reconnecting", "the user types", "reconnecting", 1, "x"],
    ["reconnecting", "the page lets go", "ended", 1, ""],
    ["ended", "a second passes", "ended", 1, ""],
    ["ended", "the user tries again", "connecting", 2, ""],
    ["ended", "the user types", "ended", 1, ""],
    ["ended", "the page lets go", "ended", 1, ""],
  ];
  it.each(table)("%s: when %s it is %s", (phase, event, then, connections, unsent) => {
    const world = setup();
    phases[phase](world);
    expect(world.session.state.get().phase).toBe(phase);
    events[event](world);
    const state = world.session.state.get();
    expect([state.phase, world.server.links.length, state.unsent]).toEqual([then, connections, unsent]);
  });

  it("takes the keyboard once when it is a window of its own", () => {
    const clock = new FakeClock();
    const server = new FakeServer();
    const options = { ip: "10.0.0.7", sink: new FakeSink(), transport: server.transport, clock };
    new SerialSession({ ...options, takesKeyboard: true });
    const letIn = (resumed: boolean) =>
      server.link.say({ type: "attached", epoch: "e", offset: 0, resumed, viewerId: "me" });
    letIn(false);
    expect(server.link.texts).toContain('{"type":"take-keyboard"}');
    server.link.events.closed(1006, "");
    clock.advance(200);
    letIn(true);
    expect(server.link.texts).not.toContain('{"type":"take-keyboard"}');
  });
});
