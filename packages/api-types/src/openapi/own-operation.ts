import type { ExampleValues } from "./examples.ts";
import type { JsonSchema } from "./json-schema.ts";
import { jsonContent, problemAnswers } from "./operation-answers.ts";
import type { OwnRoute } from "./own-route.ts";
import { idempotencyKey, knownAnswer, lastEvent, pathParameter } from "./parameters.ts";

/** The operation of a route of our own. */
export function ownOperation(route: OwnRoute, values: ExampleValues): JsonSchema {
  const names = [...route.path.matchAll(/\{(\w+)\}/g)].map((match) => match[1] as string);
  const query = Object.entries(route.query ?? {}).map(([name, schema]) => ({ name, in: "query", schema }));
  const { schema } = route.answer;
  const hasTag = schema === "picture" || typeof schema === "object";
  const isCached = route.verb === "GET" && hasTag && !route.isFresh;
  const isKeyed = route.verb !== "GET" && !route.isOpen && !route.isFresh;
  const headers = [
    ...(isCached ? [knownAnswer] : []),
    ...(isKeyed ? [idempotencyKey] : []),
    ...(schema === "events" ? [lastEvent] : []),
  ];
  const { status } = route.answer;
  const content = ownContent(route);
  const body = ownBody(route);
  return {
    operationId: route.id,
    tags: [route.tag],
    summary: route.summary,
    ...(route.isOpen && { security: [] }),
    parameters: [...names.map((name) => pathParameter(name, route.path, values)), ...query, ...headers],
    ...(body && { requestBody: body }),
    responses: {
      [status]: { description: route.summary, ...(content && { content }) },
      // Text is what somebody has written: there may be none.
      ...(schema === "text" && { 204: { description: "There is none." } }),
      ...(isCached && { 304: { description: "It has not changed." } }),
      ...problemAnswers,
    },
  };
}

function ownContent({ answer: { schema } }: OwnRoute): JsonSchema | null {
  if (schema === "picture") return { "image/png": { schema: { type: "string", format: "binary" } } };
  if (schema === "text") return { "text/plain": { schema: { type: "string" } } };
  if (schema !== "events") return schema && jsonContent(schema);
  return {
    "text/event-stream": { schema: { type: "string" } },
    "application/x-ndjson": { schema: { type: "string" } },
  };
}

function ownBody({ body, example }: OwnRoute): JsonSchema | undefined {
  if (body === undefined) return undefined;
  if (body !== "bytes") return { required: true, content: jsonContent(body, example) };
  return {
    required: true,
    content: { "application/octet-stream": { schema: { type: "string", format: "binary" } } },
  };
}
