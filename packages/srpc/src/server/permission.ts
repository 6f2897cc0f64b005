import { globMatches } from "./glob.ts";
import type { Caller, MethodHandler } from "./handlers.ts";

export interface PermissionPolicy {
  /** Without it plain connections may do everything. */
  readonly requireTls: boolean;
  readonly trustedUsers?: readonly string[] | undefined;
  readonly trustedGroups?: readonly string[] | undefined;
  /** The service's own reasons to grant method powers, e.g. ownership of the machine. */
  readonly grantMethodPowers?: ((caller: Caller, method: string) => boolean) | undefined;
}

export type Permission =
  | { readonly allowed: true; readonly methodPowers: boolean }
  | { readonly allowed: false };

/** Decides whether the caller may call the method, and with or without method powers. */
export function decidePermission(
  policy: PermissionPolicy,
  caller: Caller,
  call: { name: string; handler: MethodHandler },
): Permission {
  if (!caller.withoutMethodPowers && hasMethodPowers(policy, caller, call.name)) {
    return { allowed: true, methodPowers: true };
  }
  const allowed = (call.handler.public && caller.userName !== "") || call.handler.unauthenticated === true;
  return allowed ? { allowed, methodPowers: false } : { allowed: false };
}

function hasMethodPowers(policy: PermissionPolicy, caller: Caller, method: string): boolean {
  if (!caller.secured && !policy.requireTls) return true;
  if (caller.methods.some((pattern) => globMatches(pattern, method))) return true;
  if (caller.userName !== "" && policy.trustedUsers?.includes(caller.userName) === true) return true;
  if (caller.groups.some((group) => policy.trustedGroups?.includes(group) === true)) return true;
  return policy.grantMethodPowers?.(caller, method) === true;
}
