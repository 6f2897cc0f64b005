import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import type { Schema, WireType } from "../src/index.ts";
import { factsOf, hypervisorMessages, messagesByPackage } from "../src/index.ts";

interface ReferenceType {
  readonly kind: string;
  readonly bits?: number;
  readonly len?: number;
  readonly ref?: string;
  readonly named?: string;
  readonly elem?: ReferenceType;
  readonly key?: ReferenceType;
}
interface ReferenceField {
  readonly name: string;
  readonly type: ReferenceType;
  readonly json: { readonly name: string; readonly omitempty: boolean; readonly inlined?: boolean };
  readonly embedded: boolean;
}
interface ReferenceEntry {
  readonly package: string;
  readonly name: string;
  readonly kind: string;
  readonly fields?: readonly ReferenceField[];
  readonly type?: ReferenceType;
  readonly implementations?: readonly string[];
}
const reference = JSON.parse(readFileSync(new URL("../testdata/messages.json", import.meta.url), "utf8")) as {
  types: Record<string, ReferenceEntry>;
  enums: Record<string, { values: readonly { number: number; text: string }[] }>;
};

/** Our schemas as `package.GoName`. */
const ours = new Map<string, Schema>();
for (const [packageName, schemas] of Object.entries(messagesByPackage)) {
  for (const schema of Object.values(schemas) as Schema[])
    ours.set(`${packageName}.${factsOf(schema).name}`, schema);
}

function bareName(reference: string): string {
  return reference.slice(reference.indexOf(".") + 1);
}

/** The reference's type in the words of ours, structs and enumerations by name only. */
function expectedWire(type: ReferenceType): unknown {
  switch (type.kind) {
    case "int":
    case "uint":
      return { kind: type.kind, bits: type.bits };
    case "struct":
    case "enum":
    case "interface":
      return { kind: type.kind, name: bareName(type.ref as string) };
    case "slice":
    case "pointer":
      return { kind: type.kind, elem: expectedWire(type.elem as ReferenceType) };
    case "array":
      return { kind: "array", len: type.len, elem: expectedWire(type.elem as ReferenceType), text: "hex" };
    case "map":
      return {
        kind: "map",
        key: expectedWire(type.key as ReferenceType),
        elem: expectedWire(type.elem as ReferenceType),
      };
    default:
      return type.named?.endsWith(".HardwareAddr") ? { kind: type.kind, text: "mac" } : { kind: type.kind };
  }
}

function brief(type: WireType): unknown {
  switch (type.kind) {
    case "struct":
    case "enum":
    case "interface":
      return { kind: type.kind, name: type.name };
    case "slice":
    case "pointer":
    case "array":
      return { ...type, elem: brief(type.elem) };
    case "map":
      return { ...type, key: brief(type.key), elem: brief(type.elem) };
    case "uint":
      // What its bits mean is not the reference's to say.
      return { kind: type.kind, bits: type.bits };
    default:
      return type;
  }
}

describe("messages against the reference", () => {
  test("there are exactly the reference's types", () => {
    expect([...ours.keys()].sort()).toEqual(Object.keys(reference.types).sort());
    expect(ours.size).toBe(248);
  });

  test.each(Object.entries(reference.types))("%s", (key, entry) => {
    const { wire } = factsOf(ours.get(key) as Schema);
    if (entry.kind === "struct") {
      const fields = (entry.fields ?? []).map((field) => ({
        name: field.name,
        type: expectedWire(field.type),
        ...(field.json.omitempty && { omitempty: true }),
        ...(field.embedded && { embedded: true }),
      }));
      expect(wire.kind === "struct" && wire.name).toBe(entry.name);
      expect(
        wire.kind === "struct" && wire.fields.map((field) => ({ ...field, type: brief(field.type) })),
      ).toEqual(fields);
      expect((entry.fields ?? []).filter((field) => field.json.name !== field.name)).toEqual([]);
    } else if (entry.kind === "enum") {
      const texts = reference.enums[key]?.values.map((value) => value.text);
      expect(reference.enums[key]?.values.map((value) => value.number)).toEqual(
        texts?.map((_, index) => index),
      );
      expect(wire).toEqual({ kind: "enum", name: entry.name, texts });
    } else if (entry.kind === "interface") {
      expect(wire.kind === "interface" && [...wire.implementations.keys()]).toEqual(entry.implementations);
    } else {
      expect(brief(wire)).toEqual(expectedWire({ ...entry.type, named: key } as ReferenceType));
    }
  });

  test("every message and field says what it means", () => {
    for (const [key, schema] of ours) {
      expect(factsOf(schema).doc, key).not.toBe("");
      const fields = (schema as { fields?: Record<string, { doc: string }> }).fields ?? {};
      for (const [name, field] of Object.entries(fields)) expect(field.doc, `${key}.${name}`).not.toBe("");
    }
  });
});

test("the wire description leads to the schemas of the fields", () => {
  const { wire } = factsOf(hypervisorMessages.CreateVmRequest);
  const embedded = wire.kind === "struct" ? wire.fields.find((field) => field.embedded) : undefined;
  expect(embedded?.type).toBe(factsOf(hypervisorMessages.VmInfo).wire);
});
