import type { State } from "../messages/enums.ts";
import { State as stateSchema } from "../messages/enums.ts";

/** Every state of a VM, in the order of their numbers. */
export const allStates: readonly State[] = stateSchema.texts;

/** In which states a VM lets a method run. */
export interface StateRule {
  readonly allowed: readonly State[];
  /** For each other state, what the hypervisor answers, verbatim. */
  readonly refused: Readonly<Partial<Record<State, string>>>;
  /** What the rule does not say, for people. */
  readonly note?: string;
  /** A flag of the request that lifts the rule. */
  readonly liftedBy?: string;
}

/* @__NO_SIDE_EFFECTS__ */
function refusedStates(allowed: readonly State[]): State[] {
  return allStates.filter((state) => !allowed.includes(state));
}

/* @__NO_SIDE_EFFECTS__ */
export function states(allowed: readonly State[], refused: StateRule["refused"]): StateRule {
  return { allowed, refused };
}

/* @__NO_SIDE_EFFECTS__ */
function only(allowed: readonly State[], error: string): StateRule {
  return { allowed, refused: Object.fromEntries(refusedStates(allowed).map((state) => [state, error])) };
}

export const anyState: StateRule = /* @__PURE__ */ states(allStates, {});
export const onlyStopped: StateRule = /* @__PURE__ */ only(["stopped"], "VM is not stopped");
export const onlyRunning: StateRule = /* @__PURE__ */ only(["running"], "VM is not running");
export const runningOrStopped: StateRule = /* @__PURE__ */ only(
  ["running", "stopped"],
  "VM is not running or stopped",
);
/** Rules of the source VM of a copy or migration, which the destination hypervisor looks at. */
export const copySource: StateRule = /* @__PURE__ */ sourceRule(() => "VM is not stopped or running");
export const migrationSource: StateRule = /* @__PURE__ */ sourceRule(
  (state) => `VM state: ${state} is not stopped/running`,
);

/* @__NO_SIDE_EFFECTS__ */
function sourceRule(errorOf: (state: State) => string): StateRule {
  const allowed: readonly State[] = ["running", "stopped"];
  const refused = Object.fromEntries(refusedStates(allowed).map((state) => [state, errorOf(state)]));
  return { allowed, refused, note: "state of the source VM" };
}
