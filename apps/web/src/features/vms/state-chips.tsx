import { useLiveRow } from "../../api/use-live.ts";
import { formatNumber } from "../../ui/format.ts";
import { StateBadge } from "../../ui/state-badge.tsx";
import toolbar from "../lists/list-toolbar.module.css";
import { hasState, toggleState } from "./toggle-state.ts";

const order = [
  "running",
  "stopped",
  "crashed",
  "failed to start",
  "starting",
  "stopping",
  "migrating",
  "debugging",
];
/** Counts of the fleet by state; a press searches for that state. */
export function StateChips(props: { readonly query: string; readonly onQuery: (query: string) => void }) {
  const { row } = useLiveRow("fleet", {});
  const counts = row?.NumVMsByState ?? {};
  const states = order.filter((state) => (counts[state] ?? 0) > 0);
  if (states.length === 0) return null;
  return (
    <fieldset className={toolbar["chips"]} aria-label="States">
      {states.map((state) => (
        <button
          key={state}
          type="button"
          className={toolbar["chip"]}
          aria-pressed={hasState(props.query, state)}
          onClick={() => props.onQuery(toggleState(props.query, state))}
        >
          <StateBadge plain state={state} />
          <span className="num">{formatNumber(counts[state] ?? 0)}</span>
        </button>
      ))}
    </fieldset>
  );
}
