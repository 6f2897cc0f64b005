import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type RestServer, startRestServer } from "./rest-server.ts";

let rest: RestServer;
const ips: string[] = [];
beforeAll(async () => {
  rest = await startRestServer({ hypervisors: 1 });
  for (const name of ["one", "two", "three"]) ips.push(await rest.addVm({ name }));
  for (const ip of ips) await rest.send("PATCH", `/vms/${ip}/tags`, { body: { Tags: { seen: "yes" } } });
  await rest.send("PATCH", `/vms/${ips[0]}/hostname`, { body: { Hostname: "renamed" } });
});
afterAll(() => rest.close());

const items = (answer: { json: Record<string, unknown> }) => answer.json.Items as Record<string, unknown>[];

describe("the audit log", () => {
  it("is searched in the language of the lists, page by page", async () => {
    const path = `/audit?limit=2&filter=${encodeURIComponent("method:ChangeVmTags outcome:succeeded")}`;
    const first = await rest.get(path);
    expect(items(first).map(({ Target }) => Target)).toEqual([ips[2], ips[1]]);
    const second = await rest.get(`${path}&cursor=${first.json.NextCursor}`);
    expect(items(second).map(({ Target }) => Target)).toEqual([ips[0]]);
    expect(second.json.NextCursor).toBeNull();
    const not = await rest.get(
      `/audit?filter=${encodeURIComponent(`-method:ChangeVmTags target:${ips[0]}`)}`,
    );
    expect(new Set(items(not).map(({ Method }) => Method))).toEqual(new Set(["ChangeVmHostname"]));
  });

  it("says what is wrong with a search", async () => {
    const answer = await rest.get("/audit?filter=(");
    expect(answer.status).toBe(400);
    expect(answer.json.errors?.[0]?.field).toBe("filter");
  });
});

describe("events", () => {
  it("name a crash and the alert of a hypervisor, and rows of hypervisors carry it", async () => {
    rest.simulated().crashVm(ips[1]!);
    await rest.until(() => rest.inventory.vm(ips[1]!)?.State === "crashed");
    rest.simulated().setHealth("at risk");
    await rest.until(() => rest.inventory.hypervisor(rest.id())?.HealthStatus === "at risk");
    const all = await rest.get("/events");
    expect(items(all).map(({ Kind, TargetName }) => [Kind, TargetName])).toEqual([
      ["unhealthy", expect.any(String)],
      ["crashed", "two"],
    ]);
    expect(items(await rest.get("/events?filter=kind:crashed&fields=Text"))).toEqual([
      { Text: expect.stringContaining("It crashed on") },
    ]);
    const found = await rest.get("/hypervisors?filter=alert:unhealthy&fields=Alerts");
    expect(items(found)[0]?.Alerts).toMatchObject([{ Kind: "unhealthy", Severity: "bad" }]);
    expect((await rest.get("/search-values?noun=events&key=kind")).json.Items).toContainEqual({
      Value: "crashed",
      Count: 1,
    });
  });
});
