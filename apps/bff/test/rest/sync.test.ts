import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type RestServer, startRestServer } from "./rest-server.ts";

let rest: RestServer;
let ip: string;
beforeAll(async () => {
  rest = await startRestServer();
  ip = await rest.addVm({ name: "web-1" });
});
afterAll(() => rest.close());

describe("reads", () => {
  it("answer with a tag, and 304 to who has it already", async () => {
    const first = await rest.get(`/vms/${ip}`);
    expect(first.status).toBe(200);
    expect(first.json.VmInfo).toMatchObject({ Hostname: "web-1", State: "running" });
    expect(first.json).not.toHaveProperty("Error");
    const etag = first.headers.get("etag") ?? "";
    expect(etag).not.toBe("");
    const again = await rest.get(`/vms/${ip}`, { "If-None-Match": etag });
    expect([again.status, again.text]).toEqual([304, ""]);
    const weak = await rest.get(`/vms/${ip}`, { "If-None-Match": `"x", W/${etag}` });
    expect(weak.status).toBe(304);
    rest.simulated().changeVm(ip, (info) => {
      info.Tags = { Name: "web-1", changed: "yes" };
    });
    expect((await rest.get(`/vms/${ip}`, { "If-None-Match": etag })).status).toBe(200);
  });

  it("refuse parameters they do not know, and say which", async () => {
    const answer = await rest.get(`/vms/${ip}?Sudo=true`);
    expect(answer.status).toBe(400);
    expect(answer.headers.get("content-type")).toContain("application/problem+json");
    expect(answer.json).toMatchObject({ code: "INVALID_INPUT", requestId: expect.stringMatching(/.+/) });
    expect(answer.json.errors?.[0]?.field).toBe("Sudo");
  });

  it("read lists, numbers and truth values of a query", async () => {
    const list = await rest.get(`/hypervisors/${rest.id()}/vms?OwnerUsers=alice&OwnerUsers=bob&Sort=true`);
    expect(list.json.IpAddresses).toEqual([ip]);
    const wrong = await rest.get(`/hypervisors/${rest.id()}/vms?Sort=perhaps`);
    expect(wrong.status).toBe(400);
    const body = { OwnerUsers: ["alice"] };
    const infos = await rest.post(`/hypervisors/${rest.id()}/vm-infos`, body);
    expect(infos.json.VmInfos).toHaveLength(1);
  });

  it("say that there is no such VM or hypervisor", async () => {
    const noVm = await rest.get("/vms/10.9.9.9");
    expect([noVm.status, noVm.json.code]).toEqual([404, "VM_NOT_FOUND"]);
    const noHypervisor = await rest.get("/hypervisors/nowhere:1/capacity");
    expect([noHypervisor.status, noHypervisor.json.code]).toEqual([404, "NOT_FOUND"]);
    expect((await rest.get("/nothing")).status).toBe(404);
  });
});

describe("changes of a VM as it was read", () => {
  const tags = (ip: string, etag: string, Tags: Record<string, string>) =>
    rest.send("PATCH", `/vms/${ip}/tags`, { body: { Tags }, headers: { "If-Match": etag } });

  it("are made while it is that, and refused once it has changed", async () => {
    const own = await rest.addVm({ name: "shared" });
    const etag = (await rest.get(`/vms/${own}`)).headers.get("etag") ?? "";
    expect((await tags(own, `"x", ${etag}`, { Name: "shared", by: "first" })).status).toBe(200);
    const late = await tags(own, etag, { Name: "shared", by: "second" });
    expect([late.status, late.json.code]).toEqual([412, "PRECONDITION_FAILED"]);
    expect(rest.simulated().state.vm(own).info.Tags).toEqual({ Name: "shared", by: "first" });
    expect((await tags(own, "*", { Name: "shared", by: "third" })).status).toBe(200);
    expect((await tags("10.9.9.9", "*", {})).status).toBe(404);
  });

  it("may be long work or an upload", async () => {
    const own = await rest.addVm();
    const headers = { "If-Match": '"other"' };
    const image = await rest.send("POST", `/vms/${own}/image/replace`, {
      body: { ImageName: "base/debian-13" },
      headers,
    });
    const upload = await rest.send("PUT", `/vms/${own}/user-data`, { raw: Buffer.from("data"), headers });
    expect([image.status, upload.status]).toEqual([412, 412]);
    expect(rest.simulated().state.vm(own).blobs.size).toBe(0);
  });

  it("have no meaning for what is no VM", async () => {
    const answer = await rest.send("PUT", `/hypervisors/${rest.id()}/disabled`, {
      body: { Disable: true },
      headers: { "If-Match": "*" },
    });
    expect([answer.status, answer.json.errors?.[0]?.field]).toEqual([400, "If-Match"]);
  });
});

