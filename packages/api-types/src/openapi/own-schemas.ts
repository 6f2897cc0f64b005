import type { ApiToken, CertificateInfo, SavedView, SessionInfo } from "../account-shapes.ts";
import type { AuditRow, Operation, Problem } from "../rest-shapes.ts";
import { fleetSchemas } from "./fleet-schemas.ts";
import { type JsonSchema, schemaRef } from "./json-schema.ts";
import { count, flag, object, text, texts, timeOrNever } from "./schema-words.ts";

const problem: Record<keyof Problem, JsonSchema> = {
  type: text,
  title: text,
  status: count,
  detail: text,
  code: { type: "string", description: "stable code, see /api/v1/errors" },
  requestId: text,
  hypervisorError: { type: "string", description: "the hypervisor's own words" },
  outcomeUnknown: { type: "boolean", description: "the request may have been carried out" },
  errors: { type: "array", items: object({ field: text, message: text }) },
};

const operation: Record<keyof Operation, JsonSchema> = {
  Id: text,
  Method: text,
  Target: text,
  TargetName: text,
  Hypervisor: text,
  User: text,
  State: {
    type: "string",
    enum: ["running", "waiting-for-commit", "succeeded", "failed", "cancelled", "unknown"],
  },
  StartedOn: text,
  EndedOn: text,
  Progress: { type: "array", items: object({ On: text, Text: text }) },
  BytesDone: count,
  BytesTotal: count,
  Error: { anyOf: [schemaRef("Problem"), { type: "null" }] },
  Result: { type: ["object", "null"] },
  Cancellable: flag,
};

const auditRow: Record<keyof AuditRow, JsonSchema> = {
  Id: count,
  On: text,
  User: text,
  RemoteAddress: text,
  Method: text,
  Target: text,
  Hypervisor: text,
  RequestId: text,
  Outcome: { type: "string", enum: ["started", "succeeded", "failed", "unknown"] },
  Detail: text,
};

const certificateInfo: Record<keyof CertificateInfo, JsonSchema> = {
  Name: text,
  UserName: text,
  Groups: texts,
  MethodPowers: texts,
  ExpiresOn: text,
  InUse: flag,
};

const sessionInfo: Record<keyof SessionInfo, JsonSchema> = {
  UserName: text,
  Groups: texts,
  MethodPowers: { type: "array", items: text, description: "patterns of the certificate, e.g. `*.*`" },
  HypervisorOwnerOf: { type: "array", items: text, description: "hypervisors known to be yours" },
  Demo: flag,
  Thumbnails: { type: "boolean", description: "whether there are small pictures of screens" },
  Version: text,
  CsrfToken: { type: "string", description: "for the header X-CSRF-Token; empty for API tokens" },
  CertificateExpires: text,
  Certificates: { type: "array", items: object(certificateInfo) },
};

const apiToken: Record<keyof ApiToken, JsonSchema> = {
  Id: text,
  Name: text,
  User: text,
  CreatedOn: text,
  ExpiresOn: text,
  LastUsedOn: timeOrNever,
  MayChange: flag,
};

const savedView: Record<keyof SavedView, JsonSchema> = {
  Id: text,
  Noun: text,
  Name: text,
  Query: text,
  Default: flag,
};

/** Schemas of the shapes that are ours rather than the hypervisor's. The compiler holds them to the types. */
export const ownSchemas: Readonly<Record<string, JsonSchema>> = {
  ...fleetSchemas,
  Problem: object(problem, ["hypervisorError", "outcomeUnknown", "errors"]),
  Operation: object(operation),
  AuditRow: object(auditRow),
  ApiToken: object(apiToken),
  NewApiToken: object({ ...apiToken, Secret: { type: "string", description: "shown once, kept nowhere" } }),
  SavedView: object(savedView),
  SessionInfo: object(sessionInfo),
  MethodRow: {
    type: "object",
    description: "A row of the method table: names, rules, route.",
    properties: { name: text, category: text, access: { type: "string", enum: ["public", "private"] } },
    required: ["name", "category", "access", "authorization", "rest"],
  },
  ErrorEntry: object({ Code: text, status: count, title: text, retryable: flag }, ["retryable"]),
};
