import { readFileSync } from "node:fs";
import { describe, expect, expectTypeOf, test } from "vitest";
import type { MethodName, Methods } from "../src/index.ts";
import {
  factsOf,
  hypervisorMessages,
  isMethodName,
  messagesByPackage,
  methodCategories,
  methodList,
  methods,
  requestSchema,
  responseSchema,
} from "../src/index.ts";

interface ReferenceMethod {
  readonly name: string;
  readonly category: string;
  readonly access: string;
  readonly checklist: { readonly rest: string | null } | null;
  readonly driver: string;
  readonly handler: string;
  readonly requestType: string;
  readonly requestFields: readonly string[];
  readonly responseType: string | null;
  readonly responseFields: readonly string[];
  readonly clientReplyType?: string;
  readonly clientReplyFields?: readonly string[];
  readonly streamTypes?: readonly string[];
  readonly virtual?: boolean;
  readonly implementedBy?: string;
  readonly extra?: boolean;
  readonly authorization: { readonly kind: string };
  readonly states: {
    readonly allowed: readonly string[];
    readonly refused: Record<string, string>;
    readonly note?: string;
  } | null;
  readonly refusedWhileMutationsBlocked: boolean;
  readonly updates: { readonly visible: boolean };
  readonly idempotent: string;
  readonly longRunning: boolean;
  readonly destructive: boolean;
  readonly destructiveWhen: string | null;
  readonly confirm: string;
  readonly confirmRaisedWhen: readonly { readonly when: string; readonly level: string }[];
  readonly cli: string;
  readonly inApril2025: boolean;
  readonly mayBeUnauthenticated: boolean;
}

function readJson(name: string): unknown {
  return JSON.parse(readFileSync(new URL(`../testdata/${name}`, import.meta.url), "utf8"));
}

const reference = readJson("methods.json") as readonly ReferenceMethod[];
const wireMethods = (
  readJson("messages.json") as {
    methods: {
      service: string;
      name: string;
      request: string;
      reply: string;
      public: boolean;
      kind: string;
    }[];
  }
).methods.filter((method) => method.service === "Hypervisor");

function fieldNames(messageName: string): string[] {
  const { wire } = factsOf(hypervisorMessages[messageName as keyof typeof hypervisorMessages]);
  return wire.kind === "struct" ? wire.fields.map((field) => field.name).sort() : [];
}

describe("the method table against the reference", () => {
  test("has exactly the reference's 81 rows", () => {
    expect(methodList.map((row) => row.name).sort()).toEqual(reference.map((row) => row.name).sort());
    expect(methodList).toHaveLength(81);
    expect([...methodCategories].sort()).toEqual([...new Set(reference.map((row) => row.category))].sort());
  });

  test.each(reference.map((row) => [row.name, row] as const))("%s", (name, expected) => {
    const row = methods[name as MethodName];
    expect({
      category: row.category,
      access: row.access,
      driver: row.framing,
      requestType: row.request,
      responseType: row.response,
      clientReplyType: row.clientReply,
      streamTypes: row.streamTypes,
      implementedBy: row.implementedBy,
      extra: row.extra,
      authorization: row.authorization,
      states: row.states && {
        allowed: row.states.allowed,
        refused: row.states.refused,
        note: row.states.note,
      },
      refusedWhileMutationsBlocked: row.refusedWhileMutationsBlocked,
      visible: row.announced,
      idempotent: row.idempotent,
      longRunning: row.longRunning,
      destructive: row.destructive,
      destructiveWhen: row.destructiveWhen,
      confirm: row.confirm.level,
      raised: row.confirm.raised && { when: row.confirm.raised.when, level: row.confirm.raised.level },
      inApril2025: !row.sinceApril2025,
      mayBeUnauthenticated: row.mayBeUnauthenticated,
    }).toEqual({
      category: expected.category,
      access: expected.access,
      driver: expected.driver,
      requestType: expected.requestType,
      responseType: expected.responseType,
      clientReplyType: expected.clientReplyType ?? null,
      streamTypes: expected.streamTypes ?? [],
      implementedBy: expected.implementedBy ?? null,
      extra: expected.extra ?? false,
      authorization: expected.authorization.kind,
      states: expected.states && {
        allowed: expected.states.allowed,
        refused: expected.states.refused,
        note: expected.states.note,
      },
      refusedWhileMutationsBlocked: expected.refusedWhileMutationsBlocked,
      visible: expected.updates.visible,
      idempotent: expected.idempotent.startsWith("yes"),
      longRunning: expected.longRunning,
      destructive: expected.destructive,
      destructiveWhen: expected.destructiveWhen,
      confirm: expected.confirm,
      raised: expected.confirmRaisedWhen[0],
      inApril2025: expected.inApril2025,
      mayBeUnauthenticated: expected.mayBeUnauthenticated,
    });
    expect(fieldNames(row.request)).toEqual([...expected.requestFields].sort());
    if (row.response) expect(fieldNames(row.response)).toEqual([...expected.responseFields].sort());
    if (row.clientReply)
      expect(fieldNames(row.clientReply)).toEqual([...(expected.clientReplyFields ?? [])].sort());
    if (row.cli) expect(expected.cli.startsWith(row.cli)).toBe(true);
    else expect(expected.cli).toMatch(/^(none|used|automatic)/);
    const verb = expected.checklist?.rest;
    if (verb && verb !== "Stream") expect(row.rest.verb).toBe(verb);
  });

  test("agrees with the methods of the wire reference", () => {
    const real = methodList.filter((row) => row.implementedBy === null);
    expect(real.map((row) => row.name).sort()).toEqual(wireMethods.map((method) => method.name).sort());
    for (const method of wireMethods) {
      const row = methods[method.name as MethodName];
      expect(`hypervisor.${row.request}`).toBe(method.request);
      expect(`hypervisor.${row.response}`).toBe(method.reply);
      expect(row.access === "public", method.name).toBe(method.public);
    }
  });
});

