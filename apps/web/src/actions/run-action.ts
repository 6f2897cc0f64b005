import { type MethodName, methods, type Operation, type Problem } from "@stackdeck/api-types";
import { callMethod, startOperation } from "../api/call.ts";
import { problemOf } from "../api/http.ts";
import { queryClient } from "../api/query-client.ts";
import { announce, announceProblem } from "../ui/toasts.ts";
import type { ActionContext, PlannedCall, VmActionSpec } from "./action-spec.ts";
import { announceEnd, showOperations } from "./announce-end.ts";
import { operationEnd } from "./operation-end.ts";
import type { VmSubject } from "./vm-subject.ts";

/** How a call ended: with the hypervisor's answer, with an operation that goes on, or not. */
export type RunResult =
  | { readonly kind: "done"; readonly answer: unknown }
  | { readonly kind: "operation"; readonly operation: Operation }
  | { readonly kind: "failed"; readonly problem: Problem };

/** Calls a method on a VM. Never rejects. */
export async function runOnVm(
  method: MethodName,
  ip: string,
  fields: Readonly<Record<string, unknown>>,
): Promise<RunResult> {
  const request = { IpAddress: ip, ...fields };
  const { mode } = methods[method];
  try {
    if (mode === "operation" || mode === "async")
      return { kind: "operation", operation: await startOperation(method, request) };
    return { kind: "done", answer: await callMethod(method, request) };
  } catch (error) {
    return { kind: "failed", problem: problemOf(error) };
  } finally {
    // What the update stream does not tell is read again.
    void queryClient.invalidateQueries({ queryKey: ["method"] });
    void queryClient.invalidateQueries({ queryKey: ["text"] });
  }
}

/** A call that must have succeeded before the action is run; otherwise what is against it. */
export async function runFirst(
  { method, request }: PlannedCall,
  vm: VmSubject,
): Promise<Problem | undefined> {
  const result = await runOnVm(method, vm.ip, request);
  if (result.kind === "failed")
    return { ...result.problem, title: `${methods[method].label} before it failed` };
  if (result.kind === "operation") {
    const { State, Error: problem } = await operationEnd(result.operation);
    if (State !== "succeeded")
      return problem ?? problemOf(new Error(`It ended as ${State}; nothing else was done.`));
  }
  const name = String(request["Name"] ?? "");
  announce({ tone: "good", title: `${methods[method].label} ${name} of ${vm.name} was taken first` });
  return undefined;
}

/** Announces how an action ended, with Undo where there is one. */
export function announceResult(action: VmActionSpec, context: ActionContext, result: RunResult): void {
  const { label } = methods[action.method];
  const { vm } = context;
  if (result.kind === "failed") {
    announceProblem(`${label}: ${vm.name}`, result.problem);
    return;
  }
  if (result.kind === "operation") {
    announce({
      tone: "info",
      title: `${label}: ${vm.name}`,
      detail: "It has begun.",
      action: showOperations,
    });
    void announceEnd(result.operation, `${label}: ${vm.name}`);
    return;
  }
  const undo = action.undo?.(context);
  announce({
    tone: "good",
    title: action.done?.(context, result.answer) ?? `${label}: done for ${vm.name}`,
    ...(undo
      ? { action: { label: "Undo", run: () => void takeBack(undo.method, vm.ip, undo.request, vm.name) } }
      : {}),
  });
}

async function takeBack(
  method: MethodName,
  ip: string,
  request: Readonly<Record<string, unknown>>,
  name: string,
): Promise<void> {
  const result = await runOnVm(method, ip, request);
  if (result.kind === "failed") announceProblem(`Undo for ${name}`, result.problem);
  else announce({ tone: "good", title: `Taken back for ${name}` });
}
