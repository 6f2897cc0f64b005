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
    readonly schema: JsonSchema | "events" | "text" | null;
  };
  readonly example?: unknown;
}

const text: JsonSchema = { type: "string" };
const count: JsonSchema = { type: "integer", minimum: 0 };
const anything: JsonSchema = { type: "object" };
const listQuery: Readonly<Record<string, JsonSchema>> = {
  filter: {
    type: "string",
    description: "search language, for example `state:running mem>=8G`",
    maxLength: 4096,
  },
  sort: { type: "string", description: "fields separated by commas, a minus sign before one turns it round" },
  fields: { type: "string", description: "names of the fields wanted, separated by commas" },
  limit: { type: "integer", minimum: 1, maximum: 1000 },
  cursor: { type: "string", description: "NextCursor of the former page" },
};

function pageOf(name: string): JsonSchema {
  return {
    type: "object",
    properties: {
      Items: { type: "array", items: schemaRef(name) },
      NextCursor: { type: ["string", "null"] },
    },
    required: ["Items"],
  };
}

const items: JsonSchema = {
  type: "object",
  properties: { Items: { type: "array", items: anything } },
  required: ["Items"],
};

/** Lists and state of the fleet, operations, and what belongs to users. */
export const ownRoutes: readonly OwnRoute[] = [
  {
    verb: "GET",
    path: "/vms",
    id: "listVmRows",
    tag: "Fleet",
    summary: "VMs of all hypervisors, from the live inventory.",
    query: listQuery,
    answer: { status: 200, schema: pageOf("VmRow") },
  },
  {
    verb: "GET",
    path: "/hypervisors",
    id: "listHypervisorRows",
    tag: "Fleet",
    summary: "All hypervisors, from the live inventory.",
    query: listQuery,
    answer: { status: 200, schema: pageOf("HypervisorRow") },
  },
  {
    verb: "GET",
    path: "/hypervisors/{id}",
    id: "getHypervisor",
    tag: "Fleet",
    summary: "Everything known of one hypervisor.",
    answer: { status: 200, schema: anything },
  },
  {
    verb: "GET",
    path: "/hypervisors/{id}/history",
    id: "getHypervisorHistory",
    tag: "Fleet",
    summary: "How full the hypervisor has been.",
    query: { seconds: { ...count, description: "how far back; a day when absent" } },
    answer: { status: 200, schema: anything },
  },
  {
    verb: "GET",
    path: "/fleet",
    id: "getFleetSummary",
    tag: "Fleet",
    summary: "The whole fleet in numbers.",
    answer: { status: 200, schema: schemaRef("FleetSummary") },
  },
  {
    verb: "GET",
    path: "/search-values",
    id: "listSearchValues",
    tag: "Fleet",
    summary: "Values that occur for a key of the search language, the most frequent first, with how often.",
    query: {
      noun: { type: "string", enum: ["vms", "hypervisors", "operations"] },
      key: { type: "string", description: "key of the search language, for example `owner`" },
      typed: { type: "string", description: "only values that contain this" },
      limit: { type: "integer", minimum: 1, maximum: 200 },
    },
    answer: { status: 200, schema: items },
    example: { Items: [{ Value: "alice", Count: 12 }] },
  },
  {
    verb: "GET",
    path: "/placement",
    id: "rankHypervisors",
    tag: "Fleet",
    summary: "All hypervisors as places for a VM, the best first, with reasons.",
    query: { SubnetId: text, MilliCPUs: count, MemoryInMiB: count, VolumeBytes: count },
    answer: { status: 200, schema: items },
  },
  {
    verb: "GET",
    path: "/vms/{ip}/boot-log",
    id: "getVmBootLog",
    tag: "VM Console & Serial Port APIs",
    summary: "Serial output of the VM while nobody was attached.",
    answer: { status: 200, schema: "text" },
  },
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
  {
    verb: "GET",
    path: "/tokens",
    id: "listTokens",
    tag: "Account",
    summary: "Your API tokens, without their secrets.",
    answer: { status: 200, schema: items },
  },
  {
    verb: "POST",
    path: "/tokens",
    id: "createToken",
    tag: "Account",
    summary: "Make an API token. Its secret is in this answer only.",
    body: {
      type: "object",
      properties: {
        Name: text,
        Days: { type: "integer", minimum: 1, maximum: 366 },
        MayChange: { type: "boolean" },
      },
      required: ["Name", "Days"],
      additionalProperties: false,
    },
    answer: { status: 201, schema: anything },
    example: { Name: "nightly report", Days: 30, MayChange: false },
  },
  {
    verb: "DELETE",
    path: "/tokens/{id}",
    id: "revokeToken",
    tag: "Account",
    summary: "Revoke an API token at once.",
    answer: { status: 204, schema: null },
  },
  {
    verb: "GET",
    path: "/views",
    id: "listViews",
    tag: "Account",
    summary: "Your saved views of the lists.",
    answer: { status: 200, schema: items },
  },
  {
    verb: "PUT",
    path: "/views",
    id: "saveView",
    tag: "Account",
    summary: "Save a view of a list under its name.",
    body: {
      type: "object",
      properties: { Noun: text, Name: text, Query: text, Default: { type: "boolean" } },
      required: ["Noun", "Name", "Query"],
      additionalProperties: false,
    },
    answer: { status: 204, schema: null },
    example: { Noun: "vms", Name: "mine", Query: "owner:alice", Default: false },
  },
  {
    verb: "DELETE",
    path: "/views/{id}",
    id: "removeView",
    tag: "Account",
    summary: "Remove a saved view.",
    answer: { status: 204, schema: null },
  },
  {
    verb: "GET",
    path: "/methods",
    id: "listMethods",
    tag: "About",
    summary: "The method table: every API with its rules.",
    answer: { status: 200, schema: items },
  },
  {
    verb: "GET",
    path: "/errors",
    id: "listErrors",
    tag: "About",
    summary: "The error catalogue.",
    answer: { status: 200, schema: items },
  },
];
