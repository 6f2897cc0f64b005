import { describe, expect, it } from "vitest";
import { defaultSerialLimits } from "../../src/consoles/serial-limits.ts";
import { runningVm } from "./fake-hypervisor.ts";
import { fakeHub, settle } from "./fakes.ts";

describe("serial hub", () => {
  it("lets the port go a while after the last viewer has left", async () => {
    const { clock, hypervisor, hub, attach } = fakeHub();
    const { seat } = await attach("alice");
    seat.leave();
    await clock.advance(defaultSerialLimits.releaseAfterMs - 1);
    expect(hypervisor.channel.destroyed).toBe(false);
    await clock.advance(2);
    expect(hypervisor.channel.destroyed).toBe(true);
    expect(hub.held).toEqual([]);
  });

  it("keeps the port when somebody comes back in time", async () => {
    const { clock, hypervisor, attach } = fakeHub();
    const { seat } = await attach("alice");
    seat.leave();
    await clock.advance(30_000);
    await attach("alice");
    await clock.advance(120_000);
    expect(hypervisor.channel.destroyed).toBe(false);
  });

  it("sends everybody away with the reason at once when the VM is destroyed, after its last words", async () => {
    const { hypervisor, attach, vms, hub } = fakeHub();
    const { socket } = await attach("alice");
    socket.slow = true;
    hypervisor.channel.say("x".repeat(300_000));
    hypervisor.channel.say("last words");
    await settle();
    vms.change(undefined);
    expect(socket.closed).toEqual({ code: 4410, reason: "The VM was destroyed." });
    expect(socket.bytes).toBe(300_010);
    expect(hub.held).toEqual([]);
  });

  it("treats another VM with the same address as destroyed", async () => {
    const { attach, vms } = fakeHub();
    const { socket } = await attach("alice");
    vms.change({ ...runningVm, identity: "later" });
    expect(socket.closed?.code).toBe(4410);
  });

  it("refuses strangers, unknown VMs and crowds", async () => {
    const { attach, vms } = fakeHub({ limits: { ...defaultSerialLimits, viewersPerVm: 1 } });
    await expect(attach("mallory", {}, [])).rejects.toMatchObject({ code: 4403 });
    await attach("alice");
    await expect(attach("bob")).rejects.toMatchObject({ code: 4429 });
    vms.vm = undefined;
    await expect(attach("bob")).rejects.toMatchObject({ code: 4404 });
  });

  it("closes with 'restarting' when the server stops", async () => {
    const { attach, hub } = fakeHub();
    const { socket } = await attach("alice");
    await hub.stop();
    expect(socket.closed?.code).toBe(4503);
    await expect(attach("bob")).rejects.toMatchObject({ code: 4503 });
  });
});
