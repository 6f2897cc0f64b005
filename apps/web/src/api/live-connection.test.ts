import type { LiveResume } from "@stackdeck/api-types";
import { describe, expect, it } from "vitest";
import { type LiveClock, LiveConnection, type LiveSocket } from "./live-connection.ts";

type Request = { id: number; topic: string; params: unknown; resume?: { epoch: string; revision: number } };

/** Plays the server: records what is sent, answers when told to. */
class FakeSocket {
  connected = false;
  readonly sent: { event: string; request: Request; answer: (value: unknown) => void }[] = [];
  connects = 0;
  readonly #listeners = new Map<string, (...args: never[]) => void>();

  connect(): void {
    this.connects += 1;
  }
  disconnect(): void {
    if (!this.connected) return;
    this.connected = false;
    this.fire("disconnect", "io client disconnect");
  }
  on(event: string, listener: (...args: never[]) => void): void {
    this.#listeners.set(event, listener);
  }
  emit(event: string, request: unknown, answer?: (value: unknown) => void): void {
    const acknowledge = answer ?? (request as (value: unknown) => void);
    this.sent.push({ event, request: request as Request, answer: acknowledge });
  }
  accept(): void {
    this.connected = true;
    this.fire("connect");
  }
  fire(event: string, ...args: unknown[]): void {
    (this.#listeners.get(event) as ((...rest: unknown[]) => void) | undefined)?.(...args);
  }
  subscriptions() {
    return this.sent.filter((message) => message.event === "subscribe");
  }
}

class FakeClock implements LiveClock {
  time = 1_000_000;
  #tick: () => void = () => {};
  readonly #timers: { at: number; run: () => void }[] = [];
  now(): number {
    return this.time;
  }
  every(_milliseconds: number, run: () => void): () => void {
    this.#tick = run;
    return () => {};
  }
  after(milliseconds: number, run: () => void): () => void {
    this.#timers.push({ at: this.time + milliseconds, run });
    return () => {};
  }
  /** Lets time pass in one jump, then ticks once. */
  pass(milliseconds: number): void {
    this.time += milliseconds;
    for (const timer of this.#timers.splice(0)) {
      if (timer.at <= this.time) timer.run();
      else this.#timers.push(timer);
    }
    this.#tick();
  }
}

const fleetRow = (n: number) => ({ NumVMs: n });
const snapshot = (revision: number, n: number): LiveResume<unknown> => ({
  kind: "snapshot",
  snapshot: {
    revision,
    epoch: "e",
    total: 1,
    unfiltered: 1,
    offset: 0,
    keys: ["fleet"],
    rows: [fleetRow(n)],
  },
});

function setup() {
  const socket = new FakeSocket();
  const clock = new FakeClock();
  const connection = new LiveConnection(socket as unknown as LiveSocket, clock);
  const subscription = connection.subscribe("fleet", {});
  const row = () => subscription.state.get().window?.rows.get("fleet");
  return { socket, clock, connection, subscription, row };
}

describe("live connection", () => {
  it("subscribes on connect and is live when everything has answered", () => {
    const { socket, connection, row } = setup();
    socket.accept();
    expect(connection.state.get().kind).toBe("catching-up");
    socket.subscriptions()[0]!.answer(snapshot(3, 40));
    expect(connection.state.get().kind).toBe("live");
    expect(row()).toEqual(fleetRow(40));
  });

  it("keeps what it has while cut and resumes from its revision", () => {
    const { socket, connection, row } = setup();
    socket.accept();
    socket.subscriptions()[0]!.answer(snapshot(3, 40));
    socket.disconnect();
    expect(connection.state.get().kind).toBe("stale");
    expect(row()).toEqual(fleetRow(40));
    socket.accept();
    expect(socket.subscriptions()[1]!.request.resume).toEqual({ epoch: "e", revision: 3 });
    socket.subscriptions()[1]!.answer({ kind: "unchanged", revision: 3 });
    expect(connection.state.get().kind).toBe("live");
  });

  it("asks for a new snapshot when a delta does not fit", () => {
    const { socket, subscription, row } = setup();
    socket.accept();
    socket.subscriptions()[0]!.answer(snapshot(3, 40));
    socket.fire("delta", { id: subscription.id, base: 9, revision: 10, rows: [fleetRow(1)] });
    expect(row()).toEqual(fleetRow(40));
    const again = socket.subscriptions()[1]!;
    expect(again.request.resume).toBeUndefined();
    again.answer(snapshot(10, 41));
    expect(row()).toEqual(fleetRow(41));
  });

  it("ignores an answer to parameters that are no longer wanted", () => {
    const { socket, connection } = setup();
    socket.accept();
    const params = { filter: "a", sort: [], offset: 0, limit: 10 };
    const list = connection.subscribe("operations", params);
    const first = socket.subscriptions().at(-1)!;
    list.change({ ...params, filter: "ab" });
    first.answer({ kind: "error", code: "OLD", message: "late" });
    expect(list.state.get().status).toBe("loading");
  });

  it("looks for the other end after the computer slept and cuts a dead line", () => {
    const { socket, clock, connection } = setup();
    socket.accept();
    socket.subscriptions()[0]!.answer(snapshot(3, 40));
    clock.pass(600_000);
    expect(socket.sent.at(-1)!.event).toBe("echo");
    clock.pass(6_000);
    expect(connection.state.get().kind).toBe("stale");
    expect(socket.connects).toBe(1);
  });

  it("freezes when the session ends", () => {
    const { socket, connection, row } = setup();
    socket.accept();
    socket.subscriptions()[0]!.answer(snapshot(3, 40));
    socket.fire("session-ended", "signed out elsewhere");
    expect(connection.state.get()).toEqual({ kind: "signed-out", reason: "signed out elsewhere" });
    expect(row()).toEqual(fleetRow(40));
  });

  it("shows a list that is come back to as it was left, until the server has answered", () => {
    const { socket, connection, subscription } = setup();
    socket.accept();
    socket.subscriptions()[0]!.answer(snapshot(3, 40));
    subscription.dispose();
    const again = connection.subscribe("fleet", {});
    const shown = () => [again.state.get().status, again.state.get().window?.rows.get("fleet")];
    expect(shown()).toEqual(["loading", fleetRow(40)]);
    // It is asked for whole: what came meanwhile was not followed.
    const asked = socket.subscriptions().at(-1)!;
    expect(asked.request.resume).toBeUndefined();
    socket.fire("delta", { id: again.id, base: 3, revision: 4, rows: [fleetRow(1)] });
    expect(shown()).toEqual(["loading", fleetRow(40)]);
    asked.answer(snapshot(9, 42));
    expect(shown()).toEqual(["ready", fleetRow(42)]);
  });

  it.each([
    ["other parameters", "operations", { filter: "b", sort: [], offset: 0, limit: 10 }],
    ["a single VM, which dialogs decide by", "vm", { IpAddress: "10.0.0.1" }],
  ] as const)("keeps nothing for %s", (_name, topic, params) => {
    const { socket, connection } = setup();
    socket.accept();
    const first = topic === "vm" ? params : { ...params, filter: "a" };
    const left = connection.subscribe(topic, first as never);
    socket.subscriptions().at(-1)!.answer(snapshot(3, 40));
    left.dispose();
    expect(connection.subscribe(topic, params as never).state.get()).toEqual({ status: "loading" });
  });

  it("forgets what was left when the session ends", () => {
    const { socket, connection, subscription } = setup();
    socket.accept();
    socket.subscriptions()[0]!.answer(snapshot(3, 40));
    subscription.dispose();
    socket.fire("session-ended", "signed out elsewhere");
    expect(connection.subscribe("fleet", {}).state.get().window).toBeUndefined();
  });
});
