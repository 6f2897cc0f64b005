import { describe, expect, test, vi } from "vitest";
import { DialLimiter } from "../src/pool/dial-limiter.ts";
import { settle } from "../tools/captures/pacing.ts";
import { newGate } from "./support/gate.ts";

describe("a limiter of dials", () => {
  test("runs so many at once, in order, whatever becomes of them", async () => {
    const limiter = new DialLimiter(2);
    const gates = Array.from({ length: 4 }, () => newGate());
    const started: number[] = [];
    const runs = gates.map((gate, i) =>
      limiter.run(async () => {
        started.push(i);
        await gate.promise;
      }),
    );
    await settle();
    expect(started).toEqual([0, 1]);
    expect(limiter).toMatchObject({ running: 2, waiting: 2 });
    gates[1]?.fail(new Error("failed"));
    await expect(runs[1]).rejects.toThrow("failed");
    await settle();
    expect(started).toEqual([0, 1, 2]);
    for (const gate of gates) gate.open();
    await Promise.allSettled(runs);
    expect(limiter).toMatchObject({ running: 0, waiting: 0 });
  });

  test("who gives up while waiting leaves the queue", async () => {
    const limiter = new DialLimiter(1);
    const gate = newGate();
    const first = limiter.run(() => gate.promise);
    const controller = new AbortController();
    const second = limiter.run(() => Promise.resolve(), controller.signal);
    controller.abort();
    await expect(second).rejects.toMatchObject({ code: "ABORTED" });
    gate.open();
    await first;
    expect(limiter).toMatchObject({ running: 0, waiting: 0 });
  });

  test("starts them one after the other, with a pause between", async () => {
    vi.useFakeTimers();
    try {
      const limiter = new DialLimiter(10, 4);
      const starts: number[] = [];
      const begin = performance.now();
      const all = [1, 2, 3].map(() =>
        limiter.run(async () => void starts.push(Math.round(performance.now() - begin))),
      );
      await vi.runAllTimersAsync();
      await Promise.all(all);
      expect(starts).toEqual([0, 4, 8]);
    } finally {
      vi.useRealTimers();
    }
  });
});
