import { copyFileSync, renameSync } from "node:fs";
import { join } from "node:path";
import type { AuditRow } from "@stackdeck/api-types";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type RestServer, startRestServer } from "../rest/rest-server.ts";

/* Who comes and goes is on record: who, from where, how; and never what opens the door. */

let rest: RestServer;
beforeAll(async () => {
  rest = await startRestServer();
});
afterAll(() => rest.close());

/** The lines about a method, oldest first. */
async function linesOf(method: string): Promise<AuditRow[]> {
  const answer = await rest.get(`/audit?method=${method}&limit=100`);
  return (answer.json.Items as AuditRow[]).reverse();
}

const signIn = (token: string) =>
  rest.send("POST", "/session", { headers: { Authorization: "" }, body: { token } });

async function withoutAudit<T>(act: () => Promise<T>): Promise<T> {
  const { schema } = rest.store.db;
  await schema.alterTable("audit").renameTo("audit_away").execute();
  try {
    return await act();
  } finally {
    await schema.alterTable("audit_away").renameTo("audit").execute();
  }
}

describe("the audit log", () => {
  it("has a line of each sign-in, refused ones too, and of each sign-out", async () => {
    const token = rest.loginToken();
    expect((await signIn(token)).status).toBe(201);
    expect((await signIn(token)).status).toBe(401);
    const foreign = await rest.send("POST", "/session", {
      headers: { Authorization: "", Origin: "https://evil.example" },
      body: { token: rest.loginToken() },
    });
    expect(foreign.status).toBe(403);
    const lines = await linesOf("SignIn");
    expect(lines.map(({ Outcome, Detail }) => [Outcome, Detail])).toEqual([
      ["succeeded", "with a sign-in link"],
      ["failed", "This login link can not be used: it was used already, is too old or is not ours."],
      ["failed", "The request comes from another site."],
    ]);
    expect(lines[0]).toMatchObject({ User: "admin", RemoteAddress: "127.0.0.1", Target: "" });
    expect(lines.every(({ RequestId }) => RequestId !== "")).toBe(true);
    expect(JSON.stringify(lines)).not.toContain(token);

    const headers = await rest.browser();
    expect((await rest.send("DELETE", "/session", { headers })).status).toBe(204);
    const [out] = await linesOf("SignOut");
    expect(out).toMatchObject({ User: "admin", RemoteAddress: "127.0.0.1", Outcome: "succeeded" });
    expect(out?.Detail).toMatch(/^session [0-9a-f]{12}$/);
  });

  it("has a line of each token: of the one for --token-file, of those made and revoked", async () => {
    const headers = await rest.browser();
    const made = await rest.send("POST", "/tokens", { headers, body: { Name: "nightly", Days: 1 } });
    await rest.send("DELETE", `/tokens/${made.json.Id}`, { headers });
    const lines = await linesOf("CreateApiToken");
    expect(lines.map(({ Target, Outcome, Detail }) => [Target, Outcome, Detail])).toEqual([
      ["token file", "succeeded", "for --token-file"],
      ["nightly", "started", ""],
      ["nightly", "succeeded", ""],
    ]);
    expect((await linesOf("RevokeApiToken")).map(({ Target }) => Target)).toEqual([
      made.json.Id,
      made.json.Id,
    ]);
    expect(JSON.stringify(lines)).not.toContain(made.json.Secret);
  });

  it("has no names with line ends or escapes in it", async () => {
    const headers = await rest.browser();
    for (const Name of ["a\nb", "a\u001b[2Jb", "a\u2028b", "a\u0085b"]) {
      const token = await rest.send("POST", "/tokens", { headers, body: { Name, Days: 1 } });
      expect([token.status, token.json.errors?.[0]?.field]).toEqual([400, "Name"]);
      const view = await rest.send("PUT", "/views", { headers, body: { Noun: "vms", Name, Query: "" } });
      expect([view.status, view.json.errors?.[0]?.field]).toEqual([400, "Name"]);
    }
  });
});

describe("while the audit log cannot be written", () => {
  it("nobody signs in, the link stays good, and whoever wants to leave is let go", async () => {
    const token = rest.loginToken();
    const headers = await rest.browser();
    const [refused, left] = await withoutAudit(async () => [
      await signIn(token),
      await rest.send("DELETE", "/session", { headers }),
    ]);
    expect([refused?.status, refused?.json.code]).toEqual([503, "AUDIT_UNAVAILABLE"]);
    expect(refused?.headers.get("set-cookie")).toBeNull();
    expect(left?.status).toBe(204);
    expect((await rest.get("/vms", headers)).status).toBe(401);
    expect((await signIn(token)).status).toBe(201);
  });
});

describe("a certificate of somebody else", () => {
  it("signs nobody in who was there before: sessions and tokens end", async () => {
    const own = await startRestServer({ user: "alice" });
    try {
      const headers = await own.browser();
      const stream = await own.open("GET", `/hypervisors/${own.id()}/updates`, { headers });
      const ended = stream.text().catch(() => "cut");
      expect((await own.get("/session", headers)).json.UserName).toBe("alice");
      for (const end of ["cert", "key"]) {
        const place = join(own.dataDir, "certificates-alice", `alice.${end}`);
        copyFileSync(join(own.simulation.certDir, `bob.${end}`), `${place}.new`);
        renameSync(`${place}.new`, place);
      }
      await ended;
      expect((await own.get("/session", headers)).status).toBe(401);
      expect((await own.get("/vms")).status).toBe(401);
      expect((await own.get("/session", await own.browser())).json.UserName).toBe("bob");
    } finally {
      await own.close();
    }
  }, 30_000);
});
