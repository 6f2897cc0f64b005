import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { CertificateAuthority } from "@stackdeck/srpc/pki";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import WebSocket from "ws";
import { type RestServer, startRestServer } from "../rest/rest-server.ts";

/*
 * A session in which every kind of secret passes through, with well-known values, in requests that succeed and in ones
 * that fail. Afterwards everything that was logged, recorded, stored or answered to others is searched for them.
 */

const logged: string[] = [];
const secrets = new Map<string, string>();
let rest: RestServer;
let ip: string;
let cookieHeaders: Record<string, string>;

beforeAll(async () => {
  rest = await startRestServer({ logged });
  ip = await rest.addVm({ name: "guarded", owner: "admin", state: "stopped" });
  await useEverySecret();
});
afterAll(() => rest.close());

async function useEverySecret(): Promise<void> {
  secrets.set("API token of the token file", rest.token);
  cookieHeaders = await rest.browser();
  secrets.set("session cookie", (cookieHeaders.Cookie ?? "").split("=")[1] ?? "");
  secrets.set("token against forgery", cookieHeaders["X-CSRF-Token"] ?? "");
  const made = await rest.send("POST", "/tokens", {
    headers: cookieHeaders,
    body: { Name: "scan", Days: 1 },
  });
  secrets.set("API token", String(made.json.Secret));
  const { json } = await rest.post(`/vms/${ip}/access-token`, { Lifetime: 60_000_000_000 });
  secrets.set("access token of the VM", String(json.Token));
  const pair = await (await CertificateAuthority.create("guests")).issueClient({ userName: "guest" });
  secrets.set("private key of the VM", Buffer.from(pair.keyPem).toString("base64"));
  secrets.set("private key of the VM, as text", pair.keyPem.split("\n")[1] ?? "");
  const cookiePath = await rest.get(`/hypervisors/${rest.id()}/root-cookie-path`);
  secrets.set("root cookie", readFileSync(String(cookiePath.json.Path)).toString("base64"));
  secrets.set("user data", Buffer.from("password=correct horse battery staple").toString("base64"));
  secrets.set("private key of our own", ownKey());
  await sendAll(pair.certPem);
}

function ownKey(): string {
  const { certDir } = rest.simulation;
  return readFileSync(join(certDir, "admin.key"), "utf8").split("\n")[1] ?? "";
}

const secret = (name: string) => secrets.get(name) ?? "";

/** Good requests and bad ones: wrong fields, wrong places, wrong headers. */
async function sendAll(certPem: string): Promise<void> {
  const token = secret("access token of the VM");
  const IdentityCertificate = Buffer.from(certPem).toString("base64");
  const IdentityKey = secret("private key of the VM");
  await rest.post(`/vms/${ip}/start`, { AccessToken: token });
  await rest.post(`/vms/${ip}/stop`, { AccessToken: token, Nonsense: token });
  await rest.post(`/vms/${ip}/stop`, { AccessToken: [token] });
  await rest.get(`/vms/${ip}/user-data?AccessToken=${encodeURIComponent(token)}`);
  await rest.get(`/vms/${ip}/user-data`, { "X-VM-Access-Token": token });
  await rest.send("PUT", `/vms/${ip}/credentials`, { body: { IdentityCertificate, IdentityKey } });
  await rest.send("PUT", `/vms/${ip}/credentials`, {
    body: { IdentityCertificate: IdentityKey, IdentityKey },
  });
  await rest.send("PUT", `/vms/${ip}/credentials`, {
    body: { IdentityCertificate, IdentityKey, More: IdentityKey },
  });
  await rest.post(`/vms/${ip}/export`, { VerificationCookie: secret("root cookie") });
  await rest.post(`/hypervisors/${rest.id()}/import`, {
    VerificationCookie: secret("root cookie"),
    Hostname: 7,
  });
  await rest.send("PUT", `/vms/${ip}/user-data`, { raw: Buffer.from(secret("user data"), "base64") });
  const create = {
    Hypervisor: rest.id(),
    SubnetId: "staging",
    MemoryInMiB: 64,
    MilliCPUs: 50,
    MinimumFreeBytes: 1,
  };
  await rest.post("/vms", { ...create, UserData: secret("user data"), IdentityCertificate, IdentityKey });
  await rest.post("/vms", { ...create, UserData: { text: secret("user data") }, IdentityKey: [IdentityKey] });
  await rest.get("/vms?filter=secret-filter&cursor=secret-cursor");
  await rest.get("/vms", { Authorization: `Bearer ${secret("API token")}x` });
  await fetch(`${rest.url}/api/v1/session`, {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify({ token: secret("API token") }),
  });
  await rest.send("POST", "/tokens", {
    headers: { ...cookieHeaders, "X-CSRF-Token": "wrong" },
    body: { Name: "x", Days: 1 },
  });
  await new Promise((resolve) => {
    const Authorization = `Bearer ${secret("API token")}`;
    const socket = new WebSocket(`${rest.url.replace("http", "ws")}/api/v1/vms/${ip}/console/serial`, {
      headers: { Authorization },
    });
    socket.on("message", () => socket.close());
    socket.on("close", resolve);
  });
  await rest.send("DELETE", "/session", { headers: cookieHeaders });
}

