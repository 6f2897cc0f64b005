import type { ConnectionState } from "../api/live-connection.ts";
import { formatTime } from "../ui/format.ts";

/** How the freshness mark looks and what it says. */
export interface FreshnessWords {
  readonly state: "live" | "catching-up" | "connecting" | "stale" | "unreachable";
  readonly label: string;
  readonly detail: string;
}

/** Words for the state of the live connection. */
export function wordsOf(state: ConnectionState): FreshnessWords {
  switch (state.kind) {
    case "live":
      return {
        state: "live",
        label: "Live",
        detail:
          state.roundTripMs === undefined
            ? "Changes appear as they happen."
            : `Changes appear as they happen. Round trip ${Math.round(state.roundTripMs)} ms.`,
      };
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
