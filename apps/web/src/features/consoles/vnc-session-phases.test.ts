import { describe, expect, it } from "vitest";
import { vncWorld } from "./vnc-session-fakes.ts";

type World = ReturnType<typeof vncWorld>;

/** What each event makes of each phase. */
describe("graphical session, phase by phase", () => {
  const phases = {
    connecting: () => undefined,
    connected: (it: World) => it.client().events.connected(),
    reconnecting: (it: World) => it.client().events.closed(1006, "cut"),
    "waiting-for-vm": (it: World) => it.client().events.closed(4409, "stopped"),
    "no-screen": (it: World) => it.client().events.closed(4412, "none"),
    ended: (it: World) => it.client().events.closed(4403, "forbidden"),
  } as const;
  type Phase = keyof typeof phases;
  const events = {
    "the VM runs": (it: World) => it.session.vmState("running"),
    "time passes": (it: World) => it.clock.advance(9_000),
    "the user tries again": (it: World) => it.session.retry(),
    "the page lets go": (it: World) => it.session.dispose(),
  } as const;
  const table: [Phase, keyof typeof events, Phase, number][] = [
    ["connecting", "the VM runs", "connecting", 1],
    ["connecting", "time passes", "connecting", 1],
    ["connecting", "the user tries again", "connecting", 1],
    ["connecting", "the page lets go", "ended", 1],
    ["connected", "the VM runs", "connected", 1],
    ["connected", "time passes", "connected", 1],
    ["connected", "the user tries again", "connected", 1],
    ["connected", "the page lets go", "ended", 1],
    ["reconnecting", "the VM runs", "reconnecting", 1],
    ["reconnecting", "time passes", "reconnecting", 2],
    ["reconnecting", "the user tries again", "connecting", 2],
    ["reconnecting", "the page lets go", "ended", 1],
    ["waiting-for-vm", "the VM runs", "connecting", 2],
    ["waiting-for-vm", "time passes", "waiting-for-vm", 1],
    ["waiting-for-vm", "the user tries again", "connecting", 2],
    ["waiting-for-vm", "the page lets go", "ended", 1],
    ["no-screen", "the VM runs", "connecting", 2],
    ["no-screen", "time passes", "no-screen", 1],
    ["no-screen", "the user tries again", "connecting", 2],
    ["no-screen", "the page lets go", "ended", 1],
    ["ended", "the VM runs", "ended", 1],
    ["ended", "time passes", "ended", 1],
    ["ended", "the user tries again", "connecting", 2],
    ["ended", "the page lets go", "ended", 1],
  ];
  it.each(table)("%s: when %s it is %s", (phase, event, then, connections) => {
    const it_ = vncWorld();
    phases[phase](it_);
    expect(it_.session.state.get().phase).toBe(phase);
    events[event](it_);
    expect([it_.session.state.get().phase, it_.clients.length]).toEqual([then, connections]);
  });
});
