import { hypervisorMessages, messagesByPackage } from "../messages/registry.ts";
import type { AuthorizationKind, MethodRow } from "../methods/method-row.ts";
import type { MethodName } from "../methods/methods.ts";
import { methodCategories, methodList } from "../methods/methods.ts";
import { requestSchema, responseSchema } from "../methods/schemas.ts";
import type { Schema } from "../wire/schema.ts";
import { factsOf } from "../wire/schema.ts";
import type { AnyStruct } from "../wire/struct.ts";
import type { ExampleValues } from "./examples.ts";
import { bodyExamples, defaultExampleValues } from "./examples.ts";
import type { JsonSchema } from "./json-schema.ts";
import { fieldSchema, flatFields, structSchema, structsIn } from "./json-schema.ts";
import { answersOf, jsonContent } from "./operation-answers.ts";
import { ownOperation } from "./own-operation.ts";
import { ownRoutes } from "./own-routes.ts";
import { ownSchemas } from "./own-schemas.ts";
import { headerParameters, pathParameter } from "./parameters.ts";

/** An OpenAPI 3.1 document, as far as its makers need to know. */
export interface OpenApiDocument {
  readonly openapi: "3.1.0";
  readonly paths: Readonly<Record<string, Readonly<Record<string, JsonSchema>>>>;
  readonly components: {
    readonly schemas: Readonly<Record<string, JsonSchema>>;
    readonly securitySchemes: JsonSchema;
  };
  readonly [member: string]: unknown;
}

export interface OpenApiOptions {
  readonly version: string;
  /** What there is on this installation, so that the examples run here. */
  readonly examples?: Partial<ExampleValues>;
}

const serialParameters: JsonSchema[] = Object.entries({
  offset: "where to go on: the number of the byte after the last one you have",
  epoch: "what the message `attached` said, to go with an offset",
  mode: "`write` (default) or `watch`",
  flow: "`drawn`: send no more than you acknowledge",
  history: "`all`: every byte there is instead of the present screen",
  plain: "`1`: bytes only, no messages",
  cols: "width of your screen",
  rows: "height of your screen",
}).map(([name, description]) => ({ name, in: "query", description, schema: { type: "string" } }));

/** The description of the whole REST interface, made from the method table and the messages. */
export function openApiDocument(options: OpenApiOptions): OpenApiDocument {
  const values = { ...defaultExampleValues, ...options.examples };
  const paths: Record<string, Record<string, JsonSchema>> = {};
  const add = (path: string, verb: string, operation: JsonSchema) => {
    paths[path] = { ...paths[path], [verb.toLowerCase()]: operation };
  };
  for (const route of ownRoutes) add(route.path, route.verb, ownOperation(route, values));
  for (const row of methodList) {
    if (row.implementedBy === null) add(row.rest.path, row.rest.verb, methodOperation(row, values));
  }
  return {
    openapi: "3.1.0",
    info: {
      title: "Stackdeck",
      version: options.version,
      description:
        "Every method of the hypervisors as REST. Bodies are Dominator's own JSON: same names, same units. " +
        "Errors are problem documents (RFC 9457) with a stable code. Mutating calls take an Idempotency-Key.",
      license: { name: "Apache-2.0", identifier: "Apache-2.0" },
    },
    servers: [{ url: "/api/v1" }],
    security: [{ bearer: [] }, { session: [], csrf: [] }],
    tags: ["Fleet", ...methodCategories, "Operations", "Audit", "Account", "About"].map((name) => ({ name })),
    paths,
    components: { schemas: componentSchemas(), securitySchemes },
  };
}

const securitySchemes: JsonSchema = {
  bearer: { type: "http", scheme: "bearer", description: "An API token." },
  session: {
    type: "apiKey",
    in: "cookie",
    name: "__Host-stackdeck",
    description: "The session of a browser.",
  },
  csrf: {
    type: "apiKey",
    in: "header",
    name: "X-CSRF-Token",
    description: "From /api/v1/session; with the session, on every call that changes something.",
  },
};

/** Every struct that a request or answer leads to, and the shapes of our own. */
function componentSchemas(): Record<string, JsonSchema> {
  const wanted = new Set(
    methodList
      .flatMap((row) => [row.request, ...(row.response === null ? [] : [row.response])])
      .flatMap((name) => structsIn(hypervisorMessages[name] as unknown as Schema)),
  );
  const { fleetmanager: _, ...packages } = messagesByPackage;
  const all = Object.values(packages).flatMap((schemas) => Object.values(schemas) as Schema[]);
  const structs = all.filter((schema) => factsOf(schema).wire.kind === "struct");
  const chosen = structs.filter((schema) => wanted.has(factsOf(schema).name ?? ""));
  const entries = chosen.map((schema) => [factsOf(schema).name, structSchema(schema as AnyStruct)] as const);
  return { ...Object.fromEntries(entries), ...ownSchemas };
}

