import { isMethodName, methods, type Operation } from "@stackdeck/api-types";
import { plainName } from "../../ui/plain-name.ts";

/** What an operation works on, by its name where it has one. */
export function operationTarget(operation: Operation): string {
  return plainName(operation.TargetName || operation.Target);
}

/** What an operation does, in the words of the button that started it. */
export function operationTitle(operation: Operation): string {
  const label = isMethodName(operation.Method) ? methods[operation.Method].label : operation.Method;
  const target = operationTarget(operation);
  return target === "" ? label : `${label} ${target}`;
}

/** The last thing the hypervisor said. */
export function lastProgress(operation: Operation): string {
  return operation.Progress.at(-1)?.Text ?? "";
}

/** Share of the bytes that have gone, 0 to 1; undefined when it moves none. */
export function transferShare(operation: Operation): number | undefined {
  return operation.BytesTotal > 0 ? Math.min(1, operation.BytesDone / operation.BytesTotal) : undefined;
}

/** Whether it is still at work. */
export function isActive(operation: Operation): boolean {
  return operation.State === "running" || operation.State === "waiting-for-commit";
}

/** Searches that are made again and again. */
export const quickFilters: readonly (readonly [label: string, filter: string])[] = [
  ["At work", "state:running | state:waiting-for-commit"],
  ["Failed", "state:failed | state:unknown"],
];

/** How long it has taken, or took, in seconds. */
export function operationSeconds(operation: Operation, now: number): number {
  const end = operation.EndedOn === "" ? now : Date.parse(operation.EndedOn);
  return Math.max(0, (end - Date.parse(operation.StartedOn)) / 1000);
}
