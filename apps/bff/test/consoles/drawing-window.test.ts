import { serialFlow } from "@stackdeck/api-types";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { DrawingWindow } from "../../src/consoles/drawing-window.ts";
import { fakeHub } from "./fakes.ts";

describe("how much a viewer is sent ahead", () => {
  it("is a whole number of bytes, never more than the window, however fast it draws", () => {
    const drawings = fc.array(
      fc.tuple(fc.integer({ min: 1, max: 200_000 }), fc.double({ min: 0.01, max: 500, noNaN: true })),
    );
    fc.assert(
      fc.property(drawings, (all) => {
        let now = 0;
        const window = new DrawingWindow(() => now);
        for (const [bytes, milliseconds] of all) {
          window.sent(bytes);
          now += milliseconds;
          window.drawn(bytes);
          expect(Number.isInteger(window.room)).toBe(true);
          expect(window.room).toBeLessThanOrEqual(serialFlow.window);
        }
      }),
    );
  });

  it("follows the pace: slow drawing leaves little room, fast drawing all of it", () => {
    const roomAfter = (milliseconds: number): number => {
      let now = 0;
      const window = new DrawingWindow(() => now);
      for (let count = 0; count < 20; count += 1) {
        window.sent(64 * 1024);
        now += milliseconds;
        window.drawn(64 * 1024);
      }
      return window.room;
    };
    expect([roomAfter(1000), roomAfter(30), roomAfter(1)]).toEqual([
      96 * 1024,
      Math.floor((64 * 1024 * 100) / 30),
      serialFlow.window,
    ]);
  });

  it("at a pace that divides into no whole bytes, a flood is sent without empty frames and without end", async () => {
    const { clock, hypervisor, attach } = fakeHub();
    const { socket, seat } = await attach("alice", { acknowledges: true });
    const sizes: number[] = [];
    const send = socket.sendBytes.bind(socket);
    socket.sendBytes = (bytes, taken) => {
      sizes.push(bytes.length);
      if (sizes.length > 10_000) throw new Error("it sends without end");
      send(bytes, taken);
    };
    for (let count = 0; count < 30; count += 1) {
      hypervisor.channel.say(Buffer.alloc(300_000, "flood\n"));
      await clock.advance(37);
      seat.session.message(seat.viewer, { type: "drawn", bytes: 65_536 });
    }
    expect(sizes.length).toBeGreaterThan(10);
    expect(Math.min(...sizes)).toBeGreaterThan(0);
  });
});