function methodOperation(row: MethodRow & { readonly name: MethodName }, values: ExampleValues): JsonSchema {
  const body = methodBody(row, values);
  return {
    operationId: row.name,
    tags: [row.category],
    summary: row.summary,
    description: describe(row),
    parameters: [
      ...row.rest.params.map((param) => pathParameter(param.name, row.rest.path, values)),
      ...queryParameters(row),
      ...headerParameters(row),
    ],
    ...(row.mutating && { "x-confirm": row.confirm.level }),
    ...(body && { requestBody: body }),
    responses: answersOf(row, responseSchema(row.name)),
  };
}

const whoMay: Readonly<Record<AuthorizationKind, string>> = {
  "any-authenticated": "everybody",
  "vm-owner": "owners of the VM, and callers with method powers",
  "vm-owner-or-access-token": "owners of the VM, callers with method powers, and bearers of its access token",
  "vm-owner-plus-subnet": "owners of the VM who may use the subnet, and callers with method powers",
  "any-authenticated-plus-subnet": "everybody who may use the subnets, and callers with method powers",
  "any-authenticated-with-source-token": "owners of the VM, and callers with method powers where it is",
  "method-powers-only": "callers with method powers, and owners of the hypervisor",
  "method-powers-and-vm-owner-or-token": "callers with method powers who own the VM or bear its access token",
  "any-authenticated-local": "everybody on the hypervisor's own machine",
  "local-root": "root on the hypervisor's own machine",
  "local-root-and-vm-owner": "root on the hypervisor's own machine who owns the VM or has method powers",
};

/** What the table knows that a caller should. */
function describe(row: MethodRow): string {
  const states = row.states && row.states.allowed.length < 10 ? row.states.allowed.join(", ") : undefined;
  return [
    row.confirm.text,
    row.confirm.raised?.text,
    `Who may call it: ${whoMay[row.authorization]}.`,
    states &&
      `States of the VM: ${states}${row.states?.liftedBy ? ` (any with ${row.states.liftedBy})` : ""}.`,
    row.sinceApril2025 ? "Missing in hypervisors of April 2025 and before." : undefined,
    row.cli === null ? undefined : `Command line: \`${row.cli}\`.`,
    row.announced || !row.mutating ? undefined : "The update stream does not tell of it: read again.",
  ]
    .filter((part) => part !== undefined && part !== null)
    .join("\n\n");
}

/** Fields of the request that callers give beside the path. */
function givenFields(row: MethodRow & { readonly name: MethodName }) {
  const taken = [...row.rest.params.map((param) => param.field), ...row.rest.filledByServer];
  return flatFields(requestSchema(row.name)).filter(([name]) => !taken.includes(name));
}

/** What the hypervisor's own messages could leave out, but nothing good comes of it. */
const requiredFields: Readonly<Partial<Record<MethodName, readonly string[]>>> = {
  CreateVm: ["SubnetId"],
  CopyVm: ["Hypervisor"],
  MigrateVm: ["Hypervisor"],
};

function methodBody(
  row: MethodRow & { readonly name: MethodName },
  values: ExampleValues,
): JsonSchema | undefined {
  if (row.rest.input === "query") return undefined;
  if (row.rest.input === "raw") {
    return {
      required: true,
      content: { "application/octet-stream": { schema: { type: "string", format: "binary" } } },
    };
  }
  const properties: Record<string, JsonSchema> = Object.fromEntries(
    givenFields(row).map(([name, field]) => [name, fieldSchema(field)]),
  );
  if (row.rest.hypervisorFrom === "body") {
    const description = "identifier of the hypervisor that takes the VM";
    properties.Hypervisor = { type: "string", minLength: 1, description };
  }
  if (row.name === "MigrateVm") {
    const description = "stop a VM that was stopped again on the destination, where it comes out running";
    properties.StopAfterwards = { type: "boolean", description };
  }
  if (row.name === "CreateVm") {
    properties.UserData = { type: "string", contentEncoding: "base64", description: "user data of the VM" };
  }
  const required = requiredFields[row.name];
  const schema = { type: "object", properties, ...(required && { required }), additionalProperties: false };
  const example = bodyExamples(values)[row.name];
  return { content: jsonContent(schema, example) };
}

function queryParameters(row: MethodRow & { readonly name: MethodName }): JsonSchema[] {
  if (row.framing === "byte-channel") return row.name === "ConnectToVmSerialPort" ? serialParameters : [];
  // The update stream takes no leases from outside: see the method's own request.
  if (row.rest.input !== "query" || row.name === "GetUpdates") return [];
  const open = givenFields(row).filter(([name]) => !row.secrets.includes(name));
  return open.map(([name, field]) => {
    const schema = fieldSchema(field);
    const isObject = schema.type === "object" || "$ref" in schema;
    if (isObject) return { name, in: "query", content: { "application/json": { schema } } };
    return { name, in: "query", schema };
  });
}
