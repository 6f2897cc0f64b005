import type { MethodName } from "@stackdeck/api-types";
import type { FormValues } from "../ui/form/field-spec.ts";
import { Value } from "../ui/subscribable.ts";

/** A dialog that is asked for: an action on one VM, or on several. */
export interface OpenAction {
  readonly method: MethodName;
  readonly ips: readonly string[];
  readonly preset: FormValues;
  /** The search several VMs were selected in. */
  readonly query?: string | undefined;
}

/** The action whose dialog is open. One at a time. */
export const openedAction = new Value<OpenAction | undefined>(undefined);

/** Opens the dialog of an action on one VM (or runs it at once when there is nothing to ask). */
export function openVmAction(method: MethodName, ip: string, preset: FormValues = {}): void {
  openedAction.set({ method, ips: [ip], preset });
}

/** Opens the preview of an action on several VMs. */
export function openBulkAction(method: MethodName, ips: readonly string[], query?: string): void {
  openedAction.set({ method, ips, preset: {}, query });
}

export function closeAction(): void {
  openedAction.set(undefined);
}
