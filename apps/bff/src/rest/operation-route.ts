import type { MethodRow } from "@stackdeck/api-types";
import type { Request, RequestHandler, Response } from "express";
import type { OperationHandle } from "../operations/operation-start.ts";
import { callerOf, requestIdOf } from "./caller.ts";
import { auditWriter, explainer, runMutation, sendJson } from "./mutation.ts";
import type { RestDeps } from "./rest-deps.ts";
import { accepted, outcomeOf } from "./sync-route.ts";

/** Work that is ready to be started: everything about the request was checked. */
export interface PreparedOperation {
  readonly target: string;
  readonly targetName: string;
  readonly hypervisor: string;
  /** The hypervisor takes everything back when the connection is cut before the end. */
  readonly undoneByCancel?: boolean;
  readonly run: (handle: OperationHandle) => Promise<Record<string, unknown> | null>;
}

/** Long work: checked at once, answered with 202 and an operation, carried out in the background. */
export function operationRoute(
  deps: RestDeps,
  row: MethodRow,
  prepare: (request: Request, response: Response) => PreparedOperation | Promise<PreparedOperation>,
): RequestHandler {
  return async (request, response) => {
    const prepared = await prepare(request, response);
    // What is being made has no address yet: its line names it as whoever asked did.
    const target = prepared.target || prepared.targetName;
    const record = { method: row.name, target, hypervisor: prepared.hypervisor };
    const answer = await runMutation(deps, { request, response, record }, async () => {
      const { operation } = await deps.operations.start({
        method: row.name,
        ...prepared,
        user: callerOf(response).userName,
        cancellable: true,
        explain: explainer(requestIdOf(request)),
        onEnd: (ended) => {
          const end = { ...record, target: ended.Target || target };
          const detail = ended.Error?.hypervisorError ?? ended.Error?.detail ?? ended.Target;
          return auditWriter(deps, { request, response, record: end })(outcomeOf(ended.State), detail);
        },
      });
      return accepted(operation);
    });
    sendJson(response, answer);
  };
}
