import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { request } from "node:https";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { CertificateAuthority } from "@stackdeck/srpc/pki";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type RestServer, startRestServer } from "../rest/rest-server.ts";

const directory = mkdtempSync(join(tmpdir(), "stackdeck-cookies-"));
let ca: string;
let tlsArgs: string[];
beforeAll(async () => {
  const authority = await CertificateAuthority.create("test authority");
  const pair = await authority.issueServer({ name: "console", hosts: ["127.0.0.1"] });
  ca = authority.certPem;
  const [cert, key] = [join(directory, "console.cert"), join(directory, "console.key")];
  writeFileSync(cert, pair.certPem);
  writeFileSync(key, pair.keyPem, { mode: 0o600 });
  tlsArgs = ["--tls-cert", cert, "--tls-key", key];
});
afterAll(() => rmSync(directory, { recursive: true, force: true }));

interface Told {
  readonly status: number;
  readonly cookie: string;
  readonly transportSecurity: string;
}

/** Signs in as a browser that has been given the authority. */
function signInOver(https: string, token: string): Promise<Told> {
  return new Promise((resolve, reject) => {
    const headers = { "Content-Type": "application/json", Origin: https };
    const sent = request(`${https}/api/v1/session`, { ca, method: "POST", headers }, (response) => {
      response.resume();
      resolve({
        status: response.statusCode ?? 0,
        cookie: response.headers["set-cookie"]?.[0] ?? "",
        transportSecurity: String(response.headers["strict-transport-security"] ?? ""),
      });
    });
    sent.on("error", reject);
    sent.end(JSON.stringify({ token }));
  });
}

function freePort(): Promise<number> {
  const server = createServer();
  return new Promise((resolve) => {
    server.listen(0, "127.0.0.1", () => {
      const { port } = server.address() as { port: number };
      server.close(() => resolve(port));
    });
  });
}

async function withServer<T>(args: readonly string[], use: (rest: RestServer) => Promise<T>): Promise<T> {
  const rest = await startRestServer({ args });
  try {
    return await use(rest);
  } finally {
    await rest.close();
  }
}

describe("the session's cookie", () => {
  it("is bound to the host, https and this very site where it is served by https", async () => {
    await withServer(tlsArgs, async (rest) => {
      expect(rest.url).toMatch(/^https:/);
      const { status, cookie, transportSecurity } = await signInOver(rest.url, rest.loginToken());
      expect([status, cookie]).toEqual([201, expect.stringMatching(/^__Host-stackdeck=[\w-]{43};/)]);
      for (const part of ["Secure", "HttpOnly", "SameSite=Strict", "Path=/"]) expect(cookie).toContain(part);
      expect(cookie).not.toContain("Domain");
      expect(transportSecurity).toContain("max-age");
    });
  });

  it("is so too behind a proxy that browsers reach by https", async () => {
    const port = await freePort();
    const args = ["--port", String(port), "--public-url", "https://console.example.com"];
    await withServer(args, async (rest) => {
      const answer = await fetch(`http://127.0.0.1:${port}/api/v1/session`, {
        method: "POST",
        headers: { "Content-Type": "application/json", Origin: "https://console.example.com" },
        body: JSON.stringify({ token: rest.loginToken() }),
      });
      expect(answer.headers.get("set-cookie")).toMatch(/^__Host-stackdeck=.*Secure/);
      // Whatever a proxy leaves out of what it passes on: nobody there is taken for this machine.
      const metrics = `http://127.0.0.1:${port}/metrics`;
      const Authorization = `Bearer ${rest.token}`;
      expect((await fetch(metrics)).status).toBe(401);
      expect((await fetch(metrics, { headers: { Authorization } })).status).toBe(200);
    });
  });

  it("is another one after each login, and an old one opens nothing more than it did", async () => {
    await withServer([], async (rest) => {
      const [a, b] = [await rest.browser(), await rest.browser()];
      expect(a.Cookie).not.toBe(b.Cookie);
      const planted = { ...b, Cookie: (b.Cookie ?? "").replace(/=.*/, `=${"x".repeat(43)}`) };
      expect((await rest.send("GET", "/vms", { headers: planted })).status).toBe(401);
    });
  });
});
