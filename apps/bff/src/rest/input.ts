import type { MethodName, MethodRow, WireField, WireType } from "@stackdeck/api-types";
import {
  accessTokenHeader,
  checkInput,
  requestSchema,
  takesTokenHeader,
  wireTypeOf,
} from "@stackdeck/api-types";
import type { Request } from "express";
import { invalidInput } from "./api-error.ts";
import { fromCode } from "./problem.ts";

/** Fields of a request that come from beside the hypervisor's own message. */
export interface RequestInput {
  /** The validated request in plain form. */
  readonly request: Record<string, unknown>;
  /** Extra fields that the route takes itself, taken off before validation. */
  readonly own: Readonly<Record<string, unknown>>;
}

export interface InputOptions {
  /** Names of body or query fields that are the route's own. */
  readonly ownFields?: readonly string[];
  /** Values that the server fills in before validation. */
  readonly filled?: Readonly<Record<string, unknown>>;
}

/**
 * Builds a method's request from path, query and body and checks it against the contract's schema.
 * @throws ApiError that names each wrong field
 */
export function readInput(row: MethodRow, request: Request, options: InputOptions = {}): RequestInput {
  const name = (row.implementedBy ?? row.name) as MethodName;
  const wire = wireTypeOf(requestSchema(name));
  const fields = flatFields(wire);
  const given = row.rest.input === "query" ? withoutBody(request, fields) : bodyOf(request);
  if (takesTokenHeader(row)) applyToken(request, given);
  const own: Record<string, unknown> = {};
  for (const field of options.ownFields ?? []) {
    if (Object.hasOwn(given, field)) own[field] = given[field];
    delete given[field];
  }
  requireChange(given, row, fields);
  refuseTaken(given, [...row.rest.filledByServer, ...Object.keys(options.filled ?? {})]);
  Object.assign(given, options.filled);
  applyPath(row, request, given, fields);
  return { request: check(name, given, options.ownFields), own };
}

/** Addresses end up in logs and histories: a token that opens a VM has no place there. */
function applyToken(request: Request, given: Record<string, unknown>): void {
  if (Object.hasOwn(given, "AccessToken")) {
    throw invalidInput([
      { field: "AccessToken", message: `is a secret: send it as header ${accessTokenHeader}` },
    ]);
  }
  const token = request.get(accessTokenHeader);
  if (token !== undefined) given.AccessToken = token;
}

/** Validates a request that was put together by the server. @throws ApiError that names each wrong field */
export function check(
  name: MethodName,
  given: unknown,
  ownFields?: readonly string[],
): Record<string, unknown> {
  const checked = checkInput(requestSchema(name), given, ownFields);
  if (checked.ok) return checked.value as Record<string, unknown>;
  throw invalidInput(checked.errors);
}

/** A call that takes its input from the query must not seem to heed a body as well. */
function withoutBody(request: Request, fields: ReadonlyMap<string, WireType>): Record<string, unknown> {
  if (hasBody(request) && Object.keys((request.body as object | undefined) ?? { body: true }).length > 0) {
    throw invalidInput([{ field: "body", message: "is not taken here: give parameters in the query" }]);
  }
  return fromQuery(request.query, fields);
}

function hasBody(request: Request): boolean {
  return request.get("Transfer-Encoding") !== undefined || Number(request.get("Content-Length") ?? 0) > 0;
}

/** The JSON object of a body; an absent body is an empty object. @throws ApiError for everything else */
export function bodyOf(request: Request): Record<string, unknown> {
  const body: unknown = request.body;
  if (body === undefined && hasBody(request)) {
    throw fromCode("UNSUPPORTED_MEDIA_TYPE", { detail: "Send the body as application/json." });
  }
  if (Object.keys(request.query).length > 0) {
    throw invalidInput(
      Object.keys(request.query).map((field) => ({ field, message: "belongs into the body, not the query" })),
    );
  }
  if (body === undefined || body === null || body === "") return {};
  if (typeof body !== "object" || Array.isArray(body)) {
    throw invalidInput([{ field: "", message: "the body must be a JSON object" }]);
  }
  return { ...body };
}

