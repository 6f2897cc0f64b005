import type { MethodRow, Problem } from "@stackdeck/api-types";
import type { Request, RequestHandler, Response } from "express";
import { type IdempotencyVerdict, requestFingerprint } from "../operations/idempotency.ts";
import { type ApiError, invalidInput } from "./api-error.ts";
import { callerOf, requestIdOf } from "./caller.ts";
import { fromCode, problemOf, toApiError } from "./problem.ts";
import type { RestDeps } from "./rest-deps.ts";

/** An answer that can be kept and given again. */
export interface JsonAnswer {
  readonly status: number;
  readonly body: unknown;
  readonly headers?: Readonly<Record<string, string>> | undefined;
  /** What an idempotency key keeps instead of the body, where that holds secrets. */
  readonly kept?: unknown;
}

/** What is recorded of a call. */
export interface CallRecord {
  readonly method: string;
  readonly target: string;
  readonly hypervisor: string;
}

const maxKeyLength = 200;

/**
 * Runs a call that changes something: under its idempotency key if the request has one, with an audit line before it
 * begins and one when it has ended. What cannot be recorded is not run. `input` stands for a body that is not JSON when
 * requests under one key are compared.
 */
export async function runMutation(
  deps: RestDeps,
  context: {
    request: Request;
    response: Response;
    record: CallRecord;
    input?: unknown;
    recordsEnd?: boolean;
  },
  work: () => Promise<JsonAnswer>,
): Promise<JsonAnswer> {
  const caller = callerOf(context.response);
  if (!caller.mayChange) throw fromCode("FORBIDDEN", { detail: "This API token may only read." });
  const key = context.request.get("Idempotency-Key");
  if (key === undefined) return audited(deps, context, work);
  if (key === "" || key.length > maxKeyLength) {
    throw invalidInput([{ field: "Idempotency-Key", message: `must have 1 to ${maxKeyLength} characters` }]);
  }
  const fingerprint = requestFingerprint(
    context.request.method,
    context.request.originalUrl,
    context.input ?? context.request.body,
  );
  const verdict = await deps.keys.claim(caller.userName, key, fingerprint);
  if (verdict.kind !== "run") return answered(verdict);
  return keyed(deps, { ...context, key, userName: caller.userName }, work);
}

/** What a key that was used before says. @throws ApiError unless the first answer can be given again */
function answered(verdict: Exclude<IdempotencyVerdict, { kind: "run" }>): JsonAnswer {
  switch (verdict.kind) {
    case "replay":
      return replayed(verdict.status, JSON.parse(verdict.body));
    case "in-progress":
      throw fromCode("CONFLICT", {
        detail:
          "The first request with this Idempotency-Key is still at work, or was cut off: look at what is there.",
        retryAfterSeconds: 5,
      });
    case "mismatch":
      throw fromCode("IDEMPOTENCY_CONFLICT");
  }
}

/**
 * Answers a repeated request before anything of it is looked at: the first one may have been the end of what it names.
 * Uploads are known by their bytes, which have not been read here.
 */
export function repeated(deps: RestDeps): RequestHandler {
  return async (request, response, next) => {
    const key = request.get("Idempotency-Key");
    const isRead = request.method === "GET" || request.method === "HEAD";
    if (key === undefined || key.length > maxKeyLength || isRead || isRawUpload(request)) return next();
    const { userName, mayChange } = callerOf(response);
    // Who may only read is told so, not how it went for others.
    if (!mayChange) return next();
    const fingerprint = requestFingerprint(request.method, request.originalUrl, request.body);
    const verdict = await deps.keys.look(userName, key, fingerprint);
    if (verdict === undefined || verdict.kind === "run") return next();
    sendJson(response, answered(verdict));
  };
}

/** What is uploaded is bytes whatever its type says: a JSON file must not be read as a request. */
export function isRawUpload(request: Request): boolean {
  return request.method === "PUT" && /\/(uploads\/[^/]+|user-data)\/?$/i.test(request.path);
}

function replayed(status: number, body: { Id?: string } | null): JsonAnswer {
  const headers: Record<string, string> = { "Idempotency-Replayed": "true" };
  if (status === 202 && body?.Id !== undefined) headers.Location = operationPath(body.Id);
  return { status, body, headers };
}

