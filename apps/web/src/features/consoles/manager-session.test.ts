import { consoleCloseCodes } from "@stackdeck/api-types";
import { describe, expect, it } from "vitest";
import { FakeClock, FakeServer } from "./console-fakes.ts";
import { ManagerSession } from "./manager-session.ts";

function setup() {
  const clock = new FakeClock();
  const server = new FakeServer();
  const session = new ManagerSession({ ip: "10.0.0.7", transport: server.transport, clock });
  const lines = () => session.state.get().lines.map(({ from, text }) => `${from}: ${text}`);
  return { clock, server, session, lines };
}

describe("monitor session in the page", () => {
  it("shows what was sent once, though the hypervisor says it again, and answers in readable JSON", () => {
    const { server, session, lines } = setup();
    server.link.events.opened();
    session.send('{"execute":"query-status"}');
    server.link.events.text('{"execute":"query-status"}');
    server.link.events.text('{"return":{}}');
    server.link.events.text('{"execute":"query-status"}');
    expect(server.link.texts).toEqual(['{"execute":"query-status"}']);
    expect(lines()).toEqual([
      'you: {"execute":"query-status"}',
      'vm: {\n  "return": {}\n}',
      // Somebody else's: all share one output.
      'vm: {\n  "execute": "query-status"\n}',
    ]);
  });

  it("sends nothing while it is not connected", () => {
    const { server, session, lines } = setup();
    session.send("{}");
    expect([server.link.texts, lines()]).toEqual([[], []]);
  });

  it("tries again, ever more slowly, when the hypervisor or the link fails", () => {
    const { clock, server, session, lines } = setup();
    const attempts: number[] = [];
    for (const ms of [500, 2000, 5000, 10_000, 10_000]) {
      server.link.events.closed(consoleCloseCodes.upstreamFailed, "The hypervisor closed the console.");
      clock.advance(ms - 1);
      attempts.push(server.links.length);
      clock.advance(1);
    }
    expect([...attempts, server.links.length]).toEqual([1, 2, 3, 4, 5, 6]);
    expect(lines()).toEqual(["note: The hypervisor closed the console."]);
    server.link.events.opened();
    server.link.events.text("hello");
    server.link.events.closed(1006, "");
    clock.advance(500);
    expect([session.state.get().phase, server.links.length]).toEqual(["connecting", 7]);
  });

  it.each([
    ["sessionEnded", "ended"],
    ["forbidden", "ended"],
    ["noSuchVm", "ended"],
    ["vmDestroyed", "ended"],
    ["tooMany", "ended"],
    ["wrongState", "waiting-for-vm"],
  ] as const)("does not knock by itself after %s, but when told to", (code, phase) => {
    const { clock, server, session } = setup();
    server.link.events.closed(consoleCloseCodes[code], "why");
    clock.advance(60_000);
    expect(session.state.get()).toMatchObject({ phase, reason: "why" });
    expect(server.links).toHaveLength(1);
    session.retry();
    expect(server.links).toHaveLength(2);
  });

  it("keeps the last thousand lines", () => {
    const { server, session } = setup();
    for (let line = 0; line < 1005; line += 1) server.link.events.text(`line ${line}`);
    const { lines } = session.state.get();
    expect([lines.length, lines[0]?.text, lines.at(-1)?.text]).toEqual([1000, "line 5", "line 1004"]);
    session.clear();
    expect(session.state.get().lines).toEqual([]);
  });

  it("keeps the commands that were typed, in their order, the last ones of many", () => {
    const { session } = setup();
    for (const text of ["one", "one", "two", "one"]) session.remember(text);
    expect(session.typed).toEqual(["one", "two", "one"]);
    for (let count = 0; count < 500; count += 1) session.remember(`many ${count}`);
    expect([session.typed.length, session.typed[0], session.typed.at(-1)]).toEqual([
      200,
      "many 300",
      "many 499",
    ]);
  });

  it("is over when it is disposed of", () => {
    const { clock, server, session } = setup();
    session.dispose();
    server.link.events.closed(1006, "");
    session.retry();
    clock.advance(60_000);
    expect([server.links.length, server.link.closed]).toEqual([1, true]);
  });
});
