/** A guest that has not shut down by itself after this long is switched off, in s. */
const graceSeconds = 15;

/** When something was, as the hypervisor says and as this browser saw it, in ms since 1970. */
export interface SeenChange {
  readonly told: number;
  readonly seen: number;
}

/**
 * Seconds until a stopping VM is switched off. The clock of the hypervisor may not be ours: a time that cannot be true
 * (before we saw the change, or longer ago than the grace lasts) is not believed, and the change counts from when it
 * was seen.
 */
export function secondsToKill({ told, seen }: SeenChange, now: number): number {
  const sinceTold = (now - told) / 1000;
  const sinceSeen = (now - seen) / 1000;
  const isBelievable = sinceTold >= sinceSeen && sinceTold - sinceSeen <= graceSeconds;
  const passed = Math.max(0, isBelievable ? sinceTold : sinceSeen);
  return Math.max(0, Math.ceil(graceSeconds - passed));
}
