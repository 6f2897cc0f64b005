import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type RestServer, startRestServer } from "./rest-server.ts";

let rest: RestServer;
const ips: string[] = [];
beforeAll(async () => {
  rest = await startRestServer({ hypervisors: 2 });
  for (let number = 0; number < 5; number++) {
    const state = number < 3 ? "running" : "stopped";
    ips.push(await rest.addVm({ name: `vm-${number}`, state, milliCPUs: 100 * (number + 1) }, number % 2));
  }
});
afterAll(() => rest.close());

const namesOf = (answer: { json: Record<string, unknown> }) =>
  (answer.json.Items as { Hostname: string }[]).map(({ Hostname }) => Hostname);

describe("lists", () => {
  it("filter, sort and give the fields asked for", async () => {
    const answer = await rest.get("/vms?filter=state:running&sort=-MilliCPUs&fields=IpAddress,Hostname");
    expect(namesOf(answer)).toEqual(["vm-2", "vm-1", "vm-0"]);
    expect(Object.keys((answer.json.Items as object[])[0] ?? {}).sort()).toEqual(["Hostname", "IpAddress"]);
    const etag = answer.headers.get("etag") ?? "";
    const path = "/vms?filter=state:running&sort=-MilliCPUs&fields=IpAddress,Hostname";
    expect((await rest.get(path, { "If-None-Match": etag })).status).toBe(304);
  });

  it("go on where the page before ended, even if its last row has gone", async () => {
    const path = "/vms?sort=Hostname&limit=2";
    const first = await rest.get(path);
    expect(namesOf(first)).toEqual(["vm-0", "vm-1"]);
    const second = await rest.get(`${path}&cursor=${first.json.NextCursor}`);
    expect(namesOf(second)).toEqual(["vm-2", "vm-3"]);
    await rest.simulated(ips.indexOf(ips[3]!) % 2).removeVm(ips[3]!);
    await rest.until(() => rest.inventory.vm(ips[3]!) === undefined);
    const third = await rest.get(`${path}&cursor=${second.json.NextCursor}`);
    expect([namesOf(third), third.json.NextCursor, third.json.Total]).toEqual([["vm-4"], null, 4]);
  });

  it.each([
    ["/vms?limit=0", "limit"],
    ["/vms?limit=1001", "limit"],
    ["/vms?fields=Nothing", "fields"],
    ["/vms?cursor=%00", "cursor"],
    ["/vms?nothing=1", "nothing"],
    ["/vms?sort=a&sort=b", "sort"],
    ["/vms?sort=-Nothing", "sort"],
    ["/audit?cursor=YWJj", "cursor"],
    ["/audit?target=a&target=b", "target"],
    ["/operations?state=a&state=b", "state"],
    ["/placement?MilliCPUs=-1", "MilliCPUs"],
    ["/placement?Nothing=1", "Nothing"],
    ["/search-values?noun=vms&key=nothing", "key"],
    ["/search-values?noun=nothing&key=name", "noun"],
    ["/search-values?noun=vms&key=name&limit=0", "limit"],
    [`/hypervisors/{id}/history?seconds=x`, "seconds"],
  ])("%s names what is wrong", async (path, field) => {
    const answer = await rest.get(path.replace("{id}", rest.id()));
    expect([answer.status, answer.json.errors?.[0]?.field]).toEqual([400, field]);
  });

  it("count the values of a key of the search language, the most frequent first", async () => {
    const answer = await rest.get("/search-values?noun=vms&key=state");
    const values = answer.json.Items as { Value: string; Count: number }[];
    expect(values[0]).toEqual({ Value: "running", Count: 3 });
    const named = await rest.get("/search-values?noun=vms&key=name&typed=M-2&limit=3");
    expect(named.json.Items).toEqual([{ Value: "vm-2", Count: 1 }]);
    const tags = await rest.get("/search-values?noun=vms&key=tag&typed=name");
    expect((tags.json.Items as { Value: string }[]).map((it) => it.Value)).toContain("Name");
  });

  it("say what is wrong with a filter", async () => {
    const answer = await rest.get(`/vms?filter=${encodeURIComponent("mem>=")}`);
    expect([answer.status, answer.json.code]).toEqual([400, "INVALID_QUERY"]);
  });

  it("show hypervisors, the fleet, and the tables", async () => {
    expect((await rest.get("/hypervisors?sort=Id")).json.Items).toHaveLength(2);
    expect((await rest.get(`/hypervisors/${rest.id()}`)).json).toHaveProperty("SubnetDetails");
    expect((await rest.get("/fleet")).status).toBe(200);
    expect(((await rest.get("/methods")).json.Items as object[]).length).toBeGreaterThanOrEqual(78);
    expect((await rest.get("/errors")).json.Items).toContainEqual(
      expect.objectContaining({ Code: "VM_BUSY", status: 409, retryable: true }),
    );
    expect((await rest.get(`/hypervisors/${rest.id()}/history?seconds=3600`)).json).toHaveProperty("Points");
    expect((await rest.get("/hypervisors/nowhere:1/history")).status).toBe(404);
  });

  it("rank places with reasons", async () => {
    const fits = await rest.get("/placement?SubnetId=staging&MilliCPUs=1000&MemoryInMiB=512");
    expect(fits.json.Items).toMatchObject([{ Fits: true }, { Fits: true }]);
    const none = await rest.get("/placement?SubnetId=nowhere&MilliCPUs=99000000");
    expect(none.json.Items).toMatchObject([
      { Fits: false, Reasons: [expect.any(String), expect.any(String)] },
      {},
    ]);
  });

  it("rank hypervisors without a health monitor last, and refuse ill ones", async () => {
    const [first] = rest.simulation.hypervisors;
    const wish = "/placement?SubnetId=staging&MilliCPUs=100&MemoryInMiB=64";
    const after = async (health: string) => {
      first!.setHealth(health);
      await rest.until(() => rest.inventory.hypervisor(rest.id())?.HealthStatus === health);
      return (await rest.get(wish)).json.Items;
    };
    const warning = [expect.stringContaining("bad health-agent")];
    expect(await after("bad health-agent")).toMatchObject([
      { Fits: true, Warnings: [] },
      { Hypervisor: rest.id(), Fits: true, Warnings: warning },
    ]);
    expect(await after("at risk")).toMatchObject([{ Fits: true }, { Fits: false }]);
    expect(await after("healthy")).toMatchObject([{ Fits: true }, { Fits: true, Warnings: [] }]);
  });
});

