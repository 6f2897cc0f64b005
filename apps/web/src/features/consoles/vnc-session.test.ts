import { describe, expect, it } from "vitest";
import { FakeClock } from "./console-fakes.ts";
import { planTyping } from "./keyboard-layouts.ts";
import { type VncClient, type VncClientEvents, VncSession } from "./vnc-session.ts";

class FakeClient implements VncClient {
  viewOnly = false;
  scaleViewport = false;
  clipViewport = false;
  dragViewport = false;
  disconnected = false;
  keys: string[] = [];
  readonly events: VncClientEvents;

  constructor(events: VncClientEvents) {
    this.events = events;
  }

  disconnect(): void {
    this.disconnected = true;
  }

  focus(): void {
    this.keys.push("focus");
  }

  sendKey(_keysym: number, code: string | null, down?: boolean): void {
    this.keys.push(`${down ? "+" : "-"}${code}`);
  }

  clipboardPasteFrom(): void {
    this.keys.push("clipboard");
  }

  poke(): void {
    this.keys.push("poke");
  }

  toBlob(callback: (blob: Blob | null) => void): void {
    callback(new Blob(["png"]));
  }
}

function setup() {
  const clock = new FakeClock();
  const clients: FakeClient[] = [];
  const element = { remove: () => undefined } as unknown as HTMLElement;
  const session = new VncSession({
    ip: "10.0.0.7",
    element,
    clock,
    connect: (_ip, _element, events) => {
      const client = new FakeClient(events);
      clients.push(client);
      return client;
    },
  });
  const client = (): FakeClient => clients.at(-1) as FakeClient;
  return { clock, clients, session, client };
}

