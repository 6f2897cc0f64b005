import type { VmSubject } from "../../actions/vm-subject.ts";

/**
 * What a console waits for, in words. What the server said when it closed was true then ("stopping"); what is known of
 * the VM by now is better.
 */
export function waitingReason(said: string, vm: Pick<VmSubject, "state"> | undefined): string {
  return vm === undefined || vm.state === "running" ? said : `The VM is ${vm.state}.`;
}
