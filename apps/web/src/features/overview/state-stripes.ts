import { allStates } from "@stackdeck/api-types";
import { toneOf } from "../../ui/state-badge.tsx";

/** A single VM in a large fleet can still be seen: the least share of the bar, in hundredths. */
const leastShare = 0.8;

const colourOf = (state: string): string => {
  const tone = toneOf(state);
  return tone === "idle" ? "var(--line-strong)" : `var(--${tone})`;
};

/**
 * The states' shares of all VMs side by side, as one CSS background with gaps of 2 px. One element that is painted anew
 * when a count changes: parts of a bar that change their width would be things that move on the page.
 * @returns "none" when there is no VM
 */
export function stateStripes(counts: Readonly<Record<string, number>>): string {
  const present = allStates.filter((state) => (counts[state] ?? 0) > 0);
  const total = present.reduce((sum, state) => sum + (counts[state] ?? 0), 0);
  const shares = present.map((state) => Math.max(leastShare, ((counts[state] ?? 0) * 100) / total));
  const whole = shares.reduce((sum, share) => sum + share, 0);
  if (present.length === 0) return "none";
  let reached = 0;
  const ends = shares.map((share) => {
    reached += (share * 100) / whole;
    return reached.toFixed(2);
  });
  const parts = present.flatMap((state, index) => {
    const begin = index === 0 ? "0%" : `calc(${ends[index - 1]}% + 1px)`;
    if (index === present.length - 1) return [`${colourOf(state)} ${begin} 100%`];
    const [end, next] = [`calc(${ends[index]}% - 1px)`, `calc(${ends[index]}% + 1px)`];
    return [`${colourOf(state)} ${begin} ${end}`, `var(--surface) ${end} ${next}`];
  });
  return `linear-gradient(to right, ${parts.join(", ")})`;
}