describe("graphical session", () => {
  it("connects, and keeps what was chosen across a reconnection", () => {
    const { clock, clients, session, client } = setup();
    client().events.connected();
    session.setViewOnly(true);
    session.setScale("actual");
    client().events.closed(1006, "");
    expect(session.state.get().phase).toBe("reconnecting");
    clock.advance(250);
    client().events.connected();
    expect(clients.length).toBe(2);
    expect(client()).toMatchObject({ viewOnly: true, scaleViewport: false });
    expect(session.state.get().phase).toBe("connected");
  });

  it("waits for a stopped VM and connects when it runs", () => {
    const { clock, clients, session, client } = setup();
    client().events.connected();
    client().events.closed(4409, "The VM is stopped.");
    expect(session.state.get()).toMatchObject({ phase: "waiting-for-vm", reason: "The VM is stopped." });
    clock.advance(60_000);
    expect(clients.length).toBe(1);
    session.vmState("starting");
    expect(clients.length).toBe(1);
    session.vmState("running");
    expect(clients.length).toBe(2);
  });

  it("says when the VM has no screen", () => {
    const { clients, session, client } = setup();
    session.vmState("running");
    client().events.closed(4412, "This VM has no VNC screen.");
    session.vmState("running");
    expect(session.state.get().phase).toBe("no-screen");
    expect(clients.length).toBe(1);
    session.vmState("stopped");
    session.vmState("running");
    expect(clients.length).toBe(2);
  });

  it.each([4401, 4403, 4404, 4410, 4429])("ends for good with code %i", (code) => {
    const { clock, clients, session, client } = setup();
    client().events.closed(code, "why");
    clock.advance(60_000);
    expect(clients.length).toBe(1);
    expect(session.state.get()).toMatchObject({ phase: "ended", reason: "why" });
  });

  it("presses combinations in order and lets them go in reverse", () => {
    const { session, client } = setup();
    session.combo([
      { keysym: 1, code: "ControlLeft" },
      { keysym: 2, code: "AltLeft" },
      { keysym: 3, code: "Delete" },
    ]);
    expect(client().keys).toEqual([
      "+ControlLeft",
      "+AltLeft",
      "+Delete",
      "-Delete",
      "-AltLeft",
      "-ControlLeft",
      "focus",
    ]);
  });

  it("types text key by key and can be stopped", () => {
    const { clock, session, client } = setup();
    client().events.connected();
    session.typeKeys(planTyping("Ab", "us").presses, "normal");
    expect(client().keys).toEqual(["+ShiftLeft", "+KeyA", "-KeyA", "-ShiftLeft"]);
    session.stopTyping();
    clock.advance(1000);
    expect(client().keys.length).toBe(4);
    expect(session.state.get().typing).toBeUndefined();
  });

  it.each([
    ["fast", 25],
    ["normal", 8],
    ["slow", 1],
  ] as const)(
    "types at the chosen speed: %s, %i keys behind the first in a tenth of a second",
    (speed, more) => {
      const { clock, session, client } = setup();
      client().events.connected();
      session.typeKeys(planTyping("a".repeat(200), "us").presses, speed);
      clock.advance(100);
      expect(client().keys.length).toBe(2 * (1 + more));
    },
  );

  it("has a picture only while connected", async () => {
    const { session, client } = setup();
    expect(await session.screenshot()).toBeUndefined();
    client().events.connected();
    expect((await session.screenshot())?.size).toBe(3);
  });

  it("asks for a sign of life when nothing comes, and connects anew when none does", () => {
    const { clock, clients, session, client } = setup();
    client().events.received();
    client().events.connected();
    clock.advance(14_000);
    client().events.received();
    clock.advance(15_000);
    expect(client().keys).toEqual(["poke"]);
    client().events.received();
    clock.advance(15_000);
    expect(client().keys).toEqual(["poke", "poke"]);
    clock.advance(8_000);
    expect(session.state.get()).toMatchObject({
      phase: "reconnecting",
      reason: "The server does not answer.",
    });
    expect(clients[0]?.disconnected).toBe(true);
    clock.advance(250);
    expect(clients).toHaveLength(2);
    clients[0]?.events.closed(1006, "late");
    client().events.connected();
    expect(session.state.get().phase).toBe("connected");
  });

  it("gives a connection up that hangs, and says nothing into a greeting", () => {
    const { clock, clients, client } = setup();
    clock.advance(10_000);
    expect(clients[0]?.disconnected).toBe(true);
    clock.advance(250);
    expect(clients).toHaveLength(2);
    client().events.received();
    clock.advance(15_000 + 8_000);
    expect([client().keys, client().disconnected]).toEqual([[], true]);
  });

  it("at full size a picture is moved only when that is chosen, and no longer when it fits", () => {
    const { session, client } = setup();
    client().events.connected();
    const how = () => [client().scaleViewport, client().clipViewport, client().dragViewport];
    expect(how()).toEqual([true, false, false]);
    session.setScale("actual");
    expect(how()).toEqual([false, true, false]);
    session.setMoving(true);
    expect(how()).toEqual([false, true, true]);
    session.setScale("fit");
    expect(how()).toEqual([true, false, false]);
  });

  /** What each event makes of each phase. */
  const phases = {
    connecting: () => undefined,
    connected: (it: ReturnType<typeof setup>) => it.client().events.connected(),
    reconnecting: (it: ReturnType<typeof setup>) => it.client().events.closed(1006, "cut"),
    "waiting-for-vm": (it: ReturnType<typeof setup>) => it.client().events.closed(4409, "stopped"),
    "no-screen": (it: ReturnType<typeof setup>) => it.client().events.closed(4412, "none"),
    ended: (it: ReturnType<typeof setup>) => it.client().events.closed(4403, "forbidden"),
  } as const;
  type Phase = keyof typeof phases;
  const events = {
    "the VM runs": (it: ReturnType<typeof setup>) => it.session.vmState("running"),
    "time passes": (it: ReturnType<typeof setup>) => it.clock.advance(9_000),
    "the user tries again": (it: ReturnType<typeof setup>) => it.session.retry(),
    "the page lets go": (it: ReturnType<typeof setup>) => it.session.dispose(),
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
    const it_ = setup();
    phases[phase](it_);
    expect(it_.session.state.get().phase).toBe(phase);
    events[event](it_);
    expect([it_.session.state.get().phase, it_.clients.length]).toEqual([then, connections]);
  });

  it("lets go when it is disposed of", () => {
    const { clock, clients, session, client } = setup();
    const first = client();
    session.dispose();
    first.events.closed(1006, "");
    clock.advance(60_000);
    expect(first.disconnected).toBe(true);
    expect(clients.length).toBe(1);
  });
});
