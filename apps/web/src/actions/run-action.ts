import { type MethodName, methods, type Operation, type Problem } from "@stackdeck/api-types";
import { callMethod, startOperation } from "../api/call.ts";
import { problemOf } from "../api/http.ts";
import { queryClient } from "../api/query-client.ts";
import { announce, announceProblem } from "../ui/toasts.ts";
import type { ActionContext, VmActionSpec } from "./action-spec.ts";

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
      detail: "It has begun. Operations shows how it goes.",
    });
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
