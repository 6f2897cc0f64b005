import { createHash } from "node:crypto";
import type { MethodRow, VmInfo } from "@stackdeck/api-types";
import { mayAnswerLater, methods } from "@stackdeck/api-types";
import { HypervisorError, OutcomeUnknownError } from "@stackdeck/hypervisor-client";
import type { Request, RequestHandler, Response } from "express";
import { calledMethod, callMethod } from "./call-method.ts";
import { callerOf, requestIdOf } from "./caller.ts";
import { readInput } from "./input.ts";
import { auditWriter, explainer, operationPath, runMutation, sendJson, withoutSecrets } from "./mutation.ts";
import { requirePermission } from "./permission.ts";
import { fromCode, toApiError } from "./problem.ts";
import type { RestDeps } from "./rest-deps.ts";
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
      const reply = await callAndRead(target, row, input);
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
export function wantsAsync(request: Request): boolean {
  return /(^|,)\s*respond-async\b/i.test(request.get("Prefer") ?? "");
}

function withoutError(reply: Readonly<Record<string, unknown>>): Record<string, unknown> {
  const { Error: _error, ...rest } = reply;
  return rest;
}

/** Answers a read, or 304 when the caller has it already. */
export function sendRead(request: Request, response: Response, body: unknown): void {
  const text = JSON.stringify(body);
  const tag = `"${createHash("sha256").update(text).digest("base64url").slice(0, 27)}"`;
  response.setHeader("ETag", tag);
  response.setHeader("Cache-Control", "private, no-cache");
  if (hasAlready(request.get("If-None-Match"), tag)) response.status(304).end();
  else response.type("application/json").send(text);
}

/** RFC 9110: a list of tags, weak ones compared like strong ones, or `*`. */
function hasAlready(header: string | undefined, tag: string): boolean {
  const tags = (header ?? "").split(",").map((one) => one.trim().replace(/^W\//, ""));
  return tags.includes(tag) || tags.includes("*");
}

/**
 * Some calls change something and still answer an error, or change more than they say: what is there now is read again
 * and goes with the answer.
 */
async function callAndRead(
  target: Target,
  row: MethodRow,
  input: Readonly<Record<string, unknown>>,
): Promise<Record<string, unknown>> {
  const rereads = { ChangeVmVolumeSize: methods.GetVmInfo, UpdateSubnets: methods.ListSubnets } as const;
  const reread = rereads[row.name as keyof typeof rereads] as MethodRow | undefined;
  const current = async () => {
    if (reread === undefined) return {};
    const request = target.ip === undefined ? {} : { IpAddress: target.ip };
    const reply = await callMethod(target.connections, reread, request).catch(() => ({}));
    return { Current: withoutError(reply) };
  };
  try {
    const reply = await callMethod(target.connections, row, input);
    return { ...reply, ...(await current()) };
  } catch (error) {
    if (row.name === "ExportLocalVm" && error instanceof OutcomeUnknownError)
      throw await hungUp(target, error);
    if (reread === undefined || !(error instanceof HypervisorError)) throw error;
    const apiError = toApiError(error);
    throw fromCode(apiError.options.code as never, { ...apiError.options, extra: await current() });
  }
}

/** ExportLocalVm hangs up instead of refusing: what has become of the VM tells which of the two it was. */
async function hungUp(target: Target, error: OutcomeUnknownError): Promise<unknown> {
  const now = await callMethod(target.connections, methods.GetVmInfo, { IpAddress: target.ip }).catch(
    () => ({}),
  );
  const state = (now as { VmInfo?: VmInfo }).VmInfo?.State;
  if (state === undefined || state === "exporting") return error;
  if (state !== "stopped")
    return fromCode("VM_STATE", { detail: `The VM is ${state}: only a stopped one can be exported.` });
  return fromCode("LOCAL_ONLY", {
    detail:
      "The hypervisor hung up without a word and did nothing. That is how it refuses a client that is not on its own machine, or whose cookie is not the right one.",
  });
}

/** Runs a call as an operation; its answer is 202 with the operation and where to find it. */
export async function startInBackground(
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
    run: async () => withoutSecrets(row, await callAndRead(target, row, input)),
    explain: explainer(requestIdOf(request)),
    onEnd: (ended) =>
      write(outcomeOf(ended.State), ended.Error?.hypervisorError ?? ended.Error?.detail ?? ""),
  });
  return accepted(operation);
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
