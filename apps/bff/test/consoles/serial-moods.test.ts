import { describe, expect, it } from "vitest";
import { runningVm } from "./fake-hypervisor.ts";
import { fakeHub, settle } from "./fakes.ts";

describe("serial session: the hypervisor's moods", () => {
  it.each([
    ["no serial input device for VM", "connecting"],
    ["VM already has a serial port connection", "busy-elsewhere"],
    ["mutations blocked", "blocked"],
    ["VM is not running", "waiting-for-vm"],
    ["connect ECONNREFUSED", "unreachable"],
  ])("after «%s» it says %s and attaches by itself", async (refusal, state) => {
    const { clock, hypervisor, attach } = fakeHub();
    hypervisor.refusals.push(refusal);
    const { socket } = await attach("alice");
    expect(socket.last("state")).toMatchObject({ state, hypervisorError: refusal });
    await clock.advance(2000);
    expect(socket.last("state")?.state).toBe("live");
  });

  it("after «no access to resource» it waits for a change of the VM or a wish to try again", async () => {
    const { clock, hypervisor, attach, vms } = fakeHub();
    hypervisor.refusals.push("no access to resource", "no access to resource");
    const { socket, seat } = await attach("alice");
    expect(socket.last("state")?.state).toBe("refused");
    await clock.advance(60_000);
    expect(hypervisor.attempts).toBe(1);
    vms.change({ ...runningVm, name: "renamed" });
    await settle();
    expect(hypervisor.attempts).toBe(2);
    seat.session.message(seat.viewer, { type: "retry" });
    await settle();
    expect(socket.last("state")?.state).toBe("live");
  });

  it("waits for a stopped VM, attaches when it runs, and shows what it said while starting", async () => {
    const { hypervisor, attach, vms } = fakeHub();
    hypervisor.bootLog = "first boot\n";
    const { socket } = await attach("alice");
    vms.change({ ...runningVm, state: "stopped" });
    hypervisor.channel.say("VM serial port closed\n");
    hypervisor.channel.push(null);
    await settle();
    expect(socket.last("state")).toMatchObject({ state: "waiting-for-vm", vmState: "stopped" });
    hypervisor.bootLog = "second boot\n";
    vms.change(runningVm);
    await settle();
    hypervisor.channel.say("$ ");
    await settle();
    expect(socket.transcript).toBe(
      "«boot»first boot\r\n«boot-log-end»VM serial port closed\n«detached»«boot»second boot\r\n«boot-log-end»$ ",
    );
  });

  it("attaches again after the hypervisor restarted and fills the gap from the boot log", async () => {
    const { clock, hypervisor, attach } = fakeHub();
    hypervisor.bootLog = "boot\n";
    const { socket } = await attach("alice");
    hypervisor.refusals.push("connect ECONNREFUSED");
    hypervisor.channel.destroy();
    hypervisor.bootLog = "boot\nwhile you were away\n";
    await clock.advance(1000);
    expect(socket.transcript).toBe(
      "«boot»boot\r\n«boot-log-end»«detached»while you were away\r\n«boot-log-end»",
    );
  });
});
