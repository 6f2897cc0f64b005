import type { Schema } from "../wire/schema.ts";
import { factsOf } from "../wire/schema.ts";
import type { AnyStruct, Field } from "../wire/struct.ts";
import { zeroTime } from "../wire/text-forms.ts";
import type { WireType } from "../wire/wire-type.ts";

/** A JSON schema, as OpenAPI 3.1 takes it. */
export type JsonSchema = Readonly<Record<string, unknown>>;

/** Reference to a schema of the document. */
export function schemaRef(name: string): JsonSchema {
  return { $ref: `#/components/schemas/${name}` };
}

/** Schema of a type in its JSON form. Structs are referred to by name. */
function typeSchema(type: WireType): JsonSchema {
  switch (type.kind) {
    case "bool":
      return { type: "boolean" };
    case "int":
    case "uint":
      return { type: "integer", ...integerLimits(type.kind, type.bits) };
    case "duration":
      return { type: "integer", format: "nanoseconds" };
    case "string":
      return { type: "string" };
    case "bytes":
      return type.text === "mac" ? { type: "string" } : { type: "string", contentEncoding: "base64" };
    case "ip":
      return { type: "string", anyOf: [{ format: "ipv4" }, { format: "ipv6" }, { const: "" }] };
    case "time":
      return { type: "string", format: "date-time", description: `${zeroTime} is never` };
    case "enum":
      return { type: "string", enum: type.texts };
    case "slice":
      return { type: "array", items: typeSchema(type.elem) };
    case "array":
      return { type: "string", pattern: `^[0-9a-fA-F]{${type.len * 2}}$` };
    case "map":
      return { type: "object", additionalProperties: typeSchema(type.elem) };
    case "pointer":
      return typeSchema(type.elem);
    case "struct":
      return schemaRef(type.name);
    case "interface":
      return { oneOf: [...type.implementations].map(([name, elem]) => variantSchema(name, elem)) };
  }
}

/** Schema of a message: its fields, those of embedded structs beside them. */
export function structSchema(schema: AnyStruct, without: readonly string[] = []): JsonSchema {
  const properties = Object.fromEntries(
    flatFields(schema)
      .filter(([name]) => !without.includes(name))
      .map(([name, field]) => [name, fieldSchema(field)]),
  );
  return { type: "object", description: factsOf(schema).doc, properties, additionalProperties: false };
}

/** Fields of a message as JSON shows them. */
export function flatFields(schema: AnyStruct): [string, Field][] {
  return Object.entries(schema.fields).flatMap(([name, field]): [string, Field][] =>
    field.presence === "embedded" ? flatFields(field.schema as AnyStruct) : [[name, field]],
  );
}

/** Schema of one field, with what is said about it. */
export function fieldSchema(field: Field): JsonSchema {
  return { ...typeSchema(factsOf(field.schema).wire), description: field.doc };
}

/** Names of the structs that a type leads to, itself included. */
export function structsIn(schema: Schema): string[] {
  const names = new Set<string>();
  const visit = (type: WireType): void => {
    if (type.kind === "struct") {
      if (names.has(type.name)) return;
      names.add(type.name);
      for (const field of type.fields) visit(field.type);
    } else if (type.kind === "interface") {
      for (const elem of type.implementations.values()) visit(elem);
    } else if ("elem" in type) visit(type.elem);
  };
  visit(factsOf(schema).wire);
  return [...names];
}

function variantSchema(name: string, elem: WireType): JsonSchema {
  return {
    type: "object",
    properties: { $type: { const: name }, $value: typeSchema(elem) },
    required: ["$type", "$value"],
  };
}

function integerLimits(kind: "int" | "uint", bits: number): JsonSchema {
  const most = Math.min(2 ** (kind === "int" ? bits - 1 : bits) - 1, Number.MAX_SAFE_INTEGER);
  return { minimum: kind === "uint" ? 0 : Math.max(-most - 1, Number.MIN_SAFE_INTEGER), maximum: most };
}
