import type { Update } from "@stackdeck/api-types";
import { describe, expect, it } from "vitest";
import { FakeClock } from "../base/fake-clock.ts";
import { HEARTBEAT_MS, Subscriber, UPDATE_QUEUE } from "./updates.ts";

function subscriber(write?: (update: Update) => Promise<void>) {
  const clock = new FakeClock();
  const written: Update[] = [];
  let cuts = 0;
  const made = new Subscriber({
    clock,
    health: () => ({ HealthStatus: "healthy" }) as Update,
    write: async (update) => {
      written.push(update);
      await write?.(update);
    },
    cut: () => {
      cuts++;
    },
  });
  return { clock, written, subscriber: made, cuts: () => cuts };
}

describe("update stream", () => {
  it("writes what is true when the message is written, not when the change happened", async () => {
    const { clock, written, subscriber: made } = subscriber();
    let state = "starting";
    made.push(() => ({ SerialNumber: state }) as Update);
    state = "running";
    made.push(() => ({ SerialNumber: state }) as Update);
    expect(written).toEqual([]);
    await clock.advance(10);
    expect(written.map(({ SerialNumber }) => SerialNumber)).toEqual(["running", "running"]);
  });

  it("cuts a subscriber off when sixteen messages wait behind a blocked write", async () => {
    const { clock, subscriber: made, cuts } = subscriber(() => new Promise(() => {}));
    made.push(() => ({}) as Update);
    await clock.advance(10);
    for (let count = 0; count < UPDATE_QUEUE; count++) made.ping();
    expect(cuts()).toBe(0);
    made.ping();
    expect(cuts()).toBe(1);
  });

  it("takes a burst of any size while the connection is free", async () => {
    const { clock, written, subscriber: made, cuts } = subscriber();
    for (let count = 0; count < 500; count++) made.ping();
    await clock.advance(10);
    expect(written).toHaveLength(500);
    expect(cuts()).toBe(0);
  });

  it("sends a heartbeat after a quarter of an hour of silence", async () => {
    const { clock, written, subscriber: made } = subscriber();
    await clock.advance(HEARTBEAT_MS - 1);
    expect(written).toHaveLength(0);
    await clock.advance(12);
    expect(written).toEqual([{ HealthStatus: "healthy" }]);
    made.close();
    await clock.advance(HEARTBEAT_MS * 2);
    expect(written).toHaveLength(1);
  });

  it("cuts off when the connection fails", async () => {
    const { clock, subscriber: made, cuts } = subscriber(() => Promise.reject(new Error("gone")));
    made.ping();
    await clock.advance(10);
    expect(cuts()).toBe(1);
  });
});
