import { createHash } from "node:crypto";
import type { MethodName, MethodRow } from "@stackdeck/api-types";
import { mayAnswerLater } from "@stackdeck/api-types";
import type { Request, RequestHandler, Response } from "express";
import { calledMethod, callMethod } from "./call-method.ts";
import { callerOf, requestIdOf } from "./caller.ts";
import { carefulCall } from "./careful-call.ts";
import { readInput } from "./input.ts";
import { auditWriter, explainer, operationPath, runMutation, sendJson, withoutSecrets } from "./mutation.ts";
import { requirePermission } from "./permission.ts";
import { fromCode } from "./problem.ts";
import type { RestDeps } from "./rest-deps.ts";
import { untilShown } from "./shown.ts";
import { type Target, targetOf } from "./target.ts";

/** A request/reply method: 200 with the answer, or 202 with an operation when the caller prefers not to wait. */
export function syncRoute(deps: RestDeps, row: MethodRow): RequestHandler {
  return async (request, response) => {
    const caller = callerOf(response);
    const target = targetOf(deps, row, request);
    const input = readInput(row, request).request;
    await requirePermission(deps, calledMethod(row), { caller, target, request: input });
    guard(row, caller.via);
    if (!row.mutating) {
      const reply = await callMethod(target.connections, row, input);
      sendRead(request, response, withoutError(reply));
      return;
    }
    const background = mayAnswerLater(row) && wantsAsync(request);
    const record = {
      method: row.name,
      target: target.ip ?? target.hypervisor,
      hypervisor: target.hypervisor,
    };
    const answer = await runMutation(deps, { request, response, record }, async () => {
      if (background) return startInBackground(deps, { request, response, row, target, input });
      const reply = await carefulCall(target, row, input);
      await untilShown(deps.inventory, { method: row.name as MethodName, ip: target.ip, reply });
      const kept = withoutSecrets(row, reply);
      return { status: 200, body: caller.via === "token" ? withoutError(reply) : kept, kept };
    });
    sendJson(response, answer);
  };
}

/** A VM's token opens its doors to whoever holds it: scripts may have one, a browser never. */
function guard(row: MethodRow, via: "session" | "token"): void {
  if (row.name === "GetVmAccessToken" && via === "session")
    throw fromCode("FORBIDDEN", {
      detail: "Access tokens of VMs are handed to scripts only: use an API token.",
    });
}

/** RFC 7240: `Prefer: respond-async`. */
function wantsAsync(request: Request): boolean {
  return /(^|,)\s*respond-async\b/i.test(request.get("Prefer") ?? "");
}

/** The answer of a call without its error text, as callers get it. */
export function withoutError(reply: Readonly<Record<string, unknown>>): Record<string, unknown> {
  const { Error: _error, ...rest } = reply;
  return rest;
}

/** Answers a read, or 304 when the caller has it already. */
export function sendRead(request: Request, response: Response, body: unknown): void {
  const text = JSON.stringify(body);
  if (!knows(request, response, tagOf(text))) response.type("application/json").send(text);
}

/** The ETag of an answer. */
export function tagOf(text: string): string {
  return `"${createHash("sha256").update(text).digest("base64url").slice(0, 27)}"`;
}

/** Tags an answer; true when the caller has it already and was told so. */
export function knows(request: Request, response: Response, tag: string): boolean {
  response.setHeader("ETag", tag);
  response.setHeader("Cache-Control", "private, no-cache");
  if (!hasAlready(request.get("If-None-Match"), tag)) return false;
  response.status(304).end();
  return true;
}

/** RFC 9110: a list of tags, weak ones compared like strong ones, or `*`. */
function hasAlready(header: string | undefined, tag: string): boolean {
  const tags = (header ?? "").split(",").map((one) => one.trim().replace(/^W\//, ""));
  return tags.includes(tag) || tags.includes("*");
}

/** Runs a call as an operation; its answer is 202 with the operation and where to find it. */
async function startInBackground(
  deps: RestDeps,
  context: {
    request: Request;
    response: Response;
    row: MethodRow;
    target: Target;
    input: Readonly<Record<string, unknown>>;
  },
): Promise<{ status: 202; body: unknown; headers: Record<string, string> }> {
  const { request, response, row, target, input } = context;
  const record = { method: row.name, target: target.ip ?? target.hypervisor, hypervisor: target.hypervisor };
  const write = auditWriter(deps, { request, response, record });
  const { operation } = await deps.operations.start({
    method: row.name,
    target: target.ip ?? target.hypervisor,
    targetName: target.name,
    hypervisor: target.hypervisor,
    user: callerOf(response).userName,
    // The hypervisor goes on with a request/reply call whatever becomes of us: nothing to cancel.
    cancellable: false,
    run: async () => {
      const reply = await carefulCall(target, row, input);
      await untilShown(deps.inventory, { method: row.name as MethodName, ip: target.ip, reply });
      return withoutSecrets(row, reply);
    },
    explain: explainer(requestIdOf(request)),
    onEnd: (ended) =>
      write(outcomeOf(ended.State), ended.Error?.hypervisorError ?? ended.Error?.detail ?? ""),
  });
  const answer = accepted(operation);
  return { ...answer, headers: { ...answer.headers, "Preference-Applied": "respond-async" } };
}

/** The 202 answer for an operation. */
export function accepted(operation: { Id: string }): {
  status: 202;
  body: unknown;
  headers: Record<string, string>;
} {
  return { status: 202, body: operation, headers: { Location: operationPath(operation.Id) } };
}

/** The audit word for the end of an operation. */
export function outcomeOf(state: string): "succeeded" | "failed" | "unknown" {
  return state === "succeeded" || state === "unknown" ? state : "failed";
}
