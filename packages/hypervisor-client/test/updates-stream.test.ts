import type { Update } from "@stackdeck/api-types";
import type { CallStream, Connection } from "@stackdeck/srpc";
import { expect, it } from "vitest";
import type { ConnectionSource, StreamedUpdate } from "../src/index.ts";
import { followUpdates, UpdatesSilentError } from "../src/index.ts";

/** Timers that stand still until they are moved. */
class StillTimers {
  now = 0;
  readonly #due = new Map<number, { at: number; run: () => void }>();
  #next = 0;

  setTimeout(run: () => void, ms: number): number {
    this.#due.set(++this.#next, { at: this.now + ms, run });
    return this.#next;
  }

  clearTimeout(timer: unknown): void {
    this.#due.delete(timer as number);
  }

  async advance(ms: number): Promise<void> {
    this.now += ms;
    for (const [id, { at, run }] of [...this.#due]) {
      if (at > this.now) continue;
      this.#due.delete(id);
      run();
    }
    for (let turn = 0; turn < 10; turn += 1) await Promise.resolve();
  }
}

/** A hypervisor that the test plays. */
function played() {
  const sent: unknown[] = [];
  const queue: ((update: Update) => void)[] = [];
  let fail = (_error: Error) => {};
  let isClosed = false;
  const stream = {
    send: async (_type: unknown, value: unknown) => void sent.push(value),
    receive: () =>
      new Promise<Update>((resolve, reject) => {
        queue.push(resolve);
        fail = reject;
      }),
  } as unknown as CallStream;
  const connection = {
    open: async () => stream,
    close: () => {
      isClosed = true;
      fail(new Error("closed"));
    },
  } as unknown as Connection;
  const source = { dedicated: async () => connection } as unknown as ConnectionSource;
  const say = async (update: Partial<Update>) => {
    while (queue.length === 0) await Promise.resolve();
    queue.shift()?.(update as Update);
    for (let turn = 0; turn < 10; turn += 1) await Promise.resolve();
  };
  return { source, sent, say, closed: () => isClosed };
}

function followed() {
  const hypervisor = played();
  const timers = new StillTimers();
  const seen: StreamedUpdate[] = [];
  const end = followUpdates(hypervisor.source, {
    signal: new AbortController().signal,
    timers,
    onUpdate: (update) => void seen.push(update),
  }).then(
    () => undefined,
    (error: unknown) => error,
  );
  return { ...hypervisor, timers, seen, end };
}

it("asks after five seconds of silence, with an empty request that registers no leases", async () => {
  const { say, sent, timers } = followed();
  await say({ HealthStatus: "healthy" });
  await timers.advance(4_999);
  expect(sent).toEqual([]);
  await timers.advance(1);
  expect(sent).toEqual([{}]);
});

it("stays while the answers come, however long nothing happens", async () => {
  const { say, sent, timers, closed } = followed();
  await say({ HealthStatus: "healthy" });
  for (let minute = 0; minute < 12; minute += 1) {
    await timers.advance(5_000);
    await say({ HealthStatus: "healthy" });
  }
  expect([sent.length, closed()]).toEqual([12, false]);
});

it("gives a half-open line up after nineteen seconds, and says why", async () => {
  const { say, timers, closed, end } = followed();
  await say({ HealthStatus: "healthy" });
  await timers.advance(5_000);
  await timers.advance(13_999);
  expect(closed()).toBe(false);
  await timers.advance(1);
  expect(closed()).toBe(true);
  expect(await end).toBeInstanceOf(UpdatesSilentError);
});
