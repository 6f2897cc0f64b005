import { request as httpRequest } from "node:http";
import type { Problem, SessionInfo } from "@stackdeck/api-types";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { startTestServer, type TestServer } from "./test-server.ts";

let server: TestServer;
beforeAll(async () => {
  server = await startTestServer();
});
afterAll(() => server.close());

interface Sent {
  readonly method?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: unknown;
}

function ask(path: string, sent: Sent = {}) {
  return fetch(server.url + path, {
    method: sent.method ?? "GET",
    headers: { "Content-Type": "application/json", ...sent.headers },
    ...(sent.body === undefined ? {} : { body: JSON.stringify(sent.body) }),
  });
}

/** The built-in client sets Host itself; this one sends what it is told. */
function askAs(host: string, path: string): Promise<number> {
  const { port } = new URL(server.url);
  return new Promise((resolve, reject) => {
    httpRequest({ host: "127.0.0.1", port, path, headers: { Host: host } }, (response) => {
      response.resume();
      resolve(response.statusCode ?? 0);
    })
      .on("error", reject)
      .end();
  });
}

const login = (token: string, headers = {}) =>
  ask("/api/v1/session", { method: "POST", headers, body: { token } });

describe("signing in", () => {
  it("gives a session for a one-time token, once", async () => {
    const token = server.newLoginToken();
    const first = await login(token);
    expect(first.status).toBe(201);
    const cookie = first.headers.get("set-cookie") ?? "";
    expect(cookie).toContain("HttpOnly");
    expect(cookie).toContain("SameSite=Strict");
    expect((await first.json()) as SessionInfo).toMatchObject({ UserName: "admin", MethodPowers: ["*.*"] });
    const second = await login(token);
    expect(second.status).toBe(401);
    expect(second.headers.get("content-type")).toContain("application/problem+json");
  });

  it("makes a fresh session each time", async () => {
    const a = await server.signIn();
    const b = await server.signIn();
    expect(a.cookie).not.toBe(b.cookie);
    expect(a.csrf).not.toBe(b.csrf);
  });

  it("refuses made-up tokens and other sites", async () => {
    expect((await login("x".repeat(43))).status).toBe(401);
    expect((await login(server.newLoginToken(), { Origin: "https://evil.example" })).status).toBe(403);
    expect((await ask("/api/v1/session", { method: "POST", body: { token: 7 } })).status).toBe(400);
  });

  it("ends the session at logout", async () => {
    const { cookie, csrf } = await server.signIn();
    const headers = { Cookie: cookie, "X-CSRF-Token": csrf, Origin: server.url };
    expect((await ask("/api/v1/session", { method: "DELETE", headers })).status).toBe(204);
    expect((await ask("/api/v1/session", { headers })).status).toBe(401);
  });

  it("never writes cookies or tokens to its log", async () => {
    const token = server.newLoginToken();
    const answer = await login(token);
    const cookie = answer.headers.get("set-cookie")?.split(";")[0]?.split("=")[1] ?? "-";
    await ask("/api/v1/vms?x=secret-query", {
      headers: { Cookie: `a=${cookie}`, Authorization: `Bearer ${token}` },
    });
    const log = server.log.join("");
    for (const secret of [token, cookie, "secret-query"]) expect(log).not.toContain(secret);
  });
});

describe("without a session", () => {
  it.each([
    "/api/v1/vms",
    "/api/v1/session",
    "/api/openapi.json",
    "/api/docs",
    "/api/v1/nothing",
    "/api/nothing",
  ])("%s answers 401", async (path) => {
    const answer = await ask(path);
    expect(answer.status).toBe(401);
    expect((await answer.json()) as Problem).toMatchObject({ code: "UNAUTHENTICATED" });
  });

  it("serves health and the web app", async () => {
    expect((await ask("/healthz")).status).toBe(200);
    expect((await ask("/readyz")).status).toBe(200);
    const page = await ask("/vms/10.0.0.1");
    expect(page.headers.get("content-type")).toContain("text/html");
    expect(page.headers.get("cache-control")).toBe("no-cache");
    const policy = page.headers.get("content-security-policy") ?? "";
    expect(policy).toContain("default-src 'none'");
    expect(policy).toContain("frame-ancestors 'none'");
    expect(policy).not.toContain("unsafe");
  });

  it("keeps metrics to the machine itself, not to what a proxy or another site's page sends from it", async () => {
    expect((await ask("/metrics")).status).toBe(200);
    for (const header of ["X-Forwarded-For", "Forwarded", "Via", "X-Real-IP"])
      expect((await ask("/metrics", { headers: { [header]: "10.0.0.9" } })).status).toBe(401);
    expect(await askAs("evil.example", "/metrics")).toBe(401);
  });
});

describe("requests of other sites", () => {
  it("are refused without the token of the page", async () => {
    const { cookie, csrf } = await server.signIn();
    const call = (headers: Record<string, string>) =>
      ask("/api/v1/tokens", { method: "POST", headers: { Cookie: cookie, ...headers }, body: {} });
    expect((await call({})).status).toBe(403);
    expect((await call({ Origin: server.url })).status).toBe(403);
    expect((await call({ "X-CSRF-Token": csrf })).status).toBe(403);
    expect((await call({ "X-CSRF-Token": csrf, Origin: "https://evil.example" })).status).toBe(403);
    expect((await call({ "X-CSRF-Token": "wrong", Origin: server.url })).status).toBe(403);
    const answer = await call({ "X-CSRF-Token": csrf, Origin: server.url });
    expect([200, 201, 400, 422]).toContain(answer.status);
  });

  it("are refused when they call the server by another name", async () => {
    expect(await askAs("evil.example", "/")).toBe(403);
    expect(await askAs("evil.example", "/api/v1/vms")).toBe(403);
    expect(await askAs(new URL(server.url).host, "/")).toBe(200);
  });
});

describe("static files", () => {
  it("never change below /assets/ and are sent compressed", async () => {
    const answer = await ask("/assets/app-1a2b.js", { headers: { "Accept-Encoding": "br" } });
    expect(answer.headers.get("cache-control")).toContain("immutable");
    expect(answer.headers.get("content-encoding")).toBe("br");
    expect(answer.headers.get("content-type")).toContain("text/javascript");
  });

  it("are not anything outside the folder", async () => {
    expect((await ask("/assets/nothing.js")).status).toBe(404);
    expect((await ask("/..%2f..%2fsessions.json")).status).toBe(404);
    expect((await ask("/%2e%2e/%2e%2e/etc/passwd.txt")).status).toBe(404);
  });

  it("are not sent again when they are known", async () => {
    const first = await ask("/");
    const etag = first.headers.get("etag") ?? "";
    expect((await ask("/", { headers: { "If-None-Match": etag } })).status).toBe(304);
  });
});

describe("attempts to sign in", () => {
  it("are limited", async () => {
    const limited = await startTestServer();
    try {
      const statuses: number[] = [];
      for (let attempt = 0; attempt < 14; attempt++) {
        const answer = await fetch(`${limited.url}/api/v1/session`, {
          method: "POST",
          headers: { "Content-Type": "application/json" },
          body: '{"token":"guess"}',
        });
        statuses.push(answer.status);
      }
      expect(statuses.slice(0, 10).every((status) => status === 401)).toBe(true);
      expect(statuses.at(-1)).toBe(429);
    } finally {
      await limited.close();
    }
  });
});
