import { openApiDocument } from "@stackdeck/api-types";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Case, invalidCases, pathCases, validCases } from "./openapi/cases.ts";
import type { Documented } from "./openapi/document.ts";
import { OpenApiWorld, type Received } from "./openapi/world.ts";
import { type RestServer, startRestServer } from "./rest-server.ts";

/*
 * Drives the whole OpenAPI document against a server over simulated hypervisors: for each operation requests that the
 * document allows and requests that it does not. Every answer must be one that the document describes; wrong input must
 * be refused by name; nothing is ever a defect of ours (500).
 */

const seed = 20261124;
/** What a random request must not do: the tests that follow need the machine. */
const fixed: Readonly<Record<string, Readonly<Record<string, unknown>>>> = {
  PowerOff: { StopVMs: false },
  // Nobody answers, so each would be waited for.
  NetbootMachine: { NumAcknowledgementsToWaitFor: 0 },
};

let rest: RestServer;
let world: OpenApiWorld;
const seen = new Set<number>();

beforeAll(async () => {
  rest = await startRestServer({ hypervisors: 2 });
  world = await OpenApiWorld.over(rest);
  world.remember();
  await rest.addVm({ name: "stays", memoryInMiB: 64 });
});
afterAll(() => rest.close());

async function check(operation: Documented, one: Case): Promise<void> {
  const answer = await world.send(operation, one.sent);
  if (answer === undefined) return;
  seen.add(answer.status);
  const told = `${operation.id}: ${one.told} → ${answer.status} ${answer.text.slice(0, 400)}`;
  expect(answer.status, told).not.toBe(500);
  expect(world.document.undocumented(operation, answer), told).toBe("");
  if (answer.status >= 400) expectProblem(answer, told);
  // Attempts to sign in are few and short, whatever is in them.
  if (operation.id === "signIn" && [413, 429].includes(answer.status)) return;
  if (one.status !== undefined) expect(answer.status, told).toBe(one.status);
  if (one.names !== undefined) expectNamed(answer, one, told);
}

function expectProblem(answer: Received, told: string): void {
  const problem = answer.json as Record<string, unknown>;
  expect(problem, told).toMatchObject({ status: answer.status, code: expect.stringMatching(/^[A-Z_]+$/) });
  expect(problem.title, told).toMatch(/\S/);
  expect(problem.detail, told).toMatch(/\S/);
  expect(problem.requestId, told).toBe(answer.headers.get("x-request-id"));
}

function expectNamed(answer: Received, one: Case, told: string): void {
  expect(answer.status, told).toBe(400);
  const { errors = [] } = answer.json as { errors?: { field: string; message: string }[] };
  const about = errors.filter(
    ({ field }) =>
      field === one.names || field.startsWith(`${one.names}.`) || field.startsWith(`${one.names}[`),
  );
  expect(about.length, told).toBeGreaterThan(0);
  for (const word of one.words ?? []) expect(about[0]?.message, told).toContain(JSON.stringify(word));
}

async function makingOf(operation: Documented) {
  return {
    document: world.document,
    operation,
    path: await world.path(operation),
    seed,
    fixed: fixed[operation.id] ?? {},
  };
}

const ids = Object.values(openApiDocument({ version: "" }).paths).flatMap((verbs) =>
  Object.values(verbs).map(({ operationId }) => String(operationId)),
);

describe("the OpenAPI document, operation by operation", () => {
  it.each(ids)("%s", async (id) => {
    const operation = world.document.operations.find((one) => one.id === id) as Documented;
    const making = await makingOf(operation);
    const faults: string[] = [];
    for (const one of [...validCases(making), ...invalidCases(making), ...pathCases(making)]) {
      // Requests before may have been the end of the VM.
      const path = one.sent.path === making.path ? await world.path(operation) : one.sent.path;
      const sent = { ...one.sent, path };
      await check(operation, { ...one, sent }).catch((error: Error) => faults.push(error.message));
    }
    world.reset();
    expect(faults).toEqual([]);
  });

  it("has seen every kind of answer, and nothing sticks to a prototype", () => {
    expect(world.count).toBeGreaterThan(ids.length * 20);
    expect(world.slow).toBe(0);
    expect(
      new Set([200, 202, 204, 400, 404, 409, 413, 415, 422].filter((status) => !seen.has(status))),
    ).toEqual(new Set());
    expect(Object.hasOwn(Object.prototype, "polluted")).toBe(false);
  });
});
