import { mayAnswerLater } from "../methods/complete-row.ts";
import type { MethodRow } from "../methods/method-row.ts";
import { factsOf } from "../wire/schema.ts";
import type { AnyStruct } from "../wire/struct.ts";
import type { JsonSchema } from "./json-schema.ts";
import { schemaRef, structSchema } from "./json-schema.ts";

/** JSON content of a request or answer. */
export function jsonContent(schema: JsonSchema, example?: unknown): JsonSchema {
  return { "application/json": { schema, ...(example !== undefined && { example }) } };
}

const problem: JsonSchema = {
  description: "A problem document: `code` says which error of the catalogue it is.",
  content: { "application/problem+json": { schema: schemaRef("Problem") } },
};

/** What any call may be answered instead. There is no 500: that would be a defect. */
export const problemAnswers: JsonSchema = {
  "4XX": problem,
  501: { ...problem, description: "The hypervisor is too old for this." },
  502: { ...problem, description: "The hypervisor failed, or it is unknown whether it did what was asked." },
  503: { ...problem, description: "The hypervisor cannot be reached, or too much is going on: try again." },
  504: { ...problem, description: "The hypervisor did not answer in time." },
};

/** Answers of a method by status. */
export function answersOf(row: MethodRow, response: AnyStruct | undefined): JsonSchema {
  return { ...goodAnswers(row, response), ...problemAnswers };
}

const bytes: JsonSchema = { schema: { type: "string", format: "binary" } };
const operation: JsonSchema = {
  description: "It has begun: the operation tells how it goes.",
  headers: { Location: { schema: { type: "string" }, description: "where the operation is" } },
  content: jsonContent(schemaRef("Operation")),
};

function goodAnswers(row: MethodRow, response: AnyStruct | undefined): JsonSchema {
  switch (row.framing) {
    case "progress":
    case "progress-with-commit":
    case "upload-then-progress":
      return { 202: operation };
    case "event-stream":
    case "line-stream":
      return {
        200: {
          description: "One event for each message, until the caller goes.",
          content: {
            "text/event-stream": { schema: { type: "string" } },
            "application/x-ndjson": { schema: { type: "string" } },
          },
        },
      };
    case "byte-channel":
      return { 101: { description: "A WebSocket carries the bytes." } };
    case "download":
    case "block-sync":
      return {
        200: {
          description: "The bytes.",
          content: { "application/octet-stream": bytes, "text/plain": bytes },
        },
        ...(row.framing === "download" && { 204: { description: "There are none." } }),
        ...(row.framing === "block-sync" && {
          206: { description: "The part asked for.", content: { "application/octet-stream": bytes } },
        }),
      };
    case "upload":
      return {
        200: {
          description: "The bytes are there.",
          content: jsonContent({ type: "object", properties: { Size: { type: "integer" } } }),
        },
      };
    case "request-reply":
      return replyAnswers(row, response);
  }
}

function replyAnswers(row: MethodRow, response: AnyStruct | undefined): JsonSchema {
  const schema = response === undefined ? { type: "object" } : answerSchema(row, response);
  return {
    200: { description: row.summary, content: jsonContent(schema) },
    ...(mayAnswerLater(row) && { 202: operation }),
    ...(!row.mutating && { 304: { description: "It has not changed." } }),
  };
}

/** The hypervisor's answer without its `Error`, which became a problem. Some come with what was read again. */
function answerSchema(row: MethodRow, response: AnyStruct): JsonSchema {
  const schema = structSchema(response, ["Error"]);
  if (!Object.keys(response.fields).includes("Error")) return schemaRef(factsOf(response).name ?? "");
  const rereads = row.name === "ChangeVmVolumeSize" || row.name === "UpdateSubnets";
  if (!rereads) return schema;
  const current = { type: "object", description: "what is there now, read again" };
  return { ...schema, properties: { ...(schema.properties as JsonSchema), Current: current } };
}
