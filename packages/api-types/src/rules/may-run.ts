import type { MethodRow } from "../methods/method-row.ts";
import type { MethodName } from "../methods/methods.ts";
import { methodList, methods } from "../methods/methods.ts";
import type { RuleContext } from "./caller.ts";
import { permissionRefusal } from "./permission.ts";
import { stateRefusal } from "./state-refusal.ts";

/** Servers tell what they are by their methods alone: those that have this one heed `Retain`. */
const CAME_WITH_RETAIN: MethodName = "ChangeVmHostname";

/** Why not: the server lacks the method, the caller may not, something else is going on, or the VM's state forbids it. */
export type RefusalKind = "unsupported" | "permission" | "busy" | "state";

export type Verdict =
  | { readonly ok: true }
  | { readonly ok: false; readonly kind: RefusalKind /** For people. */; readonly why: string };

/**
 * Decides, as the hypervisor would, whether a call would be accepted, in the hypervisor's order of checks. The same answer
 * disables a menu item, explains why, and refuses a REST request.
 */
export function mayRun(method: MethodName, context: RuleContext): Verdict {
  const row = methods[method];
  const refuse = (kind: RefusalKind, why: string | undefined): Verdict | undefined =>
    why === undefined ? undefined : { ok: false, kind, why };
  return (
    refuse("unsupported", unsupported(row, context)) ??
    refuse("permission", permissionRefusal(row, context)) ??
    refuse("busy", busy(row, context)) ??
    refuse("state", disabled(row, context) ?? stateRefusal(row, context)) ?? { ok: true }
  );
}

function offersMethod(offered: ReadonlySet<string>, service: string, method: string): boolean {
  return offered.has(method) || offered.has(`${service}.${method}`);
}

/** Hypervisor methods that a server with these methods lacks; none where they are not known. In order of the table. */
export function missingMethods(offered: readonly string[]): readonly MethodName[] {
  if (offered.length === 0) return [];
  const all = new Set(offered);
  return methodList
    .filter((row) => row.implementedBy === null && !offersMethod(all, row.service, row.name))
    .map((row) => row.name);
}

function unsupported(row: MethodRow, context: RuleContext): string | undefined {
  const { capabilities } = context;
  if (capabilities === undefined) return undefined;
  const offered = capabilities instanceof Set ? capabilities : new Set(capabilities as readonly string[]);
  if (offered.size === 0) return undefined;
  const offers = (method: string) => offersMethod(offered, row.service, method);
  if (!offers(row.implementedBy ?? row.name))
    return "This hypervisor is too old for that: it does not offer the method.";
  const request = (context.request ?? {}) as Readonly<Record<string, unknown>>;
  const keeps = row.name === "RestoreVmFromSnapshot" && request.Retain === true;
  // Older servers pass the wish over and say that all went well.
  if (keeps && !offers(CAME_WITH_RETAIN))
    return "This hypervisor is too old to keep a snapshot that it restores: it would be used up.";
  return undefined;
}

function busy(row: MethodRow, context: RuleContext): string | undefined {
  if (!context.busy || !row.refusedWhileMutationsBlocked) return undefined;
  return "Another operation is running on this VM: try again when it is done.";
}

function disabled(row: MethodRow, context: RuleContext): string | undefined {
  const method = row.implementedBy ?? row.name;
  if (!context.hypervisorDisabled || (method !== "CreateVm" && method !== "StartVm")) return undefined;
  return "The hypervisor is disabled: no VM can be created or started on it.";
}
