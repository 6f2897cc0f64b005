import { describe, expect, it } from "vitest";
import { FakeClock, FakeServer, FakeSink } from "./console-fakes.ts";
import { SerialSession } from "./serial-session.ts";
import { serialWorld } from "./serial-session-fakes.ts";

/** What each event makes of each phase. */
describe("serial session in the page, phase by phase", () => {
  type World = ReturnType<typeof serialWorld>;
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
    const world = serialWorld();
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
