import { describe, expect, it } from "vitest";
import { serialWorld } from "./serial-session-fakes.ts";

describe("serial session in the page", () => {
  it("asks for flow control and its size, and shows what comes", () => {
    const { server, sink, session, attach } = serialWorld();
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
    const { server, sink, attach } = serialWorld();
    attach();
    const before = server.link.texts.length;
    sink.slow = true;
    server.link.output("x".repeat(70_000));
    expect(server.link.texts.length).toBe(before);
    sink.draw();
    expect(server.link.texts.at(-1)).toBe('{"type":"drawn","bytes":70000}');
  });

  it("hands the terminal no more than it can draw soon", () => {
    const { server, sink, attach } = serialWorld();
    attach();
    sink.slow = true;
    for (let count = 0; count < 10; count += 1) server.link.output("y".repeat(65_536));
    expect(sink.shown.length).toBe(2 * 65_536);
  });

  it("resumes where it was after a cut, and does not draw a mark twice", () => {
    const { clock, server, sink, session, attach } = serialWorld();
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
    const { clock, server, sink, attach } = serialWorld();
    attach();
    server.link.output("old");
    server.link.events.closed(1006, "");
    clock.advance(200);
    attach(0, false);
    server.link.output("new");
    expect(sink.shown).toBe("new");
  });

  it("tries again more and more slowly, and at once when asked", () => {
    const { clock, server, session } = serialWorld();
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
    const { clock, server, session, attach } = serialWorld();
    attach();
    server.link.events.closed(code, "the reason");
    clock.advance(60_000);
    expect(server.links.length).toBe(1);
    expect(session.state.get()).toMatchObject({ phase: "ended", end: { code, reason: "the reason" } });
  });

  it("finds a link dead that does not answer", () => {
    const { clock, server, session, attach } = serialWorld();
    attach();
    server.link.say({ type: "pong", id: 1, end: 0 });
    clock.advance(15_000);
    expect(server.link.texts.at(-1)).toContain("ping");
    clock.advance(8000);
    expect(session.state.get().phase).toBe("reconnecting");
  });

  it("does not answer old questions: replaying ends where the output becomes live", () => {
    const { server, sink, attach } = serialWorld();
    attach();
    expect(sink.replaying).toBe(true);
    server.link.output("abc");
    server.link.say({ type: "pong", id: 1, end: 6 });
    expect(sink.replaying).toBe(true);
    server.link.output("def");
    expect(sink.replaying).toBe(false);
  });

  it("empties the terminal only behind what it was given before", () => {
    const { server, sink, attach } = serialWorld();
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
    const { clock, server } = serialWorld();
    clock.advance(5000);
    clock.advance(300);
    expect(server.links.length).toBe(2);
    expect(server.links[0]?.closed).toBe(true);
  });

  it("says how much was skipped, in the output and in its state", () => {
    const { server, sink, session, attach } = serialWorld();
    attach();
    server.link.say({ type: "skipped", bytes: 2048, offset: 2048 });
    expect(sink.shown).toContain("2.0 KiB skipped");
    expect(session.state.get().skippedBytes).toBe(2048);
  });

  it("marks a boot so that it can be jumped to", () => {
    const { server, sink, attach } = serialWorld();
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
    const { server, session, attach } = serialWorld();
    attach();
    server.link.say({ type: "keyboard-asked", viewerId: "bob1", userName: "bob" });
    expect(session.state.get().askedBy?.userName).toBe("bob");
    session.giveKeyboard("bob1");
    expect(server.link.texts.at(-1)).toBe('{"type":"give-keyboard","viewerId":"bob1"}');
    expect(session.state.get().askedBy).toBeUndefined();
  });

  it("survives nonsense from the server", () => {
    const { server, session, attach } = serialWorld();
    attach();
    server.link.events.text("{");
    server.link.events.text('{"type":"unheard-of"}');
    expect(session.state.get().phase).toBe("attached");
  });

  it("is silent after it was disposed of", () => {
    const { clock, server, session, attach } = serialWorld();
    attach();
    const { link } = server;
    session.dispose();
    link.events.closed(1006, "");
    clock.advance(60_000);
    expect(link.closed).toBe(true);
    expect(server.links.length).toBe(1);
  });
});
