import { schemaRef } from "./json-schema.ts";
import type { OwnRoute } from "./own-route.ts";
import { listQuery, pageOf, text } from "./own-route.ts";

/** Long-running work, and who did what. */
export const operationRoutes: readonly OwnRoute[] = [
  {
    verb: "GET",
    path: "/operations",
    id: "listOperations",
    tag: "Operations",
    summary: "Long-running work, newest first.",
    query: { ...listQuery, target: text, state: text },
    answer: { status: 200, schema: pageOf("Operation") },
  },
  {
    verb: "GET",
    path: "/operations/{id}",
    id: "getOperation",
    tag: "Operations",
    summary: "One piece of long-running work.",
    answer: { status: 200, schema: schemaRef("Operation") },
  },
  {
    verb: "GET",
    path: "/operations/{id}/events",
    id: "followOperation",
    tag: "Operations",
    summary: "The operation each time it changes, until it ends.",
    answer: { status: 200, schema: "events" },
  },
  {
    verb: "POST",
    path: "/operations/{id}/cancel",
    id: "cancelOperation",
    tag: "Operations",
    summary: "Cancel it, where the protocol can.",
    answer: { status: 202, schema: schemaRef("Operation") },
  },
  {
    verb: "POST",
    path: "/operations/{id}/commit",
    id: "commitOperation",
    tag: "Operations",
    summary: "Answer the commit question of a migration: keep the VM where it runs now, or undo.",
    body: {
      type: "object",
      properties: { Commit: { type: "boolean" } },
      required: ["Commit"],
      additionalProperties: false,
    },
    answer: { status: 202, schema: schemaRef("Operation") },
    example: { Commit: true },
  },
  {
    verb: "PUT",
    path: "/operations/{id}/uploads/{slot}",
    id: "uploadToOperation",
    tag: "Operations",
    summary: "Send the bytes an operation waits for: `image` or `secondary-volumes`.",
    body: "bytes",
    answer: { status: 204, schema: null },
    isFresh: true,
  },
  {
    verb: "GET",
    path: "/audit",
    id: "listAudit",
    tag: "Audit",
    summary: "Who did what. Callers without all powers see what they did themselves.",
    query: {
      fields: listQuery.fields!,
      limit: listQuery.limit!,
      cursor: listQuery.cursor!,
      target: text,
      user: text,
      method: text,
    },
    answer: { status: 200, schema: pageOf("AuditRow") },
  },
];
