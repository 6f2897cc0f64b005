import type { IncomingMessage } from "node:http";
import { text } from "node:stream/consumers";
import type { LiveClientEvents, LiveDelta, LiveResume, LiveServerEvents, VmRow } from "@stackdeck/api-types";
import { io, type Socket } from "socket.io-client";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import WebSocket from "ws";
import { startTestServer, type TestServer } from "../http/test-server.ts";

type LiveSocket = Socket<LiveServerEvents, LiveClientEvents>;

let server: TestServer;
const sockets: LiveSocket[] = [];
beforeAll(async () => {
  server = await startTestServer();
});
afterEach(() => {
  for (const socket of sockets.splice(0)) socket.disconnect();
});
afterAll(() => server.close());

function open(
  headers: Readonly<Record<string, string>>,
  transport: "websocket" | "polling" = "websocket",
): LiveSocket {
  const socket: LiveSocket = io(server.url, {
    transports: [transport],
    extraHeaders: headers,
    reconnection: false,
    forceNew: true,
  });
  sockets.push(socket);
  return socket;
}

function connected(socket: LiveSocket): Promise<"yes" | "no"> {
  return new Promise((resolve) => {
    socket.on("connect", () => resolve("yes"));
    socket.on("connect_error", () => resolve("no"));
  });
}

async function signedIn(): Promise<{ socket: LiveSocket; cookie: string; csrf: string }> {
  const { cookie, csrf } = await server.signIn();
  const socket = open({ Cookie: cookie, Origin: server.url });
  expect(await connected(socket)).toBe("yes");
  return { socket, cookie, csrf };
}

const params = (more: object = {}) => ({ filter: "", sort: ["IpAddress"], offset: 0, limit: 100, ...more });

function subscribe(socket: LiveSocket, request: object): Promise<LiveResume<VmRow>> {
  return new Promise((resolve) => {
    const full = { id: 1, topic: "vms" as const, params: params(), ...request };
    socket.emit("subscribe", full, (answer) => resolve(answer as LiveResume<VmRow>));
  });
}

function nextDelta(
  socket: LiveSocket,
  wanted: (delta: LiveDelta<VmRow>) => boolean,
): Promise<LiveDelta<VmRow>> {
  return new Promise((resolve) => {
    socket.on("delta", (delta) => {
      if (wanted(delta as LiveDelta<VmRow>)) resolve(delta as LiveDelta<VmRow>);
    });
  });
}

/** The answer to an upgrade that is not done. */
function refusal(socket: WebSocket): Promise<[IncomingMessage, string]> {
  return new Promise((resolve, reject) => {
    socket.on("open", () => reject(new Error("was let in")));
    socket.on("unexpected-response", (_request, answer) => {
      text(answer).then((body) => resolve([answer, body]), reject);
    });
  });
}

