import type { MethodName, Update } from "@stackdeck/api-types";
import { useState } from "react";
import { urlOf } from "../../../api/call.ts";
import { Button } from "../../../ui/button.tsx";
import { EmptyState, Notice } from "../../../ui/notice.tsx";
import { Panel } from "../../../ui/panel.tsx";
import { StateBadge } from "../../../ui/state-badge.tsx";
import type { HypervisorTabProps } from "../hypervisor-page.tsx";
import styles from "../hypervisors.module.css";
import { useEventSource } from "../use-event-source.ts";

const method: MethodName = "GetUpdates";

/** The hypervisor's update stream, message by message, as it sends it. */
export function UpdatesTab({ hypervisor }: HypervisorTabProps) {
  const [active, setActive] = useState(false);
  const { url } = urlOf(method, {}, hypervisor.Id);
  const log = useEventSource<Update>(url, "update", active);
  return (
    <Panel
      title="Update stream"
      hint="On a connection of its own: the first message is complete, later ones are what changed."
      actions={
        <>
          <StateBadge state={log.state} />
          <Button icon={active ? "stop" : "play"} onClick={() => setActive(!active)}>
            {active ? "Stop" : "Follow"}
          </Button>
        </>
      }
    >
      {log.state === "failed" && <Notice tone="bad">{log.problem}</Notice>}
      {log.events.length === 0 ? (
        <EmptyState icon="pulse" title={active ? "Waiting for the first message" : "Not followed"} />
      ) : (
        // biome-ignore lint/a11y/noNoninteractiveTabindex: long content must scroll by keyboard
        <section className={styles["stream"]} tabIndex={0} aria-label="Messages">
          {log.events.map((update, index) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: messages are only ever appended
            <div key={index} className={styles["entry"]}>
              {JSON.stringify(update, null, index === 0 ? undefined : 1).slice(0, 20_000)}
            </div>
          ))}
        </section>
      )}
    </Panel>
  );
}
