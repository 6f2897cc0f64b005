import { type MethodName, methodList } from "@stackdeck/api-types";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type CallerName, type MatrixCaller, matrixCallers } from "./matrix/callers.ts";
import type { Decision } from "./matrix/hypervisor-decision.ts";
import { MatrixWorld, type Question } from "./matrix/matrix-world.ts";

/*
 * Before a call leaves, the server decides by the rule of the method table whether its caller may make it. Here every
 * method is asked for by every kind of caller, three times: of the rule, of a server with that caller's certificate over
 * REST, and of the simulated hypervisor over SRPC with the same certificate. They must never differ.
 */

let world: MatrixWorld;
beforeAll(async () => {
  world = await MatrixWorld.start();
  world.setOwners({ users: ["carol"], groups: [] });
}, 60_000);
afterAll(() => world.close());

async function agreed(question: Question, told: string): Promise<Decision> {
  const { rule, hypervisor, server } = await world.ask(question);
  expect({ rule, server: server.decision }, `${told} (${server.seen})`).toEqual({
    rule: hypervisor,
    server: hypervisor,
  });
  // A refusal is the server's own, and no call leaves; only whether a secret is the right one must be asked.
  const isAsked = question.caller.token === "wrong" || question.change?.VerificationCookie !== undefined;
  if (hypervisor === "denied" && !isAsked) expect(server.alone, told).toBe(true);
  return hypervisor;
}

const cells = { allowed: 0, denied: 0 };
/** Calls of each method that were let through, on both ways: what the API checklist builds on. */
const calls: Record<string, { srpc: number; rest: number }> = {};

describe("permission matrix", () => {
  it.each(methodList.map((row) => [row.name, row] as const))("%s", async (method, row) => {
    const names = Object.keys(matrixCallers) as CallerName[];
    const asked = names.filter((name) => matrixCallers[name].applies(row));
    const ask = (name: CallerName) => agreed({ method, caller: matrixCallers[name] }, `${method} by ${name}`);
    const decisions = await Promise.all(asked.map(ask));
    for (const decision of decisions) cells[decision] += 1;
    const allowed = decisions.filter((decision) => decision === "allowed").length;
    // They agreed, so each was let through by the hypervisor itself and by the server.
    calls[method] = { srpc: allowed, rest: allowed };
    await world.clear();
  });

  it("has no empty cell and both kinds of answers", () => {
    const columns = Object.values<MatrixCaller>(matrixCallers);
    const expected = methodList.flatMap((row) => columns.filter((caller) => caller.applies(row))).length;
    expect(cells.allowed + cells.denied).toBe(expected);
    expect(cells.denied).toBeGreaterThan(expected / 4);
    expect(cells.allowed).toBeGreaterThan(expected / 4);
  });
});

it("is what the API checklist says of calls", async () => {
  const file = "../../../../docs/api-evidence/calls.json";
  await expect(`${JSON.stringify(calls, null, 2)}\n`).toMatchFileSnapshot(file);
});

describe("what a request asks for beyond the method", () => {
  const {
    admin,
    "hypervisor owner": hypervisorOwner,
    "VM owner": owner,
    "other user": other,
  } = matrixCallers;
  const own = { ...other, vm: { owner: "bob", groups: [] } };
  const wrongCookie = { VerificationCookie: Buffer.alloc(32, 1).toString("base64") };
  const cases: [string, MethodName, MatrixCaller, Record<string, unknown>, Decision][] = [
    ["a subnet for others", "CreateVm", other, { SubnetId: "team-a-private" }, "denied"],
    ["a subnet for one's group", "CreateVm", owner, { SubnetId: "team-a-private" }, "allowed"],
    ["a subnet for others, with powers", "CreateVm", admin, { SubnetId: "team-a-private" }, "allowed"],
    [
      "a subnet for others, as the machine's owner",
      "CreateVm",
      hypervisorOwner,
      { SubnetId: "team-a-private" },
      "allowed",
    ],
    ["a copy into a subnet for others", "CopyVm", own, { SubnetId: "team-a-private" }, "denied"],
    ["a copy into a subnet for one's group", "CopyVm", owner, { SubnetId: "team-a-private" }, "allowed"],
    ["a move into a subnet for others", "ChangeVmSubnet", own, { SubnetId: "team-a-private" }, "denied"],
    [
      "a move into a subnet for one's group",
      "ChangeVmSubnet",
      owner,
      { SubnetId: "team-a-private" },
      "allowed",
    ],
    ["a priority above others", "ChangeVmCpuPriority", owner, { CpuPriority: -1 }, "denied"],
    ["a priority above others, with powers", "ChangeVmCpuPriority", admin, { CpuPriority: -1 }, "allowed"],
    ["a new VM with a priority above others", "CreateVm", other, { CpuPriority: -1 }, "denied"],
    ["a copy with a priority above others", "CopyVm", owner, { CpuPriority: -1 }, "denied"],
    ["a virtualiser of one's own", "CreateVm", other, { VirtualiserImageName: "mine" }, "denied"],
    ["a copy with a virtualiser of one's own", "CopyVm", owner, { VirtualiserImageName: "mine" }, "denied"],
    [
      "a virtualiser of one's own, with powers",
      "CreateVm",
      admin,
      { VirtualiserImageName: "mine" },
      "allowed",
    ],
    ["an import without the right cookie", "ImportLocalVm", admin, wrongCookie, "denied"],
    ["an export without the right cookie", "ExportLocalVm", owner, wrongCookie, "denied"],
  ];
  it.each(cases)("%s: %s", async (_title, method, caller, change, expected) => {
    expect(await agreed({ method, caller, change }, method)).toBe(expected);
    await world.clear();
  });
});

describe("owners of the machine", () => {
  const { "hypervisor owner": carol, "VM owner": alice } = matrixCallers;
  const ofOthers = { ...alice, vm: { owner: "dave", groups: [] } };

  it("are learned by asking it", async () => {
    const disable = (caller: MatrixCaller) =>
      agreed({ method: "SetDisabledState", caller }, "SetDisabledState");
    expect(await disable(ofOthers)).toBe("denied");
    world.setOwners({ users: [], groups: ["team-a"] });
    expect(await disable(ofOthers)).toBe("allowed");
    expect(await agreed({ method: "StopVm", caller: ofOthers }, "StopVm")).toBe("allowed");
  });

  it("lose it when the machine says so, although the server believed it", async () => {
    const { hypervisor, server } = await world.ask({ method: "SetDisabledState", caller: carol });
    expect([hypervisor, server.decision]).toEqual(["denied", "denied"]);
    expect(await agreed({ method: "SetDisabledState", caller: carol }, "SetDisabledState")).toBe("denied");
  });

  it("are told to the browser", async () => {
    const answer = await world.server("alice").get("/session");
    expect(answer.json.HypervisorOwnerOf).toEqual([world.simulation.addresses[0]]);
  });
});