/** What is left out is zero to the hypervisor: a change that names nothing would empty what it is about. */
function requireChange(
  given: Readonly<Record<string, unknown>>,
  row: MethodRow,
  fields: ReadonlyMap<string, WireType>,
): void {
  const { verb, hypervisorFrom } = row.rest;
  if (verb !== "PATCH" && (verb !== "PUT" || hypervisorFrom !== "path")) return;
  const inPath = new Set(row.rest.params.map(({ field }) => field));
  if (row.rest.input !== "json" || Object.keys(given).some((name) => !inPath.has(name))) return;
  const names = [...fields.keys()].filter((name) => !inPath.has(name));
  const message = names.length > 1 ? "or another field must say what to change" : "must be given";
  throw invalidInput([{ field: names[0] ?? "", message }]);
}

function refuseTaken(given: Record<string, unknown>, names: readonly string[]): void {
  const taken = names.filter((name) => Object.hasOwn(given, name));
  if (taken.length === 0) return;
  throw invalidInput(
    taken.map((field) => ({ field, message: "is filled in by the server and cannot be given" })),
  );
}

/** The path says what the request is about; a body that says something else is a mistake. */
function applyPath(
  row: MethodRow,
  request: Request,
  given: Record<string, unknown>,
  fields: ReadonlyMap<string, WireType>,
): void {
  for (const { name, field, emptyAs } of row.rest.params) {
    if (field === null || !fields.has(field)) continue;
    const text = String(request.params[name] ?? "");
    const value = text === emptyAs ? "" : fromText(text, fields.get(field) as WireType);
    if (Object.hasOwn(given, field) && given[field] !== value) {
      throw invalidInput([{ field, message: `is ${text} in the path but differs in the body` }]);
    }
    given[field] = value;
  }
}

/** The body of a route of our own. @throws ApiError that names fields there are not */
export function ownBody(request: Request, fields: readonly string[]): Record<string, unknown> {
  const body = bodyOf(request);
  const wrong = Object.keys(body).filter((name) => !fields.includes(name));
  if (wrong.length === 0) return body;
  const message = `is not known; there are: ${fields.join(", ")}`;
  throw invalidInput(wrong.map((field) => ({ field, message })));
}

/** Fields of a request by name, embedded ones included. */
function flatFields(wire: WireType): Map<string, WireType> {
  const fields = new Map<string, WireType>();
  const add = (list: readonly WireField[]) => {
    for (const field of list) {
      if (field.embedded && field.type.kind === "struct") add(field.type.fields);
      else fields.set(field.name, field.type);
    }
  };
  if (wire.kind === "struct") add(wire.fields);
  return fields;
}

function fromQuery(query: Request["query"], fields: ReadonlyMap<string, WireType>): Record<string, unknown> {
  const given: Record<string, unknown> = Object.create(null);
  for (const [name, value] of Object.entries(query)) {
    const type = fields.get(name);
    const texts = (Array.isArray(value) ? value : [value]).map((item) => String(item));
    if (type === undefined) given[name] = texts[0];
    else if (type.kind === "slice") given[name] = texts.map((text) => fromText(text, type.elem));
    else if (texts.length > 1) throw invalidInput([{ field: name, message: "is given more than once" }]);
    else given[name] = fromText(texts[0] ?? "", type);
  }
  return { ...given };
}

/** Text of a path or query in the form that the schema wants; what does not fit stays text and is refused there. */
function fromText(text: string, type: WireType): unknown {
  switch (type.kind) {
    case "int":
    case "uint":
    case "duration":
      return /^-?\d{1,16}$/.test(text) ? Number(text) : text;
    case "bool":
      if (text === "true") return true;
      return text === "false" ? false : text;
    case "map":
    case "struct":
      return jsonOf(text);
    default:
      return text;
  }
}

/** Objects stand in a query as JSON; what is none stays text and is refused as such. */
function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

/** Milliseconds that the durations in a request (nanoseconds) may take together. */
export function waitsOf(name: MethodName, request: Readonly<Record<string, unknown>>): number {
  let total = 0;
  for (const [field, type] of flatFields(wireTypeOf(requestSchema(name)))) {
    const value = request[field];
    if (type.kind === "duration" && typeof value === "number" && value > 0) total += value / 1e6;
  }
  return total;
}
