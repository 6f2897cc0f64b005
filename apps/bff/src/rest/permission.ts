import { type MethodName, mayRun, type RuleContext, type SubnetFacts } from "@stackdeck/api-types";
import type { Caller } from "../auth/access.ts";
import { fromCode } from "./problem.ts";
import type { RestDeps } from "./rest-deps.ts";
import type { Target } from "./target.ts";

/**
 * Decides before a call leaves whether the caller may make it, as the hypervisor would. Our own certificate may have
 * powers that the caller has not, so nobody else decides it. State is left to the hypervisor, whose word is fresher.
 * @throws ApiError when the caller may not, or the server does not offer the method
 */
export function requirePermission(
  deps: RestDeps,
  method: MethodName,
  context: { caller: Caller; target: Target; request: Readonly<Record<string, unknown>> },
): void {
  const verdict = mayRun(method, ruleContext(deps, context));
  if (verdict.ok || verdict.kind === "state" || verdict.kind === "busy") return;
  throw fromCode(verdict.kind === "unsupported" ? "METHOD_UNSUPPORTED" : "FORBIDDEN", {
    detail: verdict.why,
  });
}

/**
 * Copying and migrating ask the destination, which checks nothing about the VM, and a host certificate there may open
 * every VM of the source: so ownership of the source is decided here, by the rule for handing out its access token.
 */
export function requireSourceOwnership(deps: RestDeps, context: { caller: Caller; target: Target }): void {
  requirePermission(deps, "GetVmAccessToken", { ...context, request: {} });
}

function ruleContext(
  deps: RestDeps,
  context: { caller: Caller; target: Target; request: Readonly<Record<string, unknown>> },
): RuleContext {
  const { caller, target, request } = context;
  const row = deps.inventory.hypervisor(target.hypervisor);
  const owns = deps.hypervisors.isOwner(target.hypervisor, caller.userName, caller.groups);
  return {
    caller: {
      userName: caller.userName,
      groups: caller.groups,
      methods: caller.methods,
      hypervisorOwnerOf: owns ? [target.hypervisor] : [],
      // The hypervisor sees us, not the caller: whether we come from its own machine is for it to say.
      isLocal: true,
    },
    vm: target.vm,
    hypervisor: target.hypervisor,
    capabilities: row?.Methods ?? [],
    request,
    subnets: subnetsOf(deps, target.hypervisor, request),
    hasAccessToken: typeof request.AccessToken === "string" && request.AccessToken !== "",
    hasRootCookie: typeof request.VerificationCookie === "string" && request.VerificationCookie !== "",
    hypervisorDisabled: row?.Disabled ?? false,
  };
}

/** The subnets a request names, as the hypervisor announced them. */
function subnetsOf(
  deps: RestDeps,
  hypervisor: string,
  request: Readonly<Record<string, unknown>>,
): readonly SubnetFacts[] {
  const named = [
    request.SubnetId,
    ...(Array.isArray(request.SecondarySubnetIDs) ? request.SecondarySubnetIDs : []),
  ];
  const known = deps.inventory.hypervisorDetail(hypervisor)?.SubnetDetails ?? [];
  return known.filter((subnet) => named.includes(subnet.Id)) as unknown as readonly SubnetFacts[];
}