/** The secrets that a text holds, in any of the forms they have. */
function found(text: string): string[] {
  return [...secrets]
    .filter(([, value]) => text.includes(value) || text.includes(encodeURIComponent(value)))
    .map(([name]) => name);
}

describe("secrets", () => {
  it("were all there, so that the search means something", () => {
    expect([...secrets].filter(([, value]) => value.length < 20)).toEqual([]);
    expect(secrets.size).toBe(10);
    expect(logged.length).toBeGreaterThan(20);
    expect(found(`so ${secret("root cookie")} it is`)).toEqual(["root cookie"]);
  });

  it("are in no line of the log, at its finest", () => {
    const text = logged.join("");
    expect(found(text)).toEqual([]);
    expect(text).not.toContain("secret-filter");
    expect(text).not.toContain("secret-cursor");
    expect(text).not.toContain("battery staple");
  });

  it("are in no audit line and no operation", async () => {
    expect(found((await rest.get("/audit?limit=1000")).text)).toEqual([]);
    expect(found((await rest.get("/operations?limit=1000")).text)).toEqual([]);
  });

  it("are in no table of the store", async () => {
    const { tables } = { tables: await rest.store.db.introspection.getTables() };
    expect(tables.length).toBeGreaterThan(4);
    for (const { name } of tables) {
      const rows = await rest.store.db
        .selectFrom(name as "api_tokens")
        .selectAll()
        .execute();
      expect(found(JSON.stringify(rows)), name).toEqual([]);
    }
  });

  it("are in no file that the server keeps, but for the VM's own", () => {
    const kept = readdirSync(rest.dataDir, { recursive: true, withFileTypes: true });
    const files = kept.filter((entry) => entry.isFile() && !/simulation|certificates/.test(entry.parentPath));
    for (const file of files)
      expect(found(readFileSync(join(file.parentPath, file.name), "latin1")), file.name).toEqual([]);
  });

  it("are in no problem document", async () => {
    const token = secret("access token of the VM");
    const answers = [
      await rest.get(`/vms/${ip}/user-data?AccessToken=${encodeURIComponent(token)}`),
      await rest.post(`/vms/${ip}/stop`, { AccessToken: [token] }),
      await rest.post(`/vms/${ip}/stop`, { AccessToken: token, IpAddress: token }),
      await rest.send("PUT", `/vms/${ip}/credentials`, {
        body: { IdentityKey: { key: secret("private key of the VM") } },
      }),
    ];
    for (const answer of answers) {
      expect(answer.status).toBe(400);
      expect(found(answer.text)).toEqual([]);
    }
  });
});