describe("live gateway", () => {
  it("lets nobody in without a session or from another site", async () => {
    const { cookie } = await server.signIn();
    expect(await connected(open({ Origin: server.url }))).toBe("no");
    expect(await connected(open({ Cookie: cookie, Origin: "https://evil.example" }))).toBe("no");
    expect(await connected(open({ Cookie: cookie }))).toBe("no");
    expect(await connected(open({ Cookie: cookie, Origin: "https://evil.example" }, "polling"))).toBe("no");
    expect(await connected(open({ Cookie: cookie, Origin: server.url }, "polling"))).toBe("yes");
  });

  it("answers a WebSocket that it does not let in in plain words", async () => {
    const { cookie } = await server.signIn();
    const ask = async (headers: Readonly<Record<string, string>>) => {
      const address = `${server.url.replace("http", "ws")}/socket.io/?EIO=4&transport=websocket`;
      const [answer, said] = await refusal(new WebSocket(address, { headers }));
      expect(answer.headers["content-type"]).toBe("text/plain; charset=utf-8");
      return [answer.statusCode, said];
    };
    const Origin = server.url;
    const elsewhere = [403, "The request comes from another site.\n"];
    expect(await ask({ Cookie: cookie, Origin: "https://evil.example" })).toEqual(elsewhere);
    expect(await ask({ Cookie: cookie, Origin: "null" })).toEqual(elsewhere);
    expect(await ask({ Cookie: cookie })).toEqual(elsewhere);
    const otherName = { Cookie: cookie, Origin: "http://evil.example", Host: "evil.example" };
    expect(await ask(otherName)).toEqual([403, "The request names another host.\n"]);
    expect(await ask({ Origin })).toEqual([401, "Please sign in.\n"]);
  });

  it("says so where there is no WebSocket", async () => {
    const [answer, said] = await refusal(new WebSocket(`${server.url.replace("http", "ws")}/nothing`));
    expect([answer.statusCode, said]).toEqual([404, "There is no WebSocket at this address.\n"]);
  });

  it("sends a snapshot, then what others change", async () => {
    const { socket } = await signedIn();
    const answer = await subscribe(socket, {});
    if (answer.kind !== "snapshot") throw new Error(answer.kind);
    const { snapshot } = answer;
    expect(snapshot.total).toBe(server.inventory.size);
    expect(snapshot.keys).toHaveLength(snapshot.rows.length);
    const ip = snapshot.keys[0]!;
    const delta = nextDelta(socket, ({ rows }) => rows.some((row) => row.Tags.changed === "outside"));
    server.simulation.hypervisors[0]!.changeVm(ip, (info) => {
      info.Tags = { ...info.Tags, changed: "outside" };
    });
    expect(await delta).toMatchObject({ id: 1, rows: [{ IpAddress: ip }] });
  });

  it("refuses nonsense and survives it", async () => {
    const { socket } = await signedIn();
    expect(await subscribe(socket, { topic: "passwords" })).toMatchObject({ kind: "error" });
    expect(await subscribe(socket, { params: params({ limit: 1e6 }) })).toMatchObject({ kind: "error" });
    expect(await subscribe(socket, { params: null })).toMatchObject({ kind: "error" });
    expect(await subscribe(socket, { id: "1" })).toMatchObject({ kind: "error" });
    const raw = socket as unknown as { emit(event: string, ...args: unknown[]): void };
    raw.emit("subscribe");
    raw.emit("unsubscribe", { a: 1 });
    raw.emit("echo", "no function");
    expect(await subscribe(socket, {})).toMatchObject({ kind: "snapshot" });
  });

  it("closes a connection that floods it, and only that one", async () => {
    const { socket: quiet } = await signedIn();
    const { socket: wild } = await signedIn();
    const closed = new Promise<string>((resolve) => wild.on("disconnect", resolve));
    for (let message = 0; message < 1000; message++) wild.emit("unsubscribe", message);
    expect(await closed).toBe("transport close");
    expect(await subscribe(quiet, {})).toMatchObject({ kind: "snapshot" });
  });

  it("resumes after a cut when nothing has changed, with a snapshot otherwise", async () => {
    const { socket, cookie } = await signedIn();
    const first = await subscribe(socket, {});
    if (first.kind !== "snapshot") throw new Error(first.kind);
    const { epoch, revision, keys } = first.snapshot;
    socket.disconnect();
    const again = open({ Cookie: cookie, Origin: server.url });
    await connected(again);
    expect(await subscribe(again, { resume: { epoch, revision } })).toEqual({ kind: "unchanged", revision });
    const delta = nextDelta(again, ({ rows }) => rows.length > 0);
    server.simulation.hypervisors[0]!.changeVm(keys[1]!, (info) => {
      info.Hostname = "renamed";
    });
    expect((await delta).base).toBe(revision);
    again.disconnect();
    const third = open({ Cookie: cookie, Origin: server.url });
    await connected(third);
    expect(await subscribe(third, { resume: { epoch, revision } })).toMatchObject({ kind: "snapshot" });
    expect(await subscribe(third, { resume: { epoch: "other", revision } })).toMatchObject({
      kind: "snapshot",
    });
  });

  it("brings a hundred browsers that come back together up to date within three seconds", async () => {
    const { cookie } = await server.signIn();
    const headers = { Cookie: cookie, Origin: server.url };
    const comeBack = async () => {
      const socket = open(headers);
      expect(await connected(socket)).toBe("yes");
      return subscribe(socket, {});
    };
    await comeBack();
    const begin = performance.now();
    const answers = await Promise.all(Array.from({ length: 100 }, comeBack));
    expect(performance.now() - begin).toBeLessThan(3000);
    const hostnames = [...server.inventory.vms()].map(({ Hostname }) => Hostname).sort();
    for (const answer of answers) {
      const rows = answer.kind === "snapshot" ? answer.snapshot.rows : [];
      expect(rows.map(({ Hostname }) => Hostname).sort()).toEqual(hostnames);
    }
  });

  it("ends with the session", async () => {
    const { socket, cookie, csrf } = await signedIn();
    const ended = new Promise<string>((resolve) => socket.on("session-ended", resolve));
    const closed = new Promise<void>((resolve) => socket.on("disconnect", () => resolve()));
    await fetch(`${server.url}/api/v1/session`, {
      method: "DELETE",
      headers: { Cookie: cookie, "X-CSRF-Token": csrf, Origin: server.url },
    });
    expect(await ended).toContain("ended");
    await closed;
  });

  it("greys the rows of a hypervisor that restarts and brings them back", async () => {
    const { socket } = await signedIn();
    await subscribe(socket, {});
    const stale = nextDelta(socket, ({ rows }) => rows.length > 0 && rows.every((row) => row.Stale));
    const back = stale.then(() => nextDelta(socket, ({ rows }) => rows.some((row) => !row.Stale)));
    await server.simulation.hypervisors[0]!.restart();
    await stale;
    await back;
    await server.until(() => [...server.inventory.vms()].every((row) => !row.Stale));
  });
});
