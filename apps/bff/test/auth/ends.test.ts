import { io } from "socket.io-client";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import WebSocket from "ws";
import { type RestServer, startRestServer } from "../rest/rest-server.ts";

/* Whoever is not signed in any more gets nothing more: every way of staying connected ends within a second. */

let rest: RestServer;
let ip: string;
beforeAll(async () => {
  rest = await startRestServer();
  ip = await rest.addVm({ name: "watched", console: "vnc" });
});
afterAll(() => rest.close());

type Headers = Readonly<Record<string, string>>;

/** Something that stays open; `ended` resolves when the other side has ended it. */
interface Open {
  readonly name: string;
  readonly ended: Promise<unknown>;
}

async function stream(name: string, path: string, headers: Headers, accept: string): Promise<Open> {
  const response = await rest.open("GET", path, { headers: { ...headers, Accept: accept } });
  expect(response.status, name).toBe(200);
  const read = async () => {
    for await (const _chunk of response.body!);
  };
  return { name, ended: read().catch(() => undefined) };
}

async function webSocket(name: string, path: string, headers: Headers): Promise<Open> {
  const socket = new WebSocket(`${rest.url.replace("http", "ws")}${path}`, { headers });
  const ended = new Promise((resolve) => socket.on("close", resolve));
  await new Promise((resolve, reject) => {
    socket.once("message", resolve);
    socket.once("error", reject);
  });
  return { name, ended };
}

async function live(headers: Headers): Promise<Open> {
  const socket = io(rest.url, {
    transports: ["websocket"],
    extraHeaders: { ...headers },
    reconnection: false,
    forceNew: true,
  });
  const ended = new Promise((resolve) => socket.on("disconnect", resolve));
  await new Promise<void>((resolve, reject) => {
    socket.on("connect", resolve);
    socket.on("connect_error", reject);
  });
  return { name: "live data", ended };
}

/** One of everything that stays open, with these headers. */
async function openAll(headers: Headers): Promise<Open[]> {
  const waiting = await rest.post("/vms", {
    Hypervisor: rest.id(),
    SubnetId: "staging",
    MemoryInMiB: 64,
    MilliCPUs: 50,
    ImageDataSize: 1000,
  });
  return Promise.all([
    stream("updates", `/hypervisors/${rest.id()}/updates`, headers, "text/event-stream"),
    stream("updates in lines", `/hypervisors/${rest.id()}/updates`, headers, "application/x-ndjson"),
    stream("metadata", `/vms/${ip}/metadata-trace`, headers, "text/event-stream"),
    stream("DHCP", `/hypervisors/${rest.id()}/dhcp-packets`, headers, "text/event-stream"),
    stream("operation", `/operations/${waiting.json.Id}/events`, headers, "text/event-stream"),
    webSocket("serial console", `/api/v1/vms/${ip}/console/serial`, headers),
    webSocket("screen", `/api/v1/vms/${ip}/console/vnc`, headers),
    webSocket("monitor", `/api/v1/vms/${ip}/console/manager`, headers),
    live(headers),
  ]);
}

/** Names of what is still open a second after something was done. */
async function openAfter(opened: readonly Open[], act: () => Promise<unknown>): Promise<string[]> {
  const left = new Set(opened.map(({ name }) => name));
  for (const { name, ended } of opened) void ended.then(() => left.delete(name));
  await act();
  let timer: NodeJS.Timeout | undefined;
  const second = new Promise((resolve) => {
    timer = setTimeout(resolve, 1000);
  });
  await Promise.race([Promise.all(opened.map(({ ended }) => ended)), second]);
  clearTimeout(timer);
  return [...left];
}

async function newToken(more: object = {}): Promise<{ id: string; headers: Headers; secret: string }> {
  const answer = await rest.send("POST", "/tokens", {
    headers: await rest.browser(),
    body: { Name: "short-lived", Days: 1, MayChange: true, ...more },
  });
  expect(answer.status).toBe(201);
  const { Id, Secret } = answer.json as Record<string, string>;
  return { id: Id!, secret: Secret!, headers: { Authorization: `Bearer ${Secret}` } };
}

