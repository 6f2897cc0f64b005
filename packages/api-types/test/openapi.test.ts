import { describe, expect, test } from "vitest";
import type { MethodName } from "../src/index.ts";
import { checkInput, methodList, methods, openApiDocument, requestSchema } from "../src/index.ts";
import { bodyExamples, defaultExampleValues } from "../src/openapi/examples.ts";

const document = openApiDocument({ version: "1.2.3", examples: { vm: "10.0.0.8" } });
const operations = Object.entries(document.paths).flatMap(([path, verbs]) =>
  Object.entries(verbs).map(([verb, operation]) => ({
    path,
    verb,
    operation: operation as unknown as Operation,
  })),
);

interface Operation {
  readonly operationId: string;
  readonly parameters: readonly { name: string; in: string; required?: boolean }[];
  readonly requestBody?: { content: Record<string, { schema: { properties?: Record<string, unknown> } }> };
  readonly responses: Record<string, unknown>;
}

describe("OpenAPI document", () => {
  test("has every method of the hypervisor once, where the table says", () => {
    for (const row of methodList.filter((one) => one.implementedBy === null)) {
      const found = operations.filter(({ operation }) => operation.operationId === row.name);
      expect(found.map(({ path, verb }) => `${verb} ${path}`)).toEqual([
        `${row.rest.verb.toLowerCase()} ${row.rest.path}`,
      ]);
    }
    const ids = operations.map(({ operation }) => operation.operationId);
    expect(new Set(ids).size).toBe(ids.length);
  });

  test("every reference leads somewhere", () => {
    const text = JSON.stringify(document);
    const names = [...text.matchAll(/"\$ref":"#\/components\/schemas\/([^"]+)"/g)].map(
      (match) => match[1] as string,
    );
    for (const name of new Set(names)) expect(document.components.schemas).toHaveProperty([name]);
    expect(Object.keys(document.components.schemas)).toContain("VmInfo");
    expect(text).not.toContain("undefined");
  });

  test("parameters of paths are described, and every operation may fail", () => {
    for (const { path, operation } of operations) {
      const inPath = [...path.matchAll(/\{(\w+)\}/g)].map((match) => match[1]);
      const described = operation.parameters
        .filter((parameter) => parameter.in === "path")
        .map((one) => one.name);
      expect(described, path).toEqual(inPath);
      expect(Object.keys(operation.responses)).toEqual(expect.arrayContaining(["4XX", "502", "503"]));
      expect(Object.keys(operation.responses).some((status) => /^[123]\d\d$/.test(status))).toBe(true);
    }
  });

  test("nobody is asked for what the server fills in", () => {
    const copy = operations.find(({ operation }) => operation.operationId === "CopyVm")?.operation;
    const fields = Object.keys(copy?.requestBody?.content["application/json"]?.schema.properties ?? {});
    expect(fields).toContain("Hypervisor");
    expect(fields).not.toContain("AccessToken");
    expect(fields).not.toContain("IpAddress");
  });

  test("examples are valid requests", () => {
    for (const [name, example] of Object.entries(bodyExamples(defaultExampleValues))) {
      const { Hypervisor: _, ...body } = example as Record<string, unknown>;
      expect(checkInput(requestSchema(name as MethodName), body), name).toMatchObject({ ok: true });
      expect(methods[name as MethodName].rest.input).toBe("json");
    }
  });
});