describe("changes", () => {
  it("are there for the next request as soon as they are answered", async () => {
    const own = await rest.addVm();
    const seen = () => rest.inventory.vm(own)?.State;
    expect((await rest.post(`/vms/${own}/stop`)).status).toBe(200);
    expect(seen()).toBe("stopped");
    expect((await rest.post(`/vms/${own}/start`)).status).toBe(200);
    expect(seen()).toBe("running");
    await rest.post(`/vms/${own}/stop`);
    const body = { SubnetId: "production" };
    const { NewIpAddress } = (await rest.send("PATCH", `/vms/${own}/subnet`, { body })).json;
    expect((await rest.get(`/vms/${NewIpAddress}`)).status).toBe(200);
    expect((await rest.send("DELETE", `/vms/${NewIpAddress}`)).status).toBe(200);
    expect(rest.inventory.vm(String(NewIpAddress))).toBeUndefined();
  });

  it("refuse a body that contradicts the path, has unknown fields, or is no JSON object", async () => {
    const path = `/vms/${ip}/tags`;
    for (const body of [undefined, {}, { IpAddress: ip }]) {
      const empty = await rest.send("PATCH", path, { body });
      expect([empty.status, empty.json.errors]).toEqual([400, [{ field: "Tags", message: "must be given" }]]);
    }
    const size = await rest.send("PATCH", path.replace("tags", "size"), { body: {} });
    expect([size.status, size.json.errors?.[0]?.message]).toEqual([
      400,
      "or another field must say what to change",
    ]);
    const conflict = await rest.send("PATCH", path, { body: { IpAddress: "10.1.1.1", Tags: {} } });
    expect([conflict.status, conflict.json.errors?.[0]?.field]).toEqual([400, "IpAddress"]);
    const unknown = await rest.send("PATCH", path, { body: { Tags: {}, Nonsense: 1 } });
    expect([unknown.status, unknown.json.errors?.[0]?.field]).toEqual([400, "Nonsense"]);
    const list = await rest.send("PATCH", path, { body: [] });
    expect(list.status).toBe(400);
    const broken = await rest.send("PATCH", path, {
      raw: Buffer.from("{"),
      headers: { "Content-Type": "application/json" },
    });
    expect([broken.status, broken.json.code]).toEqual([400, "INVALID_INPUT"]);
    const same = await rest.send("PATCH", path, { body: { IpAddress: ip, Tags: { Name: "web-1" } } });
    expect(same.status).toBe(200);
  });

  it("refuse a body of another type instead of running without it", async () => {
    const answer = await rest.send("PATCH", `/vms/${ip}/tags`, {
      raw: Buffer.from('{"Tags":{}}'),
      headers: { "Content-Type": "text/plain" },
    });
    expect([answer.status, answer.json.code]).toEqual([415, "UNSUPPORTED_MEDIA_TYPE"]);
    const destroy = await rest.send("DELETE", `/vms/${ip}`, { body: { IpAddress: "10.1.1.1" } });
    expect(destroy.status).toBe(400);
  });

  it("are in the audit log before their answer, with begin and end", async () => {
    const target = await rest.addVm({ state: "stopped" });
    const done = await rest.send("PATCH", `/vms/${target}/hostname`, { body: { Hostname: "renamed" } });
    expect(done.status).toBe(200);
    const refused = await rest.post(`/vms/${target}/stop`);
    expect([refused.status, refused.json.code]).toEqual([409, "VM_STATE"]);
    expect(refused.json.hypervisorError).toMatch(/./);
    const lines = await rest.audit(target);
    expect(lines.map(({ Method, Outcome }) => [Method, Outcome])).toEqual([
      ["ChangeVmHostname", "started"],
      ["ChangeVmHostname", "succeeded"],
      ["StopVm", "started"],
      ["StopVm", "failed"],
    ]);
    expect(lines[3]?.Detail).toBe(refused.json.hypervisorError);
  });

  it("are not run when they cannot be recorded", async () => {
    const target = await rest.addVm();
    await rest.store.db.schema.alterTable("audit").renameTo("audit_away").execute();
    const answer = await rest.post(`/vms/${target}/stop`);
    await rest.store.db.schema.alterTable("audit_away").renameTo("audit").execute();
    expect([answer.status, answer.json.code]).toEqual([503, "AUDIT_UNAVAILABLE"]);
    expect(rest.simulated().state.vm(target).state).toBe("running");
  });

  it("run in the background when the caller prefers that", async () => {
    const target = await rest.addVm();
    const answer = await rest.post(`/vms/${target}/stop`, {}, { Prefer: "respond-async, wait=1" });
    expect(answer.status).toBe(202);
    expect(answer.headers.get("location")).toBe(`/api/v1/operations/${answer.json.Id}`);
    expect(answer.headers.get("preference-applied")).toBe("respond-async");
    const ended = await rest.follow(answer);
    expect(ended).toMatchObject({ Method: "StopVm", Target: target, State: "succeeded", User: "admin" });
    expect(rest.simulated().state.vm(target).state).toBe("stopped");
    expect((await rest.audit(target)).map(({ Outcome }) => Outcome)).toEqual(["started", "succeeded"]);
    const failed = await rest.follow(await rest.post(`/vms/${target}/stop`, {}, { Prefer: "respond-async" }));
    expect(failed).toMatchObject({ State: "failed", Error: { code: "VM_STATE" } });
  });
});
