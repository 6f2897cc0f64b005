import { openApiDocument } from "@stackdeck/api-types";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Documented, OperationSpec } from "./openapi/document.ts";
import { OpenApiWorld, type Received, type SentRequest } from "./openapi/world.ts";
import { type RestServer, startRestServer } from "./rest-server.ts";

/* What the document promises of many calls holds for each of them. */

let rest: RestServer;
let world: OpenApiWorld;
beforeAll(async () => {
  rest = await startRestServer({ hypervisors: 2 });
  world = await OpenApiWorld.over(rest);
});
afterAll(() => rest.close());

const specs = Object.values(openApiDocument({ version: "" }).paths).flatMap(
  (verbs) => Object.values(verbs) as unknown as OperationSpec[],
);
const idsWith = (header: string) =>
  specs
    .filter(({ parameters }) => parameters.some(({ name }) => name === header))
    .map(({ operationId }) => operationId);

/** The example of an operation on a fresh VM. */
async function exampleOf(id: string): Promise<{ documented: Documented; request: SentRequest }> {
  await world.onlyVmFor(id);
  const documented = await world.served(id);
  const examples = documented.spec.parameters.filter((one) => one.in === "path" && one.example !== undefined);
  const path = {
    ...(await world.path(documented)),
    ...Object.fromEntries(examples.map(({ name, example }) => [name, String(example)])),
  };
  const content = documented.spec.requestBody?.content ?? {};
  if (content["application/octet-stream"] !== undefined)
    return { documented, request: { path, body: new Uint8Array([1, 2, 3]) } };
  const json = content["application/json"];
  const request = json === undefined ? { path } : { path, body: JSON.stringify(json.example ?? {}) };
  return { documented, request };
}

async function sent(documented: Documented, request: SentRequest): Promise<Received> {
  const answer = await world.send(documented, request);
  if (answer === undefined) throw new Error("no answer in time");
  return answer;
}

/** Calls that have nothing to do on a fresh VM, or need what no example can bring: their refusal frees the key. */
const refused = new Set([
  "cancelOperation",
  "commitOperation",
  "revokeToken",
  "removeView",
  "AcknowledgeVm",
  "CommitImportedVm",
  "ExportLocalVm",
  "ImportLocalVm",
  "BecomePrimaryVmOwner",
  "RestoreVmImage",
  "RestoreVmUserData",
  "ReplaceVmCredentials",
  "NetbootMachine",
]);

describe("an Idempotency-Key", () => {
  it.each(idsWith("Idempotency-Key").filter((id) => id !== "PowerOff"))("of %s is honoured", async (id) => {
    const { documented, request: example } = await exampleOf(id);
    const request = { ...example, headers: { "Idempotency-Key": `key of ${id}` } };
    const first = await sent(documented, request);
    const again = await sent(documented, request);
    if (first.status >= 400) {
      expect([...refused], first.text).toContain(id);
      return;
    }
    expect([200, 201, 202, 204], first.text).toContain(first.status);
    expect([again.status, again.headers.get("idempotency-replayed")]).toEqual([first.status, "true"]);
    // Secrets are answered once; what an operation has become is asked of the operation.
    const { Secret: _secret, Token: _token, ...kept } = (first.json ?? {}) as Record<string, unknown>;
    expect(again.json ?? {}).toEqual(kept);
  });
});

describe("an ETag", () => {
  // A VM that was not made by CreateVm has no such request, and one that does not run no screen.
  const absent = ["GetVmCreateRequest", "getVmThumbnail"];
  it.each(idsWith("If-None-Match").filter((id) => !absent.includes(id)))(
    "of %s spares the answer",
    async (id) => {
      const { documented, request } = await exampleOf(id);
      const { path } = request;
      const query =
        id === "listSearchValues"
          ? ([
              ["noun", "vms"],
              ["key", "name"],
            ] as const)
          : [];
      const first = await sent(documented, { path, query });
      expect(first.status, first.text).toBe(200);
      const tag = first.headers.get("etag") ?? "";
      expect(tag).toMatch(/^"[\w-]+"$/);
      const again = await sent(documented, { path, query, headers: { "If-None-Match": `"other", ${tag}` } });
      if (first.text === (await sent(documented, { path, query })).text)
        expect([again.status, again.text]).toEqual([304, ""]);
    },
  );
});

describe("events of an operation", () => {
  it("go on after the last one that was seen", async () => {
    const ip = await rest.addVm({ name: "evented" });
    const started = await rest.post(`/vms/${ip}/stop`, {}, { Prefer: "respond-async" });
    await rest.follow(started);
    const events = async (headers = {}) =>
      (await rest.get(`/operations/${started.json.Id}/events`, headers)).text;
    const first = await events();
    const id = /^id: (.+)$/m.exec(first)?.[1] ?? "";
    expect(first).toContain('"State":"succeeded"');
    expect(await events({ "Last-Event-ID": id })).toBe("");
    expect(await events({ "Last-Event-ID": "of another life" })).toBe(first);
  });
});
