import {
  type MethodName,
  mayRun,
  methods,
  type RuleContext,
  type SessionInfo,
  type Verdict,
} from "@stackdeck/api-types";
import type { VmSubject } from "./vm-subject.ts";

/** Who asks. */
export type Caller = Pick<SessionInfo, "UserName" | "Groups" | "MethodPowers"> &
  Partial<Pick<SessionInfo, "HypervisorOwnerOf">>;

type Request = Readonly<Record<string, unknown>>;

/** What a call is about: a VM, or a hypervisor as a whole with the methods it is known to offer. */
export type Place = VmSubject | { readonly hypervisor: string; readonly methods?: readonly string[] };

/** A hypervisor that is dialled on this address runs beside the server, which then counts as a local client. */
const loopback = /^(localhost|127\.[\d.]+|\[::1\])(:\d+)?$/;

/** Methods the server offers; undefined where that is not known, or nothing is missing. */
function capabilitiesOf(place: Place | undefined): readonly string[] | undefined {
  if (place === undefined || !("state" in place)) return place?.methods;
  const { missing = [] } = place;
  return missing.length === 0
    ? undefined
    : Object.keys(methods).filter((method) => !missing.includes(method));
}

function contextOf(name: MethodName, caller: Caller, place?: Place, request?: Request): RuleContext {
  const lifted = methods[name].states?.liftedBy;
  return {
    caller: {
      userName: caller.UserName,
      groups: caller.Groups,
      methods: caller.MethodPowers,
      hypervisorOwnerOf: caller.HypervisorOwnerOf ?? [],
      isLocal: place === undefined || loopback.test(place.hypervisor),
    },
    // The dialog asks for the cookie's file where one is needed; the hypervisor compares it.
    hasRootCookie: true,
    // A rule that a flag of the request lifts is asked about in the dialog, where the flag is.
    request: request ?? (lifted === undefined ? {} : { [lifted]: true }),
    // Where it is not known which hypervisor is asked, owners of any are let through, and the server decides.
    hypervisor: place?.hypervisor ?? caller.HypervisorOwnerOf?.[0],
    capabilities: capabilitiesOf(place),
    ...(place && "state" in place
      ? {
          vm: {
            State: place.state,
            OwnerUsers: place.ownerUsers,
            OwnerGroups: place.ownerGroups,
            DestroyProtection: place.destroyProtection,
          },
        }
      : {}),
  };
}

function reasonOf(verdict: Verdict, kinds: readonly string[]): string | undefined {
  return !verdict.ok && kinds.includes(verdict.kind) ? verdict.why : undefined;
}

/** Why this caller may not use the method at all; undefined when there is nothing against it. */
export function callerReason(name: MethodName, caller: Caller, place?: Place): string | undefined {
  return reasonOf(mayRun(name, contextOf(name, caller, place)), ["unsupported", "permission"]);
}

/** Why the VM's hypervisor is too old for a request; undefined when it is not. */
export function whyUnsupported(name: MethodName, vm: VmSubject, request: Request): string | undefined {
  return reasonOf(mayRun(name, contextOf(name, anybody, vm, request)), ["unsupported"]);
}

/** Somebody who may do everything: what is left to refuse is the state. */
const anybody: Caller = { UserName: "anybody", Groups: [], MethodPowers: ["*.*"] };

/** Why the state of the VM forbids the method; undefined when it does not. */
function stateReason(name: MethodName, vm: VmSubject, request?: Request): string | undefined {
  if (name === "CommitImportedVm" && !vm.uncommitted) return "It is already committed";
  return reasonOf(mayRun(name, contextOf(name, anybody, vm, request)), ["busy", "state"]);
}

/**
 * Why a method can not be used on a VM now, for people; undefined when it can. Without a request it is about whether
 * there is any request that would be taken.
 */
export function whyNot(
  name: MethodName,
  vm: VmSubject,
  caller: Caller,
  request?: Request,
): string | undefined {
  if (vm.stale) return "Its hypervisor can not be reached now";
  return callerReason(name, caller, vm) ?? stateReason(name, vm, request);
}
