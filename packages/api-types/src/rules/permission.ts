import type { MethodRow } from "../methods/method-row.ts";
import type { RuleContext } from "./caller.ts";
import { hasPowers, isOwner, maySubnet } from "./caller.ts";

const notOwner = "You are not an owner of this VM.";
const needsPowers =
  "This needs method powers: a certificate that lists the method, or ownership of the hypervisor.";

/**
 * Why the caller may not call a method, or undefined when they may: the decision of the hypervisor itself. For copies and
 * migrations it includes that of the source hypervisor, which a powerful host certificate would leave out.
 */
export function permissionRefusal(row: MethodRow, context: RuleContext): string | undefined {
  const method = row.implementedBy ?? row.name;
  if (context.caller.userName === "") return "You are not signed in.";
  const powers = hasPowers(method, context);
  if (row.access === "private" && !powers) return needsPowers;
  return (
    authorizationRefusal(row, context, powers) ??
    (powers ? undefined : subnetRefusal(row, context)) ??
    (powers ? undefined : privilegeRefusal(method, context))
  );
}

function authorizationRefusal(row: MethodRow, context: RuleContext, powers: boolean): string | undefined {
  const owner = isOwner(context.caller, context.vm);
  const bearer = context.hasAccessToken === true;
  switch (row.authorization) {
    case "any-authenticated":
    case "any-authenticated-plus-subnet":
    case "method-powers-only":
      return undefined;
    case "vm-owner":
    case "vm-owner-plus-subnet":
      return powers || owner ? undefined : notOwner;
    case "vm-owner-or-access-token":
      return powers || owner || bearer ? undefined : notOwner;
    case "method-powers-and-vm-owner-or-token":
      return owner || bearer ? undefined : notOwner;
    case "any-authenticated-with-source-token":
      return bearer || owner || hasPowers("GetVmAccessToken", atSource(context)) ? undefined : notOwner;
    case "any-authenticated-local":
      return context.caller.isLocal ? undefined : notLocal;
    case "local-root":
      return localRootRefusal(context);
    case "local-root-and-vm-owner":
      return localRootRefusal(context) ?? (powers || owner ? undefined : notOwner);
  }
}

/** The source hands out the token without which the destination gets nothing from it: powers count there. */
function atSource(context: RuleContext): RuleContext {
  return { ...context, hypervisor: context.sourceHypervisor ?? context.hypervisor };
}

const notLocal = "This works only for a client on the hypervisor's own machine.";

function localRootRefusal(context: RuleContext): string | undefined {
  if (!context.caller.isLocal) return notLocal;
  return context.hasRootCookie ? undefined : "This needs the content of the root-only cookie file.";
}

function subnetRefusal(row: MethodRow, context: RuleContext): string | undefined {
  if (!row.authorization.endsWith("-plus-subnet") && row.name !== "CopyVm") return undefined;
  const barred = context.subnets?.find((subnet) => !maySubnet(context.caller, subnet));
  return barred && `You may not use the subnet ${barred.Id}.`;
}

/** Parts of requests that need method powers of their own; a copy is asked for like a new VM. */
function privilegeRefusal(method: string, context: RuleContext): string | undefined {
  const makes = method === "CreateVm" || method === "CopyVm";
  if (!makes && method !== "ChangeVmCpuPriority") return undefined;
  const request = (context.request ?? {}) as Readonly<Record<string, unknown>>;
  const priority = request.CpuPriority;
  if (typeof priority === "number" && priority < 0) return "A CPU priority below zero needs method powers.";
  if (makes && request.VirtualiserImageName) return "A virtualiser of your own needs method powers.";
  return undefined;
}
