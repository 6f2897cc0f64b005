import { Link } from "@tanstack/react-router";
import { useLive } from "../../api/use-live.ts";
import { Skeleton } from "../../ui/notice.tsx";
import { Panel } from "../../ui/panel.tsx";
import { EventLine } from "../activity/event-line.tsx";
import styles from "./overview.module.css";

/** What happened in the fleet lately without anybody's call. */
export function EventsPanel() {
  const { window } = useLive("events", { filter: "", sort: ["-Id"], offset: 0, limit: 8 });
  const events = window?.keys.flatMap((key) => window.rows.get(key) ?? []) ?? [];
  return (
    <Panel
      title="Latest events"
      actions={
        <Link to="/activity" search={{ show: "events" }}>
          All events
        </Link>
      }
    >
      {window === undefined ? (
        <Skeleton rows={3} />
      ) : events.length === 0 ? (
        <p className="muted">Nothing yet. Crashes, and hypervisors that come into trouble, show here.</p>
      ) : (
        <ul className={styles["events"]}>
          {events.map((event) => (
            <EventLine key={event.Id} event={event} />
          ))}
        </ul>
      )}
    </Panel>
  );
}
