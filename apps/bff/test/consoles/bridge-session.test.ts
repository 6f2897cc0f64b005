import { PassThrough } from "node:stream";
import { describe, expect, it } from "vitest";
import { BridgeSession, type ViewerWebSocket } from "../../src/consoles/bridge-session.ts";
import type { ConsoleVm } from "../../src/consoles/console-ports.ts";
import { FakeHypervisor, FakeVms, runningVm } from "./fake-hypervisor.ts";
import { caller, FakeWebSocket } from "./fake-viewers.ts";
import { settle } from "./fakes.ts";

interface Setup {
  readonly kind?: "vnc" | "manager";
  readonly rights?: string[];
  readonly watchOnly?: boolean;
  readonly vm?: ConsoleVm;
}

function setup({ kind = "vnc", rights = ["vnc", "write", "manager"], watchOnly = false }: Setup = {}) {
  const hypervisor = new FakeHypervisor();
  const vms = new FakeVms();
  const socket = new FakeWebSocket();
  const session = new BridgeSession({
    socket: socket as unknown as ViewerWebSocket,
    connection: new PassThrough(),
    vm: runningVm,
    kind,
    caller: caller("alice", rights),
    watchOnly,
    vms,
    channels: hypervisor,
  });
  return { hypervisor, vms, socket, session };
}

async function joined(options: Setup = {}) {
  const all = setup(options);
  await all.session.open();
  expect(all.session.state).toBe("joined");
  return all;
}

/** A channel that comes when the test says so. */
function hanging() {
  const all = setup();
  let deliver = (): void => undefined;
  const open = all.hypervisor.open.bind(all.hypervisor);
  all.hypervisor.open = async () => {
    await new Promise<void>((resolve) => {
      deliver = resolve;
    });
    return open();
  };
  const opened = all.session.open();
  const arrives = async (): Promise<void> => {
    deliver();
    await opened;
    await settle();
  };
  return { ...all, deliver: arrives };
}

describe("graphical console: connecting", () => {
  it("joins the viewer to a channel of his own", async () => {
    const { session, hypervisor, socket } = setup();
    expect(session.state).toBe("connecting");
    await session.open();
    expect(session.state).toBe("joined");
    hypervisor.channel.say("RFB 003.008\n");
    await settle();
    expect(socket.received).toBe("RFB 003.008\n");
  });

  it.each([
    ["VNC console is not enabled", 4412],
    ["no access to resource", 4502],
    ["mutations blocked", 4502],
    ["connect ECONNREFUSED", 4502],
  ])("after «%s» it closes with %i and says why", async (refusal, code) => {
    const { session, hypervisor, socket } = setup();
    hypervisor.refusals.push(refusal);
    await session.open();
    expect(session.state).toBe("closing");
    expect(socket.closing?.code).toBe(code);
    expect(socket.closing?.reason).not.toBe("");
  });

  it("lets a channel go that comes after the viewer has left", async () => {
    const { session, hypervisor, socket, deliver } = hanging();
    socket.gone();
    await deliver();
    expect(session.state).toBe("ended");
    expect(hypervisor.channel.destroyed).toBe(true);
  });

  it("lets a channel go that comes after the VM was destroyed, and says that", async () => {
    const { session, vms, hypervisor, socket, deliver } = hanging();
    vms.change(undefined);
    expect(socket.closing).toEqual({ code: 4410, reason: "The VM was destroyed." });
    await deliver();
    expect(session.state).toBe("closing");
    expect(hypervisor.channel.destroyed).toBe(true);
  });
});

