import { once } from "node:events";
import type { AddressInfo } from "node:net";
import { createServer } from "node:net";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { connect } from "../src/client/connect.ts";
import { HandshakeGate } from "../src/pool/handshake-gate.ts";
import { newGate } from "./support/gate.ts";
import { Lab } from "./support/lab.ts";

const turns = () => vi.advanceTimersByTimeAsync(0);

beforeEach(() => {
  vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
});
afterEach(() => {
  vi.useRealTimers();
});

function shakeAll(gate: HandshakeGate, count: number) {
  const gates = Array.from({ length: count }, () => newGate());
  const started: number[] = [];
  const runs = gates.map(({ promise }, i) =>
    gate.run(() => {
      started.push(i);
      return promise;
    }, {}),
  );
  return { gates, started, runs };
}

test("few handshakes are under way at once, in the order of asking", async () => {
  const { gates, started, runs } = shakeAll(new HandshakeGate(2, 100), 4);
  await turns();
  expect(started).toEqual([0, 1]);
  gates[1]?.fail(new Error("refused"));
  await expect(runs[1]).rejects.toThrow("refused");
  await turns();
  expect(started).toEqual([0, 1, 2]);
  for (const gate of gates) gate.open();
  await Promise.allSettled(runs);
  expect(started).toEqual([0, 1, 2, 3]);
});

test("peers that do not answer hold their places for a moment only, and give each up once", async () => {
  const { gates, started, runs } = shakeAll(new HandshakeGate(2, 100), 6);
  await vi.advanceTimersByTimeAsync(99);
  expect(started).toEqual([0, 1]);
  await vi.advanceTimersByTimeAsync(1);
  expect(started).toEqual([0, 1, 2, 3]);
  gates[0]?.open();
  gates[1]?.open();
  await turns();
  expect(started).toEqual([0, 1, 2, 3]);
  gates[2]?.open();
  await turns();
  expect(started).toEqual([0, 1, 2, 3, 4]);
  for (const gate of gates) gate.open();
  await Promise.all(runs);
});

test("who has waited too long gives up and leaves the line", async () => {
  const gate = new HandshakeGate(1, 10_000);
  const first = newGate();
  const running = gate.run(() => first.promise, {});
  const late = expect(gate.run(() => Promise.resolve(), { timeoutMs: 50 })).rejects.toMatchObject({
    code: "TIMEOUT",
  });
  await vi.advanceTimersByTimeAsync(50);
  await late;
  first.open();
  await running;
  await gate.run(() => Promise.resolve(), { timeoutMs: 50 });
});

test("connections wait for their turn with the handshake, and a peer that went meanwhile is noticed", async () => {
  vi.useRealTimers();
  const lab = await Lab.start();
  const left = newGate();
  const server = createServer((socket) => {
    socket.on("error", () => {});
    socket.once("data", () => socket.end("HTTP/1.0 200 Connected to Go SRPC\n\n", () => left.open()));
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  try {
    const handshakes = new HandshakeGate(1, 60_000);
    const identities = [await lab.identity()];
    const all = await Promise.all([1, 2, 3].map(() => lab.connect(identities, { handshakes })));
    expect(all.every((connection) => connection.reusable)).toBe(true);
    const blocker = newGate();
    const blocking = handshakes.run(() => blocker.promise, {});
    const { port } = server.address() as AddressInfo;
    const gone = connect({ host: "127.0.0.1", port, tls: { identities, verify: "any" }, handshakes });
    const outcome = expect(gone).rejects.toMatchObject({ code: "PEER_CLOSED" });
    await left.promise;
    blocker.open();
    await blocking;
    await outcome;
  } finally {
    server.close();
    await lab.stop();
  }
});
