import type { ConnectionState } from "../api/live-connection.ts";
import { formatTime } from "../ui/format.ts";

/** How the freshness mark looks and what it says. */
export interface FreshnessWords {
  readonly state: "live" | "catching-up" | "connecting" | "stale" | "unreachable";
  readonly label: string;
  readonly detail: string;
}

/** Hypervisors of which nothing is heard now, of all. */
interface Away {
  readonly away: number;
  readonly of: number;
}

function liveWords(roundTripMs: number | undefined, { away, of }: Away): FreshnessWords {
  if (away > 0 && away === of)
    return {
      state: "unreachable",
      label: "None reachable",
      detail: "No hypervisor can be reached. What you see is the last known; it goes on by itself.",
    };
  const trip = roundTripMs === undefined ? "" : ` Round trip ${Math.round(roundTripMs)} ms.`;
  const missing = away === 0 ? "" : ` ${away} of ${of} hypervisors can not be reached.`;
  return {
    state: away === 0 ? "live" : "stale",
    label: away === 0 ? "Live" : `Live, ${away} away`,
    detail: `Changes appear as they happen.${trip}${missing}`,
  };
}

/** Words for the state of the live connection, and of those behind it to the hypervisors. */
export function wordsOf(state: ConnectionState, hypervisors: Away): FreshnessWords {
  switch (state.kind) {
    case "live":
      return liveWords(state.roundTripMs, hypervisors);
    case "catching-up":
      return { state: "catching-up", label: "Catching up", detail: "Reading what changed meanwhile." };
    case "connecting":
      return { state: "connecting", label: "Connecting", detail: "The first data are on their way." };
    case "stale": {
      const since = formatTime(state.since).slice(11, 16);
      return {
        state: "stale",
        label: `Stale since ${since}`,
        detail: "The server can not be reached. What you see is the last known; it goes on by itself.",
      };
    }
    case "signed-out":
      return { state: "unreachable", label: "Signed out", detail: state.reason };
  }
}