describe("graphical console: joined", () => {
  it("pauses the hypervisor for a slow viewer and goes on with him", async () => {
    const { hypervisor, socket } = await joined();
    socket.slow = true;
    for (let count = 0; count < 40; count += 1) hypervisor.channel.say(Buffer.alloc(65_536));
    await settle();
    expect(hypervisor.channel.isPaused()).toBe(true);
    expect(socket.sent.length).toBeLessThan(20);
    socket.slow = false;
    socket.take();
    await settle();
    expect(socket.sent.length).toBe(40);
  });

  it("pauses a viewer for a hypervisor that does not take what he sends", async () => {
    const { hypervisor, socket } = await joined();
    hypervisor.channel.stuck = true;
    socket.says(Buffer.from("RFB 003.008\n\x01\x01"));
    socket.says(Buffer.alloc(100_000));
    expect(socket.isPaused).toBe(true);
    hypervisor.channel.emit("drain");
    expect(socket.isPaused).toBe(false);
  });

  it("sends the last bytes before it says that the hypervisor has closed", async () => {
    const { hypervisor, session, socket } = await joined();
    hypervisor.channel.say("last");
    hypervisor.channel.push(null);
    await settle();
    expect(socket.received).toBe("last");
    expect(socket.closing).toEqual({ code: 4502, reason: "The hypervisor closed the console." });
    expect(session.state).toBe("closing");
  });

  it.each(["stopped", "stopping", "debugging", "crashed"])("ends when the VM is %s", async (state) => {
    const { vms, socket } = await joined();
    vms.change({ ...runningVm, state });
    expect(socket.closing).toEqual({ code: 4409, reason: `The VM is ${state}.` });
  });

  it("stays while what is known of the VM is old", async () => {
    const { vms, session } = await joined();
    vms.change({ ...runningVm, state: "stopped", fresh: false });
    expect(session.state).toBe("joined");
  });

  it("ends when the VM was destroyed, and when another one has its address", async () => {
    for (const now of [undefined, { ...runningVm, identity: "later" }]) {
      const { vms, socket } = await joined();
      vms.change(now);
      expect(socket.closing?.code).toBe(4410);
    }
  });

  it("ends when the viewer may no longer see the VM", async () => {
    const rights = ["vnc", "write"];
    const { vms, socket } = await joined({ rights });
    rights.length = 0;
    vms.change({ ...runningVm, name: "renamed" });
    expect(socket.closing?.code).toBe(4403);
  });

  it("lets nothing of one who only watches through but what asks for the picture", async () => {
    const { hypervisor, socket } = await joined({ watchOnly: true });
    socket.says(Buffer.from("RFB 003.008\n\x01\x00"));
    socket.says(Buffer.of(4, 1, 0, 0, 0, 0, 0, 65));
    expect(hypervisor.channel.typed).toBe("RFB 003.008\n\x01\x01");
    socket.says(Buffer.of(99));
    expect(socket.closing?.code).toBe(1008);
  });

  it("sends on what was typed last, then lets the channel go", async () => {
    const { hypervisor, session, socket } = await joined();
    socket.says(Buffer.from("RFB 003.008\n\x01\x01bye"));
    socket.gone();
    await settle();
    expect(hypervisor.channel.typed).toBe("RFB 003.008\n\x01\x01bye");
    expect(hypervisor.channel.destroyed).toBe(true);
    expect(session.state).toBe("ended");
  });
});

describe("graphical console: closing and ended", () => {
  it("says one reason only", async () => {
    const { vms, hypervisor, socket } = await joined();
    vms.change(undefined);
    hypervisor.channel.destroy();
    vms.change({ ...runningVm, state: "stopped" });
    await settle();
    expect(socket.closing?.code).toBe(4410);
  });

  it("listens no more to the VM and sends nothing more", async () => {
    const { vms, hypervisor, socket, session } = await joined();
    socket.gone();
    hypervisor.channel.say("late");
    vms.change(undefined);
    await settle();
    expect(socket.received).toBe("");
    expect(socket.closing).toBeUndefined();
    expect(session.state).toBe("ended");
  });
});

describe("manager console", () => {
  it("carries one command and one reply in each frame, whatever the bytes look like", async () => {
    const { hypervisor, socket } = await joined({ kind: "manager" });
    socket.says('{ "execute": "query-status",\n "arguments": {} }');
    expect(hypervisor.channel.typed).toBe('{"execute":"query-status","arguments":{}}\r');
    hypervisor.channel.say('{"return": {"status"');
    hypervisor.channel.say(': "running"}}\r\n{"event"');
    await settle();
    expect(socket.sent).toEqual(['{"return": {"status": "running"}}']);
  });

  it("refuses what is not one object of JSON, so that nothing rides along", async () => {
    const { hypervisor, socket } = await joined({ kind: "manager" });
    for (const text of ["quit", "[1]", '{"a":1}\r{"b":2}', "x".repeat(70_000)]) socket.says(text);
    expect(hypervisor.channel.typed).toBe("");
    expect(socket.sent.length).toBe(4);
  });

  it("cuts endless lines and leaves lines out for a viewer that does not read", async () => {
    const { hypervisor, socket } = await joined({ kind: "manager" });
    hypervisor.channel.say("y".repeat(1_500_000));
    await settle();
    expect(socket.sent[0]?.length).toBeLessThanOrEqual(1024 * 1024);
    socket.bufferedAmount = 5 * 1024 * 1024;
    const before = socket.sent.length;
    hypervisor.channel.say("z\r\n");
    await settle();
    expect(socket.sent.length).toBe(before);
  });
});
