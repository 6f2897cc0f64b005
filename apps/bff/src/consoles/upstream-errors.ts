import type { SerialUpstreamState } from "@stackdeck/api-types";
import { wordsOf } from "../fleet/words-of.ts";

/** What to make of a failed attempt to attach. */
export interface UpstreamFailure {
  readonly state: SerialUpstreamState;
  /** For people. */
  readonly text: string;
  /** The hypervisor's own words, "" when it did not speak. */
  readonly hypervisorError: string;
  /** When to try again by itself; undefined: not before something changes. */
  readonly retryMs: number | undefined;
}

interface Rule {
  readonly words: string;
  readonly state: SerialUpstreamState;
  readonly text: string;
  /** By number of failures of this kind in a row, in milliseconds; the last one repeats. */
  readonly retryMs: readonly number[];
}

/** A port that was just let go still counts as taken until the hypervisor next reads or writes: look again quickly first. */
const quickThenSlow = [100, 250, 500, 1000, 1000, 2000];

const rules: readonly Rule[] = [
  {
    words: "no serial input device",
    state: "connecting",
    text: "The VM has just started: waiting for its serial port.",
    retryMs: quickThenSlow,
  },
  {
    words: "already has a serial port connection",
    state: "busy-elsewhere",
    text: "Another program is attached to this VM's only serial port.",
    retryMs: quickThenSlow,
  },
  {
    words: "mutations blocked",
    state: "blocked",
    text: "Busy: another operation is running on this VM.",
    retryMs: [1000],
  },
  {
    words: "VM is not running",
    state: "waiting-for-vm",
    text: "The VM is not running.",
    retryMs: [1000, 2000, 5000],
  },
  { words: "no access to resource", state: "refused", text: "You do not own this VM.", retryMs: [] },
  {
    words: "access to method denied",
    state: "refused",
    text: "The hypervisor does not allow this console.",
    retryMs: [],
  },
  {
    words: "no VM with IP address",
    state: "waiting-for-vm",
    text: "The hypervisor does not know this VM.",
    retryMs: [1000, 2000, 5000],
  },
  {
    words: "unknown method",
    state: "refused",
    text: "This hypervisor does not offer that console.",
    retryMs: [],
  },
  {
    words: "VNC console is not enabled",
    state: "refused",
    text: "This VM was started without a VNC screen.",
    retryMs: [],
  },
];

const unreachableRetryMs = [250, 500, 1000, 2000, 4000, 8000];

/**
 * Sorts a failure.
 * @param failures how many there were in a row before this one
 */
export function upstreamFailure(error: unknown, failures: number): UpstreamFailure {
  const message = wordsOf(error);
  const rule = rules.find((candidate) => message.includes(candidate.words));
  if (rule === undefined)
    return {
      state: "unreachable",
      text: "The hypervisor can not be reached.",
      hypervisorError: message,
      retryMs: pick(unreachableRetryMs, failures),
    };
  return {
    state: rule.state,
    text: rule.text,
    hypervisorError: message,
    retryMs: pick(rule.retryMs, failures),
  };
}

const pick = (delays: readonly number[], failures: number): number | undefined =>
  delays[Math.min(failures, delays.length - 1)];
