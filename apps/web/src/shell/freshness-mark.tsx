import { live } from "../api/live.ts";
import { useLiveRow } from "../api/use-live.ts";
import { numAway } from "../features/hypervisors/unheard.ts";
import { StateBadge } from "../ui/state-badge.tsx";
import { Tooltip } from "../ui/tooltip.tsx";
import { useValue } from "../ui/use-value.ts";
import { wordsOf } from "./freshness.ts";
import styles from "./freshness-mark.module.css";

/** Always visible: whether what is on the screen is what is there now. */
export function FreshnessMark() {
  const { row: fleet } = useLiveRow("fleet", {});
  const away = { away: fleet ? numAway(fleet) : 0, of: fleet?.NumHypervisors ?? 0 };
  const words = wordsOf(useValue(live.state), away);
  return (
    <Tooltip text={words.detail}>
      <button
        type="button"
        className={styles["mark"]}
        aria-label={`Data: ${words.label}. ${words.detail}`}
        onClick={() => live.wake()}
      >
        <StateBadge plain state={words.state} label={words.label} />
      </button>
    </Tooltip>
  );
}
