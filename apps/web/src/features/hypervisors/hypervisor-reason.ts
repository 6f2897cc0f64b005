import type { HypervisorRow, MethodName } from "@stackdeck/api-types";
import { type Caller, callerReason } from "../../actions/may-run.ts";

/** Whether somebody has no right to it at all: the buttons in each row are left out for who could never press them. */
export function isRefused(
  name: MethodName,
  caller: Caller,
  hypervisor: Pick<HypervisorRow, "Id" | "Methods">,
): boolean {
  return callerReason(name, caller, { hypervisor: hypervisor.Id, methods: hypervisor.Methods }) !== undefined;
}

/** Why something can not be done with a hypervisor now; undefined when nothing is against it. */
export function hypervisorReason(
  name: MethodName,
  caller: Caller,
  hypervisor: Pick<HypervisorRow, "Id" | "Freshness" | "Methods">,
): string | undefined {
  const refused = callerReason(name, caller, { hypervisor: hypervisor.Id, methods: hypervisor.Methods });
  const isAway = hypervisor.Freshness === "unreachable" || hypervisor.Freshness === "stale";
  return refused ?? (isAway ? "The hypervisor can not be reached now" : undefined);
}
