import { describe, expect, it } from "vitest";
import type { FakeLink } from "./console-fakes.ts";
import { serialWorld } from "./serial-session-fakes.ts";

describe("typing and pasting into a serial console", () => {
  it("keeps what is typed without a connection, and never sends it by itself", () => {
    const { clock, server, session, attach } = serialWorld();
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
    const { clock, server, session, attach } = serialWorld();
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
    const { clock, server, sink, session, attach } = serialWorld();
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
    const { clock, server, session, attach } = serialWorld();
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
    const { server, session } = serialWorld();
    session.paste("ls\n");
    expect(session.state.get()).toMatchObject({ unsent: "ls\r", pasteCut: undefined });
    session.paste("a".repeat(100_000));
    expect(session.state.get()).toMatchObject({ unsent: "ls\r", pasteCut: { sent: 0, total: 100_000 } });
    expect(server.link.typed).toBe("");
  });

  it("sends what the terminal says by itself only where it can go, and keeps nothing of it", () => {
    const { clock, server, session, attach } = serialWorld();
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
});
