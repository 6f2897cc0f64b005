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

function contextOf(name: MethodName, caller: Caller, vm?: VmSubject, request?: Request): RuleContext {
  const lifted = methods[name].states?.liftedBy;
  return {
    caller: {
      userName: caller.UserName,
      groups: caller.Groups,
      methods: caller.MethodPowers,
      hypervisorOwnerOf: caller.HypervisorOwnerOf ?? [],
    },
    // The dialog asks for the cookie's file where one is needed; the hypervisor compares it.
    hasRootCookie: true,
    // A rule that a flag of the request lifts is asked about in the dialog, where the flag is.
    request: request ?? (lifted === undefined ? {} : { [lifted]: true }),
    ...(vm
      ? {
          hypervisor: vm.hypervisor,
          vm: {
            State: vm.state,
            OwnerUsers: vm.ownerUsers,
            OwnerGroups: vm.ownerGroups,
            DestroyProtection: vm.destroyProtection,
          },
        }
      : // Which hypervisor is asked is not known here: its owners are let through, and the server decides.
        { hypervisor: caller.HypervisorOwnerOf?.[0] }),
  };
}

function reasonOf(verdict: Verdict, kinds: readonly string[]): string | undefined {
  return !verdict.ok && kinds.includes(verdict.kind) ? verdict.why : undefined;
}

/** Why this caller may not use the method at all; undefined when there is nothing against it. */
export function callerReason(name: MethodName, caller: Caller, vm?: VmSubject): string | undefined {
  return reasonOf(mayRun(name, contextOf(name, caller, vm)), ["unsupported", "permission"]);
}

/** Somebody who may do everything: what is left to refuse is the state. */
const anybody: Caller = { UserName: "anybody", Groups: [], MethodPowers: ["*.*"] };

/** Why the state of the VM forbids the method; undefined when it does not. */
export function stateReason(name: MethodName, vm: VmSubject, request?: Request): string | undefined {
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
