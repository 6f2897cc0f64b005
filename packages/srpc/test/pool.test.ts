import { duplexPair } from "node:stream";
import { describe, expect, test } from "vitest";
import { ClientConnection } from "../src/client/client-connection.ts";
import { SrpcError } from "../src/errors.ts";
import { ConnectionPool, type PoolOptions } from "../src/pool/connection-pool.ts";
import { SrpcServer } from "../src/server/srpc-server.ts";
import { ByteChannel } from "../src/transport/byte-channel.ts";
import { settle } from "../tools/captures/pacing.ts";
import { callTypes, registerStubs, textMessage } from "./support/lab.ts";

/** A pool whose connections lead to a server in memory. */
class Setup {
  readonly pool: ConnectionPool;
  readonly cut: (() => void)[] = [];
  dials = 0;
  calls = 0;
  clock = 0;

  constructor(options: Partial<PoolOptions> = {}) {
    const server = new SrpcServer({ requireTls: false });
    registerStubs(server);
    server.register("Stub", "Count", {
      kind: "request-reply",
      public: true,
      ...callTypes,
      handle: async () => {
        this.calls++;
        await settle();
        return { Text: String(this.calls) };
      },
    });
    this.pool = new ConnectionPool({
      dial: async () => {
        this.dials++;
        const [near, far] = duplexPair();
        this.cut.push(() => far.end());
        const caller = {
          userName: "a",
          groups: [],
          methods: ["*.*"],
          secured: true,
          withoutMethodPowers: false,
        };
        server.serveCalls(far, { ...caller, remoteAddress: "" }, "gob");
        const peer = { host: "memory", port: 1, endpoint: "/", tls: false };
        return new ClientConnection(new ByteChannel(near), { coder: "gob", peer });
      },
      now: () => this.clock,
      ...options,
    });
  }

  count(): Promise<unknown> {
    return this.pool.call("Stub.Count", { request: { Text: "" }, ...callTypes });
  }
}

describe("a pool", () => {
  test("calls one after the other share a connection", async () => {
    const setup = new Setup();
    for (let i = 1; i <= 3; i++) expect(await setup.count()).toEqual({ Text: String(i) });
    expect(setup.dials).toBe(1);
    expect(setup.pool.counts).toEqual({ active: 0, idle: 1, waiting: 0 });
    setup.pool.close();
  });

  test("calls at once get their own up to the ceiling; the others wait their turn", async () => {
    const setup = new Setup({ maxCalls: 2 });
    const order: number[] = [];
    const all = Array.from({ length: 7 }, (_, i) => setup.count().then(() => order.push(i)));
    await settle();
    expect(setup.pool.counts.active).toBeLessThanOrEqual(2);
    await Promise.all(all);
    expect(order).toEqual([0, 1, 2, 3, 4, 5, 6]);
    expect(setup.dials).toBe(2);
    setup.pool.close();
  });

  test("streams have connections of their own and do not keep calls waiting", async () => {
    const setup = new Setup({ maxCalls: 1, maxStreams: 2 });
    const streams = [await setup.pool.open("Stub.Echo"), await setup.pool.open("Stub.Echo")];
    await setup.count();
    const third = setup.pool.open("Stub.Echo");
    await settle();
    expect(setup.pool.counts).toMatchObject({ active: 2, waiting: 1 });
    await streams[0]?.send(textMessage, { Text: "" });
    streams[0]?.finish();
    await third;
    expect(setup.dials).toBe(3);
    setup.pool.close();
  });

  test("a hijacked channel frees its place when it ends", async () => {
    const setup = new Setup({ maxStreams: 1 });
    const stream = await setup.pool.open("Stub.Console");
    await stream.receive(textMessage);
    const channel = stream.duplex();
    channel.destroy();
    await (await setup.pool.open("Stub.Echo")).send(textMessage, { Text: "" });
    expect(setup.dials).toBe(2);
    setup.pool.close();
  });

  test("after a pause a ping comes first, and a dead connection is replaced", async () => {
    const setup = new Setup();
    await setup.count();
    setup.clock += 4999;
    await setup.count();
    setup.clock += 5000;
    await setup.count();
    expect(setup.dials).toBe(1);
    setup.cut[0]?.();
    setup.clock += 60_000;
    await expect(setup.count()).resolves.toEqual({ Text: "4" });
    expect(setup.dials).toBe(2);
    setup.pool.close();
  });

  test("a request that was sent is never sent again", async () => {
    const setup = new Setup();
    await setup.count();
    const pending = setup.count();
    while (setup.calls < 2) await settle();
    setup.cut[0]?.();
    await expect(pending).rejects.toMatchObject({ code: "PEER_CLOSED", requestSent: true });
    expect(setup.calls).toBe(2);
    setup.pool.close();
  });

  test("waiting has a limit, a time-out and an abort", async () => {
    const setup = new Setup({ maxCalls: 1, maxWaiting: 1 });
    const lease = await setup.pool.acquire("call");
    const controller = new AbortController();
    const waiting = setup.pool.acquire("call", { signal: controller.signal });
    await expect(setup.pool.acquire("call")).rejects.toMatchObject({ code: "LIMIT" });
    controller.abort();
    await expect(waiting).rejects.toMatchObject({ code: "ABORTED" });
    await expect(setup.pool.acquire("call", { timeoutMs: 10 })).rejects.toMatchObject({ code: "TIMEOUT" });
    lease.release();
    lease.release();
    (await setup.pool.acquire("call")).release();
    expect(setup.pool.counts).toEqual({ active: 0, idle: 1, waiting: 0 });
    setup.pool.close();
  });

  test("one time-out covers waiting for a place, the ping and the dial", async () => {
    const asked: (AbortSignal | undefined)[] = [];
    const setup = new Setup({
      maxCalls: 1,
      dial: (signal) => {
        asked.push(signal);
        return new Promise((_, reject) => {
          signal?.addEventListener("abort", () => reject(new SrpcError("TIMEOUT", "no answer")));
        });
      },
    });
    const started = performance.now();
    const first = setup.pool.acquire("call", { timeoutMs: 300 });
    const second = setup.pool.acquire("call", { timeoutMs: 400 });
    await expect(first).rejects.toMatchObject({ code: "TIMEOUT" });
    await expect(second).rejects.toMatchObject({ code: "TIMEOUT" });
    // The second one waited for its place most of its time, and dialled with what was left of it.
    expect(asked).toHaveLength(2);
    expect(performance.now() - started).toBeLessThan(650);
  });

  test("a failed dial gives its place back", async () => {
    let failures = 0;
    const setup = new Setup({
      maxCalls: 1,
      dial: () => {
        failures++;
        return Promise.reject(new SrpcError("REFUSED", "no"));
      },
    });
    for (let i = 0; i < 3; i++) await expect(setup.count()).rejects.toMatchObject({ code: "REFUSED" });
    expect(failures).toBe(3);
    expect(setup.pool.counts.active).toBe(0);
  });

  test("a connection nobody uses is closed", async () => {
    const setup = new Setup({ idleCloseMs: 1 });
    const lease = await setup.pool.acquire("call");
    lease.release();
    await lease.connection.closed;
    expect(setup.pool.counts.idle).toBe(0);
  });

  test("closing it ends what is on loan and refuses the rest", async () => {
    const setup = new Setup();
    const lease = await setup.pool.acquire("stream");
    setup.pool.close();
    await lease.connection.closed;
    await expect(setup.count()).rejects.toMatchObject({ code: "ABORTED" });
  });
});
