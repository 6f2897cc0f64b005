import { consolePingMs } from "@stackdeck/api-types";
import { describe, expect, it } from "vitest";
import { startHeartbeat } from "../../src/consoles/heartbeat.ts";
import { FakeWebSocket } from "./fake-viewers.ts";
import { FakeClock } from "./fakes.ts";

function setup() {
  const clock = new FakeClock();
  const socket = new FakeWebSocket();
  const network = { taken: 0 };
  const stop = startHeartbeat(socket, clock, () => network.taken);
  return { clock, socket, network, stop };
}

describe("heartbeat of a console", () => {
  it("pings in less than 20 s, as proxies want it", async () => {
    const { clock, socket } = setup();
    expect(consolePingMs).toBeLessThan(20_000);
    await clock.advance(consolePingMs);
    expect(socket.pings.length).toBe(1);
  });

  it("ends one that shows no sign of life", async () => {
    const { clock, socket } = setup();
    await clock.advance(2 * consolePingMs);
    expect(socket.terminated).toBe(true);
  });

  it.each(["pong", "message"])("keeps one that sends a %s", async (sign) => {
    const { clock, socket } = setup();
    for (let beat = 0; beat < 10; beat += 1) {
      await clock.advance(consolePingMs);
      socket.emit(sign);
    }
    expect(socket.terminated).toBe(false);
    expect(socket.pings.length).toBe(10);
  });

  it("keeps a slow one, whose answers are stuck behind output", async () => {
    const { clock, socket, network } = setup();
    for (let beat = 0; beat < 10; beat += 1) {
      network.taken += 1000;
      await clock.advance(consolePingMs);
    }
    expect(socket.terminated).toBe(false);
  });

  it("keeps one whose messages we do not read because the hypervisor takes nothing", async () => {
    const { clock, socket } = setup();
    socket.pause();
    await clock.advance(10 * consolePingMs);
    expect(socket.terminated).toBe(false);
  });

  it("stops", async () => {
    const { clock, socket, stop } = setup();
    stop();
    await clock.advance(10 * consolePingMs);
    expect(socket.pings.length).toBe(0);
  });
});
