import { accessTokenHeader, mayAnswerLater, takesTokenHeader } from "../methods/complete-row.ts";
import type { MethodRow } from "../methods/method-row.ts";
import type { ExampleValues } from "./examples.ts";
import { pathExample } from "./examples.ts";
import type { JsonSchema } from "./json-schema.ts";

const pathDescriptions: Readonly<Record<string, readonly [string, JsonSchema]>> = {
  ip: ["address of the VM", { type: "string" }],
  id: ["identifier", { type: "string" }],
  index: ["number of the volume, 0 is the root volume", { type: "integer", minimum: 0 }],
  name: ["name of the snapshot, `.default` for the unnamed one", { type: "string" }],
  filename: ["name of the file", { type: "string" }],
  slot: ["what the bytes are", { type: "string", enum: ["image", "secondary-volumes"] }],
};

/** A part of the path. */
export function pathParameter(name: string, path: string, values: ExampleValues): JsonSchema {
  const [description, schema] = pathDescriptions[name] ?? [name, { type: "string" }];
  const example = pathExample(name, path, values);
  return { name, in: "path", required: true, description, schema, ...(example !== undefined && { example }) };
}

function header(name: string, schema: JsonSchema, description: string): JsonSchema {
  return { name, in: "header", schema, description };
}

export const idempotencyKey = header(
  "Idempotency-Key",
  { type: "string", minLength: 1, maxLength: 200 },
  "Chosen by the caller: repeating a call with the same key does not repeat its effect.",
);
export const knownAnswer = header(
  "If-None-Match",
  { type: "string" },
  "The ETag of an answer you have: 304 when it has not changed.",
);
const expectedAnswer = header(
  "If-Match",
  { type: "string" },
  "The ETag of the VM as you have read it: 412 when it has changed since, and nothing is done.",
);
export const lastEvent = header(
  "Last-Event-ID",
  { type: "string" },
  "The id of the last event you have: what it said is not said again.",
);

/** Headers that a method heeds. */
export function headerParameters(row: MethodRow): JsonSchema[] {
  const isReply = row.framing === "request-reply";
  return [
    ...(takesTokenHeader(row)
      ? [header(accessTokenHeader, { type: "string" }, "The access token of the VM, instead of owning it.")]
      : []),
    ...(row.mutating ? [idempotencyKey] : []),
    ...(row.mutating && row.rest.params.some(({ name }) => name === "ip") ? [expectedAnswer] : []),
    ...(mayAnswerLater(row)
      ? [
          header(
            "Prefer",
            { type: "string", examples: ["respond-async"] },
            "`respond-async`: answer 202 with an operation at once. Other preferences are passed over.",
          ),
        ]
      : []),
    ...(!row.mutating && isReply && row.rest.verb === "GET" ? [knownAnswer] : []),
    ...(row.framing === "block-sync"
      ? [header("Range", { type: "string" }, "Part of the volume, for example `bytes=0-1048575`.")]
      : []),
  ];
}
