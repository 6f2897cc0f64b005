import { useLiveRow } from "../../api/use-live.ts";
import { useSession } from "../../api/use-session.ts";
import { formatNumber } from "../../ui/format.ts";
import { Icon } from "../../ui/icon.tsx";
import { StateBadge } from "../../ui/state-badge.tsx";
import toolbar from "../lists/list-toolbar.module.css";
import { hasState, toggleState } from "./toggle-state.ts";
import { hasPart, togglePart, yoursTerm } from "./yours.ts";

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

/** For who may work on his own VMs only: a press searches for those. */
function YoursChip({ query, onQuery }: ChipProps) {
  const caller = useSession();
  if (caller.UserName === "" || caller.MethodPowers.length > 0) return null;
  const term = yoursTerm(caller);
  return (
    <button
      type="button"
      className={toolbar["chip"]}
      aria-pressed={hasPart(query, term)}
      onClick={() => onQuery(togglePart(query, term))}
    >
      <Icon name="user" size={12} />
      yours
    </button>
  );
}

interface ChipProps {
  readonly query: string;
  readonly onQuery: (query: string) => void;
}

/** Counts of the fleet by state; a press searches for that state. */
export function StateChips(props: ChipProps) {
  const { row } = useLiveRow("fleet", {});
  const counts = row?.NumVMsByState ?? {};
  const states = order.filter((state) => (counts[state] ?? 0) > 0);
  if (states.length === 0) return null;
  return (
    <fieldset className={toolbar["chips"]} aria-label="States">
      <YoursChip {...props} />
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
