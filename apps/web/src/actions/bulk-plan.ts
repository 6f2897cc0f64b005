import type { MethodName } from "@stackdeck/api-types";
import { type Caller, callerReason, whyNot } from "./may-run.ts";
import type { VmSubject } from "./vm-subject.ts";

/** What would happen to the VMs of a selection. */
export interface BulkPlan {
  readonly change: readonly VmSubject[];
  /** Left out because of their state. */
  readonly skip: readonly { readonly vm: VmSubject; readonly reason: string }[];
  /** Left out because the caller may not. */
  readonly refuse: readonly { readonly vm: VmSubject; readonly reason: string }[];
}

/** Sorts a selection into what will change, what is skipped and what is not allowed. */
export function planBulk(method: MethodName, vms: readonly VmSubject[], caller: Caller): BulkPlan {
  const change: VmSubject[] = [];
  const skip: { vm: VmSubject; reason: string }[] = [];
  const refuse: { vm: VmSubject; reason: string }[] = [];
  for (const vm of vms) {
    const forbidden = callerReason(method, caller, vm);
    const reason = whyNot(method, vm, caller);
    if (forbidden) refuse.push({ vm, reason: forbidden });
    else if (reason) skip.push({ vm, reason });
    else change.push(vm);
  }
  return { change, skip, refuse };
}

/** Runs work on each item, a few at a time; stops beginning new ones when the signal says so. */
export async function runBounded<T>(
  items: readonly T[],
  work: (item: T) => Promise<void>,
  options: { readonly atOnce: number; readonly signal: AbortSignal },
): Promise<void> {
  const queue = [...items];
  const worker = async () => {
    for (let item = queue.shift(); item !== undefined && !options.signal.aborted; item = queue.shift())
      await work(item);
  };
  await Promise.all(Array.from({ length: Math.min(options.atOnce, items.length) }, worker));
}
