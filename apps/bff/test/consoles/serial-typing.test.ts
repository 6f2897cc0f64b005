import { describe, expect, it } from "vitest";
import { defaultSerialLimits } from "../../src/consoles/serial-limits.ts";
import { fakeHub } from "./fakes.ts";

describe("serial session: typing", () => {
  it("types for the holder of the keyboard only and tells the others why not", async () => {
    const { hypervisor, attach } = fakeHub();
    const alice = await attach("alice");
    const bob = await attach("bob");
    alice.seat.session.type(alice.seat.viewer, Buffer.from("ls\r"));
    bob.seat.session.type(bob.seat.viewer, Buffer.from("rm\r"));
    expect(hypervisor.channel.typed).toBe("ls\r");
    expect(bob.socket.last("rejected")).toEqual({
      type: "rejected",
      bytes: 3,
      reason: "alice has the keyboard.",
    });
    expect(bob.socket.last("viewers")?.viewers.map((v) => [v.userName, v.writer, v.you])).toEqual([
      ["alice", true, false],
      ["bob", false, true],
    ]);
  });

  it("hands the keyboard over on request", async () => {
    const { hypervisor, attach } = fakeHub();
    const alice = await attach("alice");
    const bob = await attach("bob");
    bob.seat.session.message(bob.seat.viewer, { type: "ask-keyboard" });
    expect(alice.socket.last("keyboard-asked")?.userName).toBe("bob");
    alice.seat.session.message(alice.seat.viewer, { type: "give-keyboard", viewerId: bob.seat.viewer.id });
    bob.seat.session.type(bob.seat.viewer, Buffer.from("pwd\r"));
    expect(hypervisor.channel.typed).toBe("pwd\r");
  });

  it("bounds what waits for a hypervisor that does not take it", async () => {
    const { hypervisor, attach } = fakeHub();
    const { seat, socket } = await attach("alice");
    hypervisor.channel.stuck = true;
    for (let count = 0; count < 10; count += 1) seat.session.type(seat.viewer, Buffer.alloc(16_384, "a"));
    expect(socket.last("rejected")?.reason).toBe("The VM does not take what was typed before.");
    expect(hypervisor.channel.writableLength).toBeLessThanOrEqual(defaultSerialLimits.typedBytes);
  });

  it("does not let a watcher type", async () => {
    const { hypervisor, attach } = fakeHub();
    const { seat, socket } = await attach("guest", {}, ["watch"]);
    seat.session.type(seat.viewer, Buffer.from("x"));
    expect(hypervisor.channel.typed).toBe("");
    expect(socket.last("rejected")?.reason).toBe("You may watch this console but not type.");
  });
});
