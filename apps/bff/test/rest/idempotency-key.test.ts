import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type RestServer, startRestServer } from "./rest-server.ts";

let rest: RestServer;
beforeAll(async () => {
  rest = await startRestServer();
});
afterAll(() => rest.close());

describe("Idempotency-Key", () => {
  const key = (name: string) => ({ "Idempotency-Key": name });

  it("gives the first answer again and does nothing twice", async () => {
    const target = await rest.addVm();
    const first = await rest.post(`/vms/${target}/stop`, {}, key("replay"));
    expect(first.status).toBe(200);
    const second = await rest.post(`/vms/${target}/stop`, {}, key("replay"));
    expect([second.status, second.text]).toEqual([200, first.text]);
    expect(second.headers.get("idempotency-replayed")).toBe("true");
  });

  it("gives an accepted operation again, with where it is", async () => {
    const target = await rest.addVm();
    const headers = { ...key("operation"), Prefer: "respond-async" };
    const first = await rest.post(`/vms/${target}/stop`, {}, headers);
    const second = await rest.post(`/vms/${target}/stop`, {}, headers);
    expect([second.status, second.json.Id]).toEqual([202, first.json.Id]);
    expect(second.headers.get("location")).toBe(first.headers.get("location"));
    await rest.follow(first);
  });

  it("refuses another request under the same key", async () => {
    const target = await rest.addVm();
    await rest.send("PATCH", `/vms/${target}/hostname`, {
      body: { Hostname: "a" },
      headers: key("mismatch"),
    });
    const other = await rest.send("PATCH", `/vms/${target}/hostname`, {
      body: { Hostname: "b" },
      headers: key("mismatch"),
    });
    expect([other.status, other.json.code]).toEqual([409, "IDEMPOTENCY_CONFLICT"]);
    const put = (bytes: string) =>
      rest.send("PUT", `/vms/${target}/user-data`, { raw: Buffer.from(bytes), headers: key("mismatch-raw") });
    expect((await put("one")).status).toBe(200);
    expect((await put("one")).headers.get("idempotency-replayed")).toBe("true");
    expect((await put("two")).json.code).toBe("IDEMPOTENCY_CONFLICT");
  });

  it("lets one of two run that come together", async () => {
    const target = await rest.addVm();
    const [a, b] = await Promise.all([
      rest.post(`/vms/${target}/stop`, {}, key("together")),
      rest.post(`/vms/${target}/stop`, {}, key("together")),
    ]);
    const statuses = [a?.status, b?.status].sort();
    expect(statuses[0]).toBe(200);
    expect([200, 409]).toContain(statuses[1]);
    const lines = (await rest.audit(target)).filter(({ Outcome }) => Outcome === "started");
    expect(lines).toHaveLength(1);
  });

  it("tells a token that may only read nothing of what others did under it", async () => {
    const ip = await rest.addVm();
    const change = { body: { Tags: { a: "1" } } };
    const path = `/vms/${ip}/tags`;
    const key = { "Idempotency-Key": "of-another" };
    expect((await rest.send("PATCH", path, { ...change, headers: key })).status).toBe(200);
    const made = await rest.send("POST", "/tokens", {
      headers: await rest.browser(),
      body: { Name: "reader", Days: 1 },
    });
    const headers = { ...key, Authorization: `Bearer ${made.json.Secret}` };
    const answer = await rest.send("PATCH", path, { ...change, headers });
    expect([answer.status, answer.json.code]).toEqual([403, "FORBIDDEN"]);
  });

  it("is free again after a refusal, and has a sensible length", async () => {
    const target = await rest.addVm({ state: "stopped" });
    expect((await rest.post(`/vms/${target}/stop`, {}, key("refused"))).status).toBe(409);
    expect(
      (await rest.post(`/vms/${target}/stop`, {}, key("refused"))).headers.get("idempotency-replayed"),
    ).toBe(null);
    expect((await rest.post(`/vms/${target}/stop`, {}, key("x".repeat(201)))).status).toBe(400);
  });

  it("keeps no secret of an answer", async () => {
    const target = await rest.addVm();
    const body = { Lifetime: 60e9 };
    const first = await rest.post(`/vms/${target}/access-token`, body, key("token"));
    expect(first.json.Token).toEqual(expect.stringMatching(/.{40,}/));
    const second = await rest.post(`/vms/${target}/access-token`, body, key("token"));
    expect(second.status).toBe(200);
    expect(second.json).not.toHaveProperty("Token");
    const kept = await rest.store.db.selectFrom("idempotency_keys").selectAll().execute();
    expect(JSON.stringify(kept)).not.toContain(first.json.Token);
  });
});
