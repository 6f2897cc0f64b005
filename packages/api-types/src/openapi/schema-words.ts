import type { JsonSchema } from "./json-schema.ts";

/** Any text. */
export const text: JsonSchema = { type: "string" };
/** A whole number. */
export const count: JsonSchema = { type: "integer" };
/** Yes or no. */
export const flag: JsonSchema = { type: "boolean" };
/** A list of texts. */
export const texts: JsonSchema = { type: "array", items: text };
/** Whole numbers by name. */
export const counts: JsonSchema = { type: "object", additionalProperties: count };
/** A time that may not have come. */
export const timeOrNever: JsonSchema = { type: "string", description: "RFC 3339; empty for never" };

/** An object all of whose fields are there, but for those named optional. */
export function object(properties: Record<string, JsonSchema>, optional: readonly string[] = []): JsonSchema {
  return {
    type: "object",
    properties,
    required: Object.keys(properties).filter((name) => !optional.includes(name)),
  };
}
