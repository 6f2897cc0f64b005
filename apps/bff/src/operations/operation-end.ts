import { errors, type Operation, type OperationState, type Problem } from "@stackdeck/api-types";
import type { AuditEntry } from "../audit/audit-log.ts";

/**
 * The end of work that failed. Closing the connection is how a call is cancelled, so no answer is expected then; whether
 * that leaves nothing behind depends on the call.
 */
export function stateAfter(
  problem: Problem,
  work: { readonly isAborted: boolean; readonly undoneByCancel: boolean },
): OperationState {
  const isUnknown = problem.outcomeUnknown === true;
  if (work.isAborted && (work.undoneByCancel || !isUnknown)) return "cancelled";
  return isUnknown ? "unknown" : "failed";
}

/** Why nobody knows how an operation ended that was at work when the server ended. */
export const cutOff: Problem = {
  type: "/api/docs/errors#OUTCOME_UNKNOWN",
  title: errors.OUTCOME_UNKNOWN.title,
  status: errors.OUTCOME_UNKNOWN.status,
  detail: "The server was stopped while this was at work: look at what is there before you do it again.",
  code: "OUTCOME_UNKNOWN",
  requestId: "",
  outcomeUnknown: true,
};

/** What the audit log says of it. */
export function cutOffLine(operation: Operation): AuditEntry {
  return {
    User: operation.User,
    RemoteAddress: "",
    Method: operation.Method,
    Target: operation.Target,
    Hypervisor: operation.Hypervisor,
    RequestId: "",
    Outcome: "unknown",
    Detail: "the server was stopped while it was at work",
  };
}
