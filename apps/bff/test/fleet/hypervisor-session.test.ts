import { setMaxListeners } from "node:events";
import type { StreamedUpdate } from "@stackdeck/hypervisor-client";
import { describe, expect, it } from "vitest";
import { BackOff } from "../../src/fleet/back-off.ts";
import { type FollowUpdates, HypervisorSession } from "../../src/fleet/hypervisor-session.ts";
import { Inventory } from "../../src/fleet/inventory.ts";
import { update, vmInfo } from "./vms.ts";

/** A stream that the test plays: it speaks, and ends when told. */
class FakeStreams {
  readonly attempts: {
    say: (update: StreamedUpdate, first?: boolean) => Promise<void>;
    end: (error?: Error) => void;
  }[] = [];
  readonly waits: number[] = [];
  #wake: (() => void) | undefined;
  #arrived: (() => void) | undefined;

  readonly follow: FollowUpdates = ({ onUpdate, signal }) =>
    new Promise((resolve, reject) => {
      setMaxListeners(50, signal);
      signal.addEventListener("abort", () => reject(new Error("aborted")), { once: true });
      this.attempts.push({
        say: (message, first = true) => onUpdate(message, first),
        end: (error) => (error === undefined ? resolve() : reject(error)),
      });
      this.#arrived?.();
    });

  readonly clock = {
    now: () => 1000,
    sleep: (ms: number, signal: AbortSignal) =>
      new Promise<void>((resolve) => {
        this.waits.push(ms);
        signal.addEventListener("abort", () => resolve(), { once: true });
        this.#wake = resolve;
        this.#arrived?.();
      }),
  };

  /** Resolves when the session has begun its next attempt or its next wait. */
  next(): Promise<void> {
    return new Promise((resolve) => {
      this.#arrived = resolve;
    });
  }

  async fail(error: Error): Promise<void> {
    const waiting = this.next();
    this.attempts.at(-1)!.end(error);
    await waiting;
  }

  async wake(): Promise<void> {
    const attempt = this.next();
    this.#wake?.();
    await attempt;
  }
}

function setup() {
  const inventory = new Inventory();
  inventory.addHypervisor({ id: "a", hostname: "a", address: "a:1", location: "" });
  const streams = new FakeStreams();
  const lost: unknown[] = [];
  const session = new HypervisorSession({
    id: "a",
    inventory,
    follow: streams.follow,
    clock: streams.clock,
    random: () => 1,
    onLost: (error) => lost.push(error),
  });
  session.start();
  return { inventory, streams, session, lost };
}

describe("hypervisor session", () => {
  it("is connecting, then live with the first message", () => {
    const { inventory, streams } = setup();
    expect(inventory.hypervisor("a")?.Freshness).toBe("connecting");
    streams.attempts[0]!.say(update({ "10.0.0.1": vmInfo("10.0.0.1") }));
    expect(inventory.hypervisor("a")).toMatchObject({ Freshness: "live", LastContact: 1000, NumVMs: 1 });
  });

  it("is stale at once when the stream breaks, keeps the rows and comes back", async () => {
    const { inventory, streams } = setup();
    streams.attempts[0]!.say(update({ "10.0.0.1": vmInfo("10.0.0.1") }));
    await streams.fail(new Error("reset"));
    expect(inventory.hypervisor("a")).toMatchObject({ Freshness: "stale", Problem: "reset" });
    expect(inventory.vm("10.0.0.1")?.Stale).toBe(true);
    await streams.wake();
    streams.attempts[1]!.say(update({}));
    expect(inventory.hypervisor("a")).toMatchObject({ Freshness: "live", Problem: "", NumVMs: 0 });
  });

  it("shows of the peer's words one short line without signs that nobody sees", async () => {
    const { inventory, streams } = setup();
    await streams.fail(new Error(`access to\r\n\u001b[2J\u009b\u202emethod ${"x".repeat(60_000)}`));
    const problem = inventory.hypervisor("a")?.Problem ?? "";
    expect(problem).toMatch(/^access to {3}\[2J {2}method x+…$/);
    expect(problem.length).toBeLessThan(600);
  });

  it("waits longer each time, becomes unreachable, and starts over after success", async () => {
    const { inventory, streams } = setup();
    streams.attempts[0]!.say(update({}));
    for (let attempt = 0; attempt < 5; attempt++) {
      await streams.fail(new Error("no route"));
      await streams.wake();
    }
    expect(streams.waits).toEqual([200, 400, 800, 1600, 3200]);
    expect(inventory.hypervisor("a")?.Freshness).toBe("unreachable");
    streams.attempts.at(-1)!.say(update({}));
    await streams.fail(new Error("reset"));
    expect(streams.waits.at(-1)).toBe(200);
  });

  it("is unreachable when it never was reached", async () => {
    const { inventory, streams } = setup();
    await streams.fail(new Error("refused"));
    expect(inventory.hypervisor("a")).toMatchObject({ Freshness: "unreachable", Problem: "refused" });
  });

  it("ignores an old stream that still speaks", async () => {
    const { inventory, streams } = setup();
    const old = streams.attempts[0]!;
    old.say(update({ "10.0.0.1": vmInfo("10.0.0.1") }));
    await streams.fail(new Error("reset"));
    await streams.wake();
    streams.attempts[1]!.say(update({}));
    old.say(update({ "10.0.0.9": vmInfo("10.0.0.9") }), false);
    expect(inventory.size).toBe(0);
  });

  it("stops at once, in the middle of a stream or of a wait, and reports no loss for it", async () => {
    const { streams, session, lost } = setup();
    await session.stop();
    expect(lost).toEqual([]);
    expect(streams.attempts).toHaveLength(1);
  });
});

describe("back-off", () => {
  it("varies between half and the whole of a step, up to the limit", () => {
    const low = new BackOff({ firstMs: 100, maxMs: 300, random: () => 0 });
    expect([low.next(), low.next(), low.next()]).toEqual([50, 100, 150]);
    const high = new BackOff({ firstMs: 100, maxMs: 300, random: () => 1 });
    expect([high.next(), high.next(), high.next()]).toEqual([100, 200, 300]);
  });
});