describe("API tokens", () => {
  it("are made in the browser only, shown once, and end when revoked", async () => {
    const headers = await rest.browser();
    const wish = { Name: "nightly", Days: 30, MayChange: false };
    expect((await rest.post("/tokens", wish)).status).toBe(403);
    const made = await rest.send("POST", "/tokens", { body: wish, headers });
    expect(made.status).toBe(201);
    const bearer = { Authorization: `Bearer ${made.json.Secret}` };
    expect((await rest.get("/vms", bearer)).status).toBe(200);
    const list = await rest.get("/tokens");
    expect(list.text).not.toContain(String(made.json.Secret));
    expect(list.json.Items).toContainEqual(expect.objectContaining({ Name: "nightly", MayChange: false }));
    const changed = await rest.post(`/vms/${ips[0]}/stop`, {}, bearer);
    expect([changed.status, changed.json.code]).toEqual([403, "FORBIDDEN"]);
    const view = { Noun: "vms", Name: "x", Query: "" };
    expect((await rest.send("PUT", "/views", { body: view, headers: bearer })).status).toBe(403);
    expect((await rest.send("DELETE", `/tokens/${made.json.Id}`, { headers })).status).toBe(204);
    expect((await rest.get("/vms", bearer)).status).toBe(401);
    expect((await rest.send("DELETE", `/tokens/${made.json.Id}`, { headers })).status).toBe(404);
  });

  it("name every wrong field, and keep no secret under an idempotency key", async () => {
    const headers = await rest.browser();
    const wrong = await rest.send("POST", "/tokens", { body: { Name: "", Days: 1.5, Extra: 1 }, headers });
    expect(wrong.status).toBe(400);
    const keyed = { ...headers, "Idempotency-Key": "token" };
    const body = { Name: "kept", Days: 1 };
    const made = await rest.send("POST", "/tokens", { body, headers: keyed });
    const again = await rest.send("POST", "/tokens", { body, headers: keyed });
    expect([again.status, again.json.Id]).toEqual([201, made.json.Id]);
    expect(again.json).not.toHaveProperty("Secret");
  });
});

describe("views", () => {
  it("are kept, replaced and removed", async () => {
    const view = { Noun: "vms", Name: "mine", Query: "owner:alice", Default: true };
    expect((await rest.send("PUT", "/views", { body: view })).status).toBe(204);
    expect((await rest.send("PUT", "/views", { body: { ...view, Query: "owner:bob" } })).status).toBe(204);
    const { Items } = (await rest.get("/views")).json as { Items: { Id: string }[] };
    expect(Items).toEqual([expect.objectContaining({ Name: "mine", Query: "owner:bob", Default: true })]);
    expect((await rest.send("PUT", "/views", { body: { Noun: "vms", Other: 1 } })).status).toBe(400);
    expect((await rest.send("DELETE", `/views/${Items[0]?.Id}`)).status).toBe(204);
    expect((await rest.send("DELETE", `/views/${Items[0]?.Id}`)).status).toBe(404);
  });
});

describe("the audit log", () => {
  it("is read in pages, newest first, by target and method", async () => {
    const target = await rest.addVm();
    for (const Hostname of ["a", "b", "c"])
      await rest.send("PATCH", `/vms/${target}/hostname`, { body: { Hostname } });
    const path = `/audit?target=${target}&method=ChangeVmHostname&limit=4`;
    const first = await rest.get(path);
    expect(first.json.Items).toHaveLength(4);
    const second = await rest.get(`${path}&cursor=${first.json.NextCursor}&fields=Id,Outcome`);
    expect(second.json.Items).toEqual([
      { Id: expect.any(Number), Outcome: "succeeded" },
      { Id: expect.any(Number), Outcome: "started" },
    ]);
  });
});
