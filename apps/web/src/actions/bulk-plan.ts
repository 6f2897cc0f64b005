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
export function planBulk(
  method: MethodName,
  vms: readonly VmSubject[],
  caller: Caller,
  request?: Readonly<Record<string, unknown>>,
): BulkPlan {
  const change: VmSubject[] = [];
  const skip: { vm: VmSubject; reason: string }[] = [];
  const refuse: { vm: VmSubject; reason: string }[] = [];
  for (const vm of vms) {
    const forbidden = callerReason(method, caller, vm);
    const reason = whyNot(method, vm, caller, request);
    if (forbidden) refuse.push({ vm, reason: forbidden });
    else if (reason) skip.push({ vm, reason });
    else change.push(vm);
  }
  return { change, skip, refuse };
}

/** Reasons with how many VMs each of them keeps out, the most frequent first. */
export function reasonsOf(
  left: readonly { readonly reason: string }[],
): readonly { readonly reason: string; readonly count: number }[] {
  const counts = new Map<string, number>();
  for (const { reason } of left) counts.set(reason, (counts.get(reason) ?? 0) + 1);
  return [...counts].map(([reason, count]) => ({ reason, count })).sort((a, b) => b.count - a.count);
}

/** From so many VMs on, only the preview looks at each of them. */
const mostLookedAt = 500;

/** Why a method can be used on none of these VMs; undefined when it can on some. */
export function bulkReason(
  method: MethodName,
  vms: readonly VmSubject[],
  caller: Caller,
): string | undefined {
  if (vms.length > mostLookedAt) return callerReason(method, caller);
  const { change, skip, refuse } = planBulk(method, vms, caller);
  if (change.length > 0) return undefined;
  const reasons = reasonsOf([...refuse, ...skip]);
  const [only] = reasons;
  if (reasons.length === 1 || vms.length === 1) return only?.reason;
  return reasons.map(({ reason, count }) => `${count}: ${reason}`).join(" ");
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