describe("within a second everything ends", () => {
  it("that a revoked token opened", async () => {
    const { id, headers } = await newToken();
    const opened = await openAll(headers);
    const revoke = async () => {
      const answer = await rest.send("DELETE", `/tokens/${id}`, { headers });
      expect(answer.status, "the answer to its own end still leaves").toBe(204);
    };
    expect(await openAfter(opened, revoke)).toEqual([]);
    expect((await rest.get("/vms", headers)).status).toBe(401);
  });

  it("that a token opened which has expired, or was revoked through another server", async () => {
    const { id, headers } = await newToken();
    const opened = await openAll(headers);
    const expire = () =>
      rest.store.db
        .updateTable("api_tokens")
        .set({ expires_on: "2020-01-01T00:00:00.000Z" })
        .where("id", "=", id)
        .execute();
    expect(await openAfter(opened, expire)).toEqual([]);
    expect((await rest.get("/vms", headers)).status).toBe(401);
  });

  it("that a session opened which signs out", async () => {
    const headers = await rest.browser();
    const opened = await openAll(headers);
    const signOut = async () => {
      const answer = await rest.send("DELETE", "/session", { headers });
      expect([answer.status, answer.headers.get("set-cookie")]).toEqual([
        204,
        expect.stringContaining("Expires=Thu, 01 Jan 1970"),
      ]);
    };
    expect(await openAfter(opened, signOut)).toEqual([]);
    expect((await rest.get("/vms", headers)).status).toBe(401);
  });

  it("and others go on", async () => {
    const stays = await newToken();
    const goes = await newToken();
    const [other] = await openAll(stays.headers);
    await openAll(goes.headers);
    await rest.send("DELETE", `/tokens/${goes.id}`, { headers: await rest.browser() });
    const ended = await Promise.race([
      other!.ended.then(() => true),
      rest.get("/vms", stays.headers).then(() => false),
    ]);
    expect(ended).toBe(false);
    await rest.send("DELETE", `/tokens/${stays.id}`, { headers: await rest.browser() });
  });
});

describe("API tokens", () => {
  it("are kept as hashes, named, with an end, and shown once", async () => {
    const { id, secret } = await newToken({ Name: "nightly", Days: 30, MayChange: false });
    const row = await rest.store.db
      .selectFrom("api_tokens")
      .selectAll()
      .where("id", "=", id)
      .executeTakeFirstOrThrow();
    expect(JSON.stringify(row)).not.toContain(secret);
    expect(row.secret_hash).toMatch(/^[0-9a-f]{64}$/);
    expect(Date.parse(row.expires_on) - Date.parse(row.created_on)).toBe(30 * 86_400_000);
    const list = await rest.get("/tokens");
    expect(list.text).toContain("nightly");
    expect(list.text).not.toContain(secret);
  });

  it("make no tokens, and those that may only read change nothing and type nothing", async () => {
    const { headers } = await newToken({ MayChange: false });
    expect((await rest.send("POST", "/tokens", { headers, body: { Name: "more", Days: 1 } })).status).toBe(
      403,
    );
    expect((await rest.send("POST", `/vms/${ip}/stop`, { headers, body: {} })).status).toBe(403);
    expect((await rest.get(`/vms/${ip}`, headers)).status).toBe(200);
  });

  it("of nobody open nothing", async () => {
    for (const Authorization of [
      "Bearer sdk_made-up",
      "Bearer ",
      "Basic YTpi",
      `Bearer ${"x".repeat(500)}`,
    ]) {
      expect((await rest.get("/vms", { Authorization })).status).toBe(401);
      await expect(
        webSocket("serial", `/api/v1/vms/${ip}/console/serial`, { Authorization }),
      ).rejects.toThrow("401");
      await expect(live({ Authorization })).rejects.toThrow();
    }
  });
});