/** Where an operation is. */
export function operationPath(id: string): string {
  return `/api/v1/operations/${id}`;
}

async function keyed(
  deps: RestDeps,
  context: {
    request: Request;
    response: Response;
    record: CallRecord;
    recordsEnd?: boolean;
    key: string;
    userName: string;
  },
  work: () => Promise<JsonAnswer>,
): Promise<JsonAnswer> {
  const { key, userName } = context;
  try {
    const answer = await audited(deps, context, work);
    // It was done: without its answer the key stays taken, and a second use is refused rather than run.
    await deps.keys
      .finish(userName, key, {
        status: answer.status,
        body: JSON.stringify(answer.kept ?? answer.body ?? null),
      })
      .catch(logLoss(deps, context.record));
    return answer;
  } catch (error) {
    const apiError = toApiError(error);
    // After a lost answer the key stays taken: a second use must not do it a second time.
    if (apiError.options.outcomeUnknown === true) {
      const problem = problemOf(apiError, requestIdOf(context.request));
      await deps.keys
        .finish(userName, key, { status: problem.status, body: JSON.stringify(problem) })
        .catch(logLoss(deps, context.record));
    } else {
      await deps.keys.release(userName, key).catch(logLoss(deps, context.record));
    }
    throw error;
  }
}

async function audited(
  deps: RestDeps,
  context: { request: Request; response: Response; record: CallRecord; recordsEnd?: boolean },
  work: () => Promise<JsonAnswer>,
): Promise<JsonAnswer> {
  const write = auditWriter(deps, context);
  await write("started", "");
  try {
    const answer = await work();
    // An accepted operation writes its own end.
    if (answer.status !== 202 || context.recordsEnd === true)
      await write("succeeded", "").catch(logLoss(deps, context.record));
    return answer;
  } catch (error) {
    const apiError = toApiError(error);
    await write(apiError.options.outcomeUnknown === true ? "unknown" : "failed", detailOf(apiError)).catch(
      logLoss(deps, context.record),
    );
    throw error;
  }
}

/** What was done cannot be undone because its end is not recorded: its beginning is, and the answer must be true. */
function logLoss(deps: RestDeps, record: CallRecord): (error: unknown) => void {
  return (error) => deps.log.error({ err: error, ...record }, "the end of a call could not be recorded");
}

function detailOf(error: ApiError): string {
  return error.options.hypervisorError ?? error.options.detail ?? error.options.title;
}

/** Writes audit lines of one request. */
export function auditWriter(
  deps: RestDeps,
  context: { request: Request; response: Response; record: CallRecord },
): (outcome: "started" | "succeeded" | "failed" | "unknown", detail: string) => Promise<void> {
  const caller = callerOf(context.response);
  const { method, target, hypervisor } = context.record;
  const line = {
    User: caller.userName,
    RemoteAddress: caller.remoteAddress,
    Method: method,
    Target: target,
    Hypervisor: hypervisor,
    RequestId: requestIdOf(context.request),
  };
  return async (Outcome, Detail) => {
    try {
      await deps.audit.append({ ...line, Outcome, Detail });
    } catch (error) {
      throw fromCode("AUDIT_UNAVAILABLE", { cause: error });
    }
  };
}

/** Explains a failure of work in the background as the problem that its operation keeps. */
export function explainer(requestId: string): (error: unknown) => Problem {
  return (error) => problemOf(toApiError(error), requestId);
}

/** Sends an answer as JSON. */
export function sendJson(response: Response, answer: JsonAnswer): void {
  for (const [name, value] of Object.entries(answer.headers ?? {})) response.setHeader(name, value);
  if (answer.status === 204 || answer.body === undefined) response.status(answer.status).end();
  else response.status(answer.status).json(answer.body);
}

/** The answer of a call without its secrets; the table names them. */
export function withoutSecrets(
  row: MethodRow,
  reply: Readonly<Record<string, unknown>>,
): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(reply).filter(([name]) => name !== "Error" && !row.secrets.includes(name)),
  );
}
