import { expect, it } from "vitest";
import { BootLogMemory } from "../../src/consoles/boot-log-memory.ts";
import { SerialUpstream } from "../../src/consoles/serial-upstream.ts";
import { FakeHypervisor, runningVm } from "./fake-hypervisor.ts";
import { FakeClock, settle } from "./fakes.ts";

function setup() {
  const clock = new FakeClock();
  const hypervisor = new FakeHypervisor();
  const upstream = new SerialUpstream({
    ipAddress: runningVm.ipAddress,
    channels: hypervisor,
    bootLogs: hypervisor,
    bootLogMemory: new BootLogMemory(),
    clock,
    typedBytes: 1024,
    onBytes: () => undefined,
    onMark: () => undefined,
    onStatus: () => undefined,
  });
  return { clock, hypervisor, upstream };
}

type World = ReturnType<typeof setup>;
const stopped = { ...runningVm, state: "stopped" };

async function refusedWith(it: World, text: string): Promise<void> {
  it.hypervisor.refusals.push(text);
  it.upstream.vmChanged(runningVm);
  await settle();
}

/** How each state is reached. */
const states = {
  connecting: (it: World) => {
    it.hypervisor.open = () => new Promise(() => undefined);
    it.upstream.vmChanged(runningVm);
  },
  live: async (it: World) => {
    it.upstream.vmChanged(runningVm);
    await settle();
  },
  "waiting-for-vm": (it: World) => it.upstream.vmChanged(stopped),
  "busy-elsewhere": (it: World) => refusedWith(it, "VM already has a serial port connection"),
  blocked: (it: World) => refusedWith(it, "mutations blocked"),
  unreachable: (it: World) => refusedWith(it, "connect ECONNREFUSED"),
  refused: (it: World) => refusedWith(it, "no access to resource"),
  closed: (it: World) => it.upstream.close(),
} as const;
type State = keyof typeof states;

const events = {
  "time passes": (it: World) => it.clock.advance(1000),
  "the VM stops": (it: World) => it.upstream.vmChanged(stopped),
  "the VM runs": (it: World) => it.upstream.vmChanged({ ...runningVm, name: "again" }),
  "somebody tries again": (it: World) => it.upstream.retry(),
  "the port is let go": (it: World) => it.upstream.close(),
} as const;

const table: [State, keyof typeof events, State][] = [
  ["connecting", "time passes", "connecting"],
  ["connecting", "the VM runs", "connecting"],
  ["connecting", "somebody tries again", "connecting"],
  ["connecting", "the port is let go", "closed"],
  ["live", "time passes", "live"],
  ["live", "the VM stops", "live"],
  ["live", "the VM runs", "live"],
  ["live", "somebody tries again", "live"],
  ["live", "the port is let go", "closed"],
  ["waiting-for-vm", "time passes", "waiting-for-vm"],
  ["waiting-for-vm", "the VM stops", "waiting-for-vm"],
  ["waiting-for-vm", "the VM runs", "live"],
  ["waiting-for-vm", "somebody tries again", "waiting-for-vm"],
  ["waiting-for-vm", "the port is let go", "closed"],
  ["busy-elsewhere", "time passes", "live"],
  ["busy-elsewhere", "the VM stops", "waiting-for-vm"],
  ["busy-elsewhere", "somebody tries again", "live"],
  ["busy-elsewhere", "the port is let go", "closed"],
  ["blocked", "time passes", "live"],
  ["blocked", "the VM stops", "waiting-for-vm"],
  ["blocked", "somebody tries again", "live"],
  ["blocked", "the port is let go", "closed"],
  ["unreachable", "time passes", "live"],
  ["unreachable", "the VM stops", "waiting-for-vm"],
  ["unreachable", "somebody tries again", "live"],
  ["unreachable", "the port is let go", "closed"],
  ["refused", "time passes", "refused"],
  ["refused", "the VM stops", "waiting-for-vm"],
  ["refused", "the VM runs", "live"],
  ["refused", "somebody tries again", "live"],
  ["refused", "the port is let go", "closed"],
  ["closed", "time passes", "closed"],
  ["closed", "the VM runs", "closed"],
  ["closed", "somebody tries again", "closed"],
];

it.each(table)("the connection to a serial port is %s: when %s it is %s", async (state, event, then) => {
  const world = setup();
  await states[state](world);
  expect(world.upstream.status.state).toBe(state);
  await events[event](world);
  await settle();
  expect(world.upstream.status.state).toBe(then);
});

it("types only while it is live, and says why not otherwise", async () => {
  const world = setup();
  world.upstream.vmChanged(stopped);
  expect(world.upstream.type(Buffer.from("x"))).toBe("The VM is stopped.");
  world.upstream.vmChanged(runningVm);
  await settle();
  expect(world.upstream.type(Buffer.from("y"))).toBeUndefined();
  expect(world.hypervisor.channel.typed).toBe("y");
});

it("lets a channel go that comes after the port was given up", async () => {
  const world = setup();
  world.upstream.vmChanged(runningVm);
  world.upstream.close();
  await settle();
  expect(world.hypervisor.channel.destroyed).toBe(true);
});
