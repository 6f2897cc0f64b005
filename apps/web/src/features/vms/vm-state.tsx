import { useState } from "react";
import { StateBadge } from "../../ui/state-badge.tsx";
import { useNow } from "../../ui/use-now.ts";
import { secondsToKill } from "./stop-countdown.ts";

interface VmStateProps {
  readonly state: string;
  /** Since when, as the hypervisor says. */
  readonly since: string | undefined;
  readonly faded?: boolean | undefined;
  /** Room for a few words only. */
  readonly short?: boolean;
}

/** The state of a VM; of one that is stopping also when it will be switched off. */
export function VmState(props: VmStateProps) {
  const { state, since, faded } = props;
  if (state !== "stopping" || faded) return <StateBadge state={state} faded={faded} />;
  return <Stopping key={since} {...props} />;
}

function Stopping({ state, since, short }: VmStateProps) {
  const now = useNow();
  const [seen] = useState(() => Date.now());
  const seconds = secondsToKill({ told: Date.parse(since ?? ""), seen }, now);
  const end = seconds === 0 ? "being killed" : `killed in ${seconds} s`;
  return (
    <span title={`The guest has 15 s to shut down: ${end}`}>
      <StateBadge
        state={state}
        label={short && seconds > 0 ? `stopping… ${seconds} s` : `stopping… (${end})`}
      />
    </span>
  );
}
