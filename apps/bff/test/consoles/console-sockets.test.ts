import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { afterEach, describe, expect, it } from "vitest";
import { WebSocket } from "ws";
import type { ConsoleAuditEvent } from "../../src/consoles/console-ports.ts";
import { ConsoleSockets } from "../../src/consoles/console-sockets.ts";
import { caller } from "./fake-viewers.ts";
import { FakeClock, fakeHub } from "./fakes.ts";

const closers: (() => void)[] = [];
afterEach(() => {
  for (const close of closers.splice(0)) close();
});

interface Door {
  /** What the bearer of a token may do, by token. */
  readonly rights?: Readonly<Record<string, string[]>>;
  readonly consolesPerUser?: number;
  readonly viewersPerVm?: number;
}

/** The consoles behind a real server; who asks is told by an API token. */
async function serve({
  rights = { alice: ["watch", "write", "vnc"] },
  consolesPerUser = 10,
  viewersPerVm = 10,
}: Door = {}) {
  const { hypervisor, vms, hub } = fakeHub();
  const clock = new FakeClock();
  const audit: ConsoleAuditEvent[] = [];
  const disk = { full: false };
  const callers = new Map(Object.entries(rights).map(([name, some]) => [name, caller(name, some)]));
  const sockets = new ConsoleSockets({
    hub,
    vms,
    channels: hypervisor,
    audit: {
      record: async (event) => {
        if (disk.full) throw new Error("no space left on device");
        audit.push(event);
      },
    },
    clock,
    authenticate: async (request) =>
      callers.get((request.headers.authorization ?? "").replace("Bearer ", "")) ?? {
        status: 401,
        reason: "Please sign in.",
      },
    consolesPerUser,
    viewersPerVm,
  });
  const server = createServer();
  server.on("upgrade", (request, socket, head) => {
    if (!sockets.handleUpgrade(request, socket, head)) socket.destroy();
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  closers.push(() => {
    server.closeAllConnections();
    server.close();
  });
  const { port } = server.address() as AddressInfo;
  const dial = (path: string, token = "alice", protocols: string[] = []): WebSocket => {
    const headers = token === "" ? {} : { Authorization: `Bearer ${token}` };
    const socket = new WebSocket(`ws://127.0.0.1:${port}/api/v1/vms/10.0.0.7/console/${path}`, protocols, {
      headers,
    });
    closers.push(() => socket.terminate());
    return socket;
  };
  const lines = (): string[] =>
    audit.map((event) => `${event.caller.userName} ${event.action} ${event.kind}`);
  return { hypervisor, vms, hub, clock, audit, disk, sockets, callers, dial, lines };
}

async function ended(socket: WebSocket): Promise<{ code: number; reason: string }> {
  const [code, reason] = (await once(socket, "close")) as [number, Buffer];
  return { code, reason: reason.toString() };
}

describe("console sockets: who gets in", () => {
  it("serves bytes of the serial console to a program with an API token, without messages", async () => {
    const { dial, hypervisor } = await serve();
    const socket = dial("serial?plain=1");
    const first = once(socket, "message");
    await once(socket, "open");
    await expect.poll(() => hypervisor.channels.length).toBe(1);
    hypervisor.channel.say("login: ");
    const [data, binary] = (await first) as [Buffer, boolean];
    expect([data.toString(), binary]).toEqual(["login: ", true]);
    socket.send(Buffer.from("root\r"));
    await expect.poll(() => hypervisor.channel.typed).toBe("root\r");
  });

  it("takes a token that is offered as a subprotocol, and never says it back", async () => {
    const { dial, hypervisor } = await serve();
    const socket = dial("vnc", "", ["binary", "bearer.alice"]);
    await once(socket, "open");
    expect(socket.protocol).toBe("binary");
    await expect.poll(() => hypervisor.channels.length).toBe(1);
    const alone = dial("vnc", "", ["bearer.alice"]);
    // A client wants one of the protocols it has offered: a token alone is no protocol.
    const [error] = (await once(alone, "error")) as [Error];
    expect(error.message).toBe("Server sent no subprotocol");
  });

  it.each([
    ["serial?plain=1", Buffer.from("rm -rf /\r")],
    ["vnc", Buffer.from("RFB 003.008\n\x01\x01")],
    ["manager", '{"execute":"quit"}'],
  ])("lets nothing more through to %s from one who was sent away and does not go", async (path, said) => {
    const rights = { alice: ["watch", "write", "vnc", "manager"] };
    const { dial, hypervisor, callers, lines } = await serve({ rights });
    const socket = dial(path);
    await once(socket, "open");
    await expect.poll(() => hypervisor.channels.length).toBe(1);
    // He does not even read that he was sent away.
    socket.pause();
    callers.get("alice")?.logout();
    await new Promise((resolve) => socket.send(said, resolve));
    socket.terminate();
    await expect.poll(() => lines().at(-1)).toMatch(/^alice detach/);
    expect(hypervisor.channel.typed).toBe("");
  });

  it("refuses those it does not know before the upgrade", async () => {
    const { dial, lines } = await serve();
    const [error] = (await once(dial("vnc", "mallory"), "error")) as [Error];
    expect(error.message).toContain("401");
    expect(lines()).toEqual([]);
  });

  it.each(["serial", "vnc", "manager"])(
    "closes %s for one without the right, with a line in the log",
    async (kind) => {
      const { dial, lines, hypervisor } = await serve({ rights: { eve: [] } });
      const { code, reason } = await ended(dial(kind, "eve"));
      expect([code, reason]).toEqual([4403, "You may not see this VM's console."]);
      expect(lines()).toEqual([`eve refused ${kind}`]);
      expect(hypervisor.attempts).toBe(0);
    },
  );

  it("lets one with a watching token see the screen and not touch it", async () => {
    const { dial, hypervisor } = await serve({ rights: { guest: ["watch", "vnc"] } });
    const socket = dial("vnc", "guest");
    await once(socket, "open");
    await expect.poll(() => hypervisor.channels.length).toBe(1);
    socket.send(Buffer.from("RFB 003.008\n\x01\x01"));
    socket.send(Buffer.of(4, 1, 0, 0, 0, 0, 0, 65));
    socket.send(Buffer.of(3, 1, 0, 0, 0, 0, 1, 0, 1, 0));
    await expect.poll(() => hypervisor.channel.typed.length).toBe(24);
  });

  it("counts the consoles of a user and refuses one too many", async () => {
    const { dial, sockets } = await serve({ consolesPerUser: 2 });
    const two = [dial("serial"), dial("vnc")];
    await Promise.all(two.map((socket) => once(socket, "open")));
    await expect.poll(() => sockets.count).toBe(2);
    expect(await ended(dial("serial"))).toEqual({ code: 4429, reason: "You have too many consoles open." });
    two[0]?.terminate();
    await expect.poll(() => sockets.count).toBe(1);
    const again = dial("serial");
    await once(again, "message");
    expect(again.readyState).toBe(WebSocket.OPEN);
  });

  it("counts the viewers of a screen, whoever they are, and refuses one too many", async () => {
    const rights = { alice: ["watch", "vnc"], bob: ["watch", "vnc"], carol: ["watch", "vnc"] };
    const { dial, sockets } = await serve({ rights, viewersPerVm: 2 });
    const two = [dial("vnc", "alice"), dial("vnc", "bob")];
    await Promise.all(two.map((socket) => once(socket, "open")));
    await expect.poll(() => sockets.count).toBe(2);
    expect(await ended(dial("vnc", "carol"))).toEqual({
      code: 4429,
      reason: "Too many viewers at this console.",
    });
    const serial = dial("serial", "carol");
    await once(serial, "message");
    expect(serial.readyState).toBe(WebSocket.OPEN);
  });

  it("opens nothing that it can not write down", async () => {
    const { dial, disk, hypervisor } = await serve();
    disk.full = true;
    const { code, reason } = await ended(dial("serial"));
    expect([code, reason]).toEqual([4500, "The audit log can not be written, so no console is opened."]);
    expect(hypervisor.attempts).toBe(0);
  });
});

describe("console sockets: how they end", () => {
  it("writes a line for attaching and one for leaving, with the reason", async () => {
    const { dial, audit, vms, lines } = await serve();
    const serial = dial("serial");
    const vnc = dial("vnc");
    await Promise.all([once(serial, "message"), once(vnc, "open")]);
    await expect.poll(() => lines().length).toBe(2);
    const ends = [ended(serial), ended(vnc)];
    vms.change(undefined);
    expect(await Promise.all(ends)).toEqual([
      { code: 4410, reason: "The VM was destroyed." },
      { code: 4410, reason: "The VM was destroyed." },
    ]);
    await expect.poll(() => lines().length).toBe(4);
    expect(lines().toSorted()).toEqual([
      "alice attach serial",
      "alice attach vnc",
      "alice detach serial",
      "alice detach vnc",
    ]);
    expect(audit.at(-1)?.detail).toBe("closed: The VM was destroyed. (4410)");
  });

  it("ends with the login session at once", async () => {
    const { dial, callers } = await serve();
    const socket = dial("serial");
    await once(socket, "message");
    const end = ended(socket);
    callers.get("alice")?.logout();
    expect((await end).code).toBe(4401);
  });

  it("says goodbye when the server stops, and cuts off who does not answer", async () => {
    const { dial, sockets, clock } = await serve();
    const polite = dial("serial");
    const deaf = dial("serial");
    await Promise.all([once(polite, "message"), once(deaf, "message")]);
    deaf.pause();
    const end = ended(polite);
    sockets.stop();
    expect((await end).code).toBe(4503);
    await expect.poll(() => sockets.count).toBe(1);
    await clock.advance(2000);
    await expect.poll(() => sockets.count).toBe(0);
  });

  it("closes on what is no message of the protocol, and on frames that are too large", async () => {
    const { dial } = await serve();
    const nonsense = dial("serial");
    await once(nonsense, "message");
    nonsense.send('{"type":"format-disk"}');
    expect((await ended(nonsense)).code).toBe(1008);
    const huge = dial("serial");
    await once(huge, "message");
    huge.send(Buffer.alloc(300_000));
    expect((await ended(huge)).code).toBe(1009);
  });

  it("refuses to type more at once than one frame may hold, and says so", async () => {
    const { dial, hypervisor } = await serve();
    const socket = dial("serial");
    await once(socket, "message");
    const answer = new Promise<string>((resolve) => {
      socket.on("message", (data: Buffer) => {
        if (data.includes("rejected")) resolve(data.toString());
      });
    });
    socket.send(Buffer.alloc(20_000, "x"));
    expect(JSON.parse(await answer)).toEqual({
      type: "rejected",
      bytes: 20_000,
      reason: "At most 16384 bytes at once.",
    });
    expect(hypervisor.channel.typed).toBe("");
  });
});