describe("the method table by itself", () => {
  test("gives each method one route of its own", () => {
    const routes = methodList.map((row) => `${row.rest.verb} ${row.rest.path} ${row.rest.prefer ?? ""}`);
    expect(new Set(routes).size).toBe(routes.length);
  });

  test.each(methodList.map((row) => [row.name, row] as const))("%s fits its messages", (_, row) => {
    const fields = factsOf(requestSchema(row.name)).wire;
    const names = fields.kind === "struct" ? fields.fields.map((field) => field.name) : [];
    for (const param of row.rest.params) if (param.field !== null) expect(names).toContain(param.field);
    for (const field of row.rest.filledByServer) expect(names).toContain(field);
    const response = responseSchema(row.name);
    const answered = response ? Object.keys(response.fields) : [];
    for (const secret of row.secrets) expect([...names, ...answered]).toContain(secret);
    expect(names.includes("IpAddress")).toBe(row.rest.path.startsWith("/vms/{ip}"));
    expect(row.rest.verb === "GET" ? !row.mutating : true).toBe(true);
    if (row.destructive) expect(row.mutating).toBe(true);
    if (row.destructive) expect(row.confirm.level).not.toBe("none");
    for (const streamType of row.streamTypes) {
      const [packageName, name] = streamType.split(".") as [keyof typeof messagesByPackage, string];
      expect(Object.keys(messagesByPackage[packageName])).toContain(name);
    }
  });

  test("speaks to people", () => {
    for (const row of methodList) {
      expect(row.summary).toMatch(/^[A-Z].*\.$/);
      expect(row.label).toMatch(/^[A-Z]/);
      if (row.confirm.level !== "none") expect(row.confirm.text).toMatch(/^[A-Z].*\.$/);
      if (row.confirm.raised) expect(row.confirm.raised.text).toMatch(/^[A-Z].*\.$/);
    }
  });

  test("types follow from the table", () => {
    expectTypeOf<Methods["StopVm"]["request"]>().toEqualTypeOf<{ AccessToken: string; IpAddress: string }>();
    expectTypeOf<Methods["StopVm"]["input"]>().toEqualTypeOf<{
      AccessToken?: string | undefined;
      IpAddress?: string | undefined;
    }>();
    expectTypeOf<Methods["GetCapacity"]["response"]["NumCPUs"]>().toEqualTypeOf<number | undefined>();
    expectTypeOf<Methods["StartVmAsync"]["response"]>().toEqualTypeOf<null>();
    expectTypeOf<Methods["CreateVm"]["request"]["MemoryInMiB"]>().toEqualTypeOf<number>();
    expect(isMethodName("StopVm")).toBe(true);
    expect(isMethodName("constructor")).toBe(false);
  });
});
