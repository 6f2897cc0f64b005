import { openApiDocument } from "@stackdeck/api-types";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Documented } from "./openapi/document.ts";
import { OpenApiWorld } from "./openapi/world.ts";
import { type RestServer, startRestServer } from "./rest-server.ts";

/* The examples of the document name what is there on the installation that serves it, so each runs as it stands. */

let rest: RestServer;
let world: OpenApiWorld;
beforeAll(async () => {
  rest = await startRestServer({ hypervisors: 2 });
  world = await OpenApiWorld.over(rest);
});
afterAll(() => rest.close());

const exampleOf = (spec: Documented["spec"]) => spec.requestBody?.content["application/json"]?.example;

/** The last one leaves no machine to ask. */
const ids = Object.values(openApiDocument({ version: "" }).paths)
  .flatMap((verbs) => Object.values(verbs) as unknown as Documented["spec"][])
  .filter((spec) => exampleOf(spec) !== undefined)
  .map(({ operationId }) => operationId)
  .sort((a, b) => Number(a === "PowerOff") - Number(b === "PowerOff"));

async function runs(id: string, path: Record<string, string> = {}): Promise<Record<string, unknown>> {
  const operation = await world.served(id);
  const examples = operation.spec.parameters.filter((one) => one.in === "path");
  const parts = Object.fromEntries(examples.map(({ name, example }) => [name, String(example)]));
  const body = JSON.stringify(exampleOf(operation.spec));
  const answer = await world.send(operation, { path: { ...parts, ...path }, body });
  expect([answer?.status, answer?.text], body).toEqual([
    expect.toBeOneOf([200, 201, 202, 204]),
    answer?.text,
  ]);
  return { ...(answer?.json as object), status: answer?.status };
}

describe("the examples of the document", () => {
  it.each(ids.filter((id) => id !== "commitOperation"))("%s", async (id) => {
    await world.onlyVmFor(id);
    const answer = await runs(id);
    if (answer.status !== 202) return;
    const { State, Error: problem } = await rest.follow(
      { json: answer },
      (one) => one.EndedOn !== "" || one.State === "waiting-for-commit",
    );
    expect([State, problem]).toEqual([expect.toBeOneOf(["succeeded", "waiting-for-commit"]), null]);
    if (State !== "waiting-for-commit") return;
    await runs("commitOperation", { id: String(answer.Id) });
    expect((await rest.follow({ json: answer })).State).toBe("succeeded");
  });

  it("are there for every method that takes a body of its own", () => {
    expect(ids.length).toBeGreaterThan(40);
  });
});
