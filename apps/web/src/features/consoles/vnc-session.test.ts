import { describe, expect, it } from "vitest";
import { planTyping } from "./keyboard-layouts.ts";
import { vncWorld } from "./vnc-session-fakes.ts";

describe("graphical session", () => {
  it("connects, and keeps what was chosen across a reconnection", () => {
    const { clock, clients, session, client } = vncWorld();
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
    const { clock, clients, session, client } = vncWorld();
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
    const { clients, session, client } = vncWorld();
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
    const { clock, clients, session, client } = vncWorld();
    client().events.closed(code, "why");
    clock.advance(60_000);
    expect(clients.length).toBe(1);
    expect(session.state.get()).toMatchObject({ phase: "ended", reason: "why" });
  });

  it("presses combinations in order and lets them go in reverse", () => {
    const { session, client } = vncWorld();
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
    const { clock, session, client } = vncWorld();
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
      const { clock, session, client } = vncWorld();
      client().events.connected();
      session.typeKeys(planTyping("a".repeat(200), "us").presses, speed);
      clock.advance(100);
      expect(client().keys.length).toBe(2 * (1 + more));
    },
  );

  it("has a picture only while connected", async () => {
    const { session, client } = vncWorld();
    expect(await session.screenshot()).toBeUndefined();
    client().events.connected();
    expect((await session.screenshot())?.size).toBe(3);
  });

  it("asks for a sign of life when nothing comes, and connects anew when none does", () => {
    const { clock, clients, session, client } = vncWorld();
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
    const { clock, clients, client } = vncWorld();
    clock.advance(10_000);
    expect(clients[0]?.disconnected).toBe(true);
    clock.advance(250);
    expect(clients).toHaveLength(2);
    client().events.received();
    clock.advance(15_000 + 8_000);
    expect([client().keys, client().disconnected]).toEqual([[], true]);
  });

  it("at full size a picture is moved only when that is chosen, and no longer when it fits", () => {
    const { session, client } = vncWorld();
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

  it("lets go when it is disposed of", () => {
    const { clock, clients, session, client } = vncWorld();
    const first = client();
    session.dispose();
    first.events.closed(1006, "");
    clock.advance(60_000);
    expect(first.disconnected).toBe(true);
    expect(clients.length).toBe(1);
  });
});
