import { type MethodName, mayRun, type RuleContext, type SubnetFacts } from "@stackdeck/api-types";
import type { Caller } from "../auth/access.ts";
import { fromCode } from "./problem.ts";
import type { RestDeps } from "./rest-deps.ts";
import type { Target } from "./target.ts";

/** What is asked, of whom, by whom. */
export interface Wish {
  readonly caller: Caller;
  readonly target: Target;
  readonly request: Readonly<Record<string, unknown>>;
  /** The hypervisor that has the VM, where a copy or migration asks another one. */
  readonly sourceHypervisor?: string;
}

/**
 * Decides before a call leaves whether the caller may make it, as the hypervisor would. Our own certificate may have
 * powers that the caller has not, so nobody else decides it. State is left to the hypervisor, whose word is fresher; so
 * is what only it can know: whether an access token is the right one, and whether the caller comes from its own machine.
 * @throws ApiError when the caller may not, or the server does not offer the method
 */
export async function requirePermission(deps: RestDeps, method: MethodName, wish: Wish): Promise<void> {
  const verdict = mayRun(method, ruleContext(deps, wish, []));
  if (verdict.ok || verdict.kind === "state" || verdict.kind === "busy") return;
  if (verdict.kind === "permission" && (await ownershipHelps(deps, method, wish))) return;
  throw fromCode(verdict.kind === "unsupported" ? "METHOD_UNSUPPORTED" : "FORBIDDEN", {
    detail: verdict.why,
  });
}

/**
 * Copying and migrating ask the destination, which checks nothing about the VM, and a host certificate there may open
 * every VM of the source: so ownership of the source is decided here, by the rule for handing out its access token.
 */
export function requireSourceOwnership(
  deps: RestDeps,
  context: { caller: Caller; target: Target },
): Promise<void> {
  return requirePermission(deps, "GetVmAccessToken", { ...context, request: {} });
}

/** Who owns a hypervisor can only be learned by asking it: that is done before a refusal which ownership would lift. */
async function ownershipHelps(deps: RestDeps, method: MethodName, wish: Wish): Promise<boolean> {
  const { userName, groups } = wish.caller;
  const isRefused = (owned: readonly string[]) => {
    const verdict = mayRun(method, ruleContext(deps, wish, owned));
    return !verdict.ok && verdict.kind === "permission";
  };
  const ids = hypervisorsOf(wish);
  if (isRefused(ids)) return false;
  const answers = await Promise.all(ids.map((id) => deps.hypervisors.asksOwner(id, userName, groups)));
  return !isRefused(ids.filter((_, index) => answers[index]));
}

function hypervisorsOf({ target, sourceHypervisor }: Wish): string[] {
  return sourceHypervisor === undefined ? [target.hypervisor] : [target.hypervisor, sourceHypervisor];
}

function ruleContext(deps: RestDeps, wish: Wish, hypervisorOwnerOf: readonly string[]): RuleContext {
  const { caller, target, request, sourceHypervisor } = wish;
  const { userName, groups, methods } = caller;
  const row = deps.inventory.hypervisor(target.hypervisor);
  return {
    caller: {
      userName,
      groups,
      methods,
      hypervisorOwnerOf,
      // The hypervisor sees us, not the caller: whether we come from its own machine is for it to say.
      isLocal: true,
    },
    vm: target.vm,
    hypervisor: target.hypervisor,
    sourceHypervisor,
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
