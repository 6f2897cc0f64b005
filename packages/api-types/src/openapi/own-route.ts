import type { HttpVerb } from "../methods/method-row.ts";
import type { JsonSchema } from "./json-schema.ts";
import { schemaRef } from "./json-schema.ts";

/** A route that is ours rather than a method of the hypervisor. */
export interface OwnRoute {
  readonly verb: HttpVerb;
  readonly path: string;
  readonly id: string;
  readonly tag: string;
  readonly summary: string;
  /** Query parameters with their schemas. */
  readonly query?: Readonly<Record<string, JsonSchema>>;
  readonly body?: JsonSchema | "bytes";
  /** Status and schema of the good answer; `null` for no content. */
  readonly answer: {
    readonly status: 200 | 201 | 202 | 204;
    readonly schema: JsonSchema | "events" | "text" | "picture" | null;
  };
  readonly example?: unknown;
  /** Takes no sign-in. */
  readonly isOpen?: true;
  /** Never answered from a cache, and not under an Idempotency-Key. */
  readonly isFresh?: true;
}

export const text: JsonSchema = { type: "string" };
export const count: JsonSchema = { type: "integer", minimum: 0 };
/** Query of every list. */
export const listQuery: Readonly<Record<string, JsonSchema>> = {
  filter: {
    type: "string",
    description: "search language, for example `state:running mem>=8G`",
    maxLength: 4096,
  },
  sort: { type: "string", description: "fields separated by commas, a minus sign before one turns it round" },
  fields: { type: "string", description: "names of the fields wanted, separated by commas" },
  limit: { type: "integer", minimum: 1, maximum: 1000 },
  cursor: {
    type: "string",
    minLength: 1,
    pattern: "^[A-Za-z0-9_-]+$",
    description: "NextCursor of the former page",
  },
};

/** A page of a list. */
export function pageOf(name: string): JsonSchema {
  return {
    type: "object",
    properties: {
      Items: { type: "array", items: schemaRef(name) },
      Total: { type: "integer", description: "rows that match, on all pages" },
      NextCursor: { type: ["string", "null"], description: "for the next page; null on the last one" },
    },
    required: ["Items", "NextCursor"],
    additionalProperties: false,
  };
}

/** A list that comes whole. */
export function itemsOf(name: string): JsonSchema {
  return {
    type: "object",
    properties: { Items: { type: "array", items: schemaRef(name) } },
    required: ["Items"],
    additionalProperties: false,
  };
}
