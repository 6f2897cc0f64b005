import type { ReactNode } from "react";
import { Button } from "../../ui/button.tsx";
import { StateBadge } from "../../ui/state-badge.tsx";
import type { EventLog } from "./use-event-source.ts";

const words = { closed: "not watched", connecting: "connecting", open: "watching", failed: "ended" } as const;

/** Start, stop and empty a stream; how it stands. */
export function WatchControls(props: {
  readonly log: Pick<EventLog<unknown>, "state" | "events" | "clear">;
  readonly active: boolean;
  readonly verb: string;
  readonly reason?: string | undefined;
  readonly onActive: (active: boolean) => void;
  readonly children?: ReactNode;
}) {
  const { log, active } = props;
  return (
    <>
      <StateBadge state={log.state} label={words[log.state]} />
      {props.children}
      <Button disabled={log.events.length === 0} onClick={log.clear}>
        Clear
      </Button>
      <Button
        kind={active ? "default" : "primary"}
        icon={active ? "stop" : "play"}
        reason={active ? undefined : props.reason}
        onClick={() => props.onActive(!active)}
      >
        {active ? "Stop" : props.verb}
      </Button>
    </>
  );
}
