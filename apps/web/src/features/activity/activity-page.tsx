import { auditFields, eventFields } from "@stackdeck/api-types";
import { useNavigate, useSearch } from "@tanstack/react-router";
import { useCallback } from "react";
import { Segments } from "../../ui/form/field.tsx";
import { Page } from "../../ui/page.tsx";
import { SearchBox } from "../lists/search-box.tsx";
import styles from "./activity.module.css";
import { AuditPanel } from "./audit-panel.tsx";
import { EventsList } from "./events-list.tsx";

const shows = [
  ["audit", "What people did"],
  ["events", "What happened"],
] as const;

/** The audit log, and the journal of what happened by itself; both searched and exported. */
export function ActivityPage() {
  const { q = "", show = "audit" } = useSearch({ from: "/activity" });
  const navigate = useNavigate({ from: "/activity" });
  const onQuery = useCallback(
    (text: string) =>
      void navigate({
        search: ({ q: _former, ...rest }) => (text === "" ? rest : { ...rest, q: text }),
        replace: true,
      }),
    [navigate],
  );
  return (
    <Page
      title="Activity"
      actions={
        <Segments
          label="Show"
          value={show}
          options={shows}
          onChange={(next) => void navigate({ search: next === "events" ? { show: next } : {} })}
        />
      }
    >
      <div className={styles["bar"]}>
        {show === "events" ? (
          <SearchBox
            key="events"
            label="Search events"
            placeholder="Search: crashed severity:bad host:hyper-01 when<7d"
            value={q}
            onChange={onQuery}
            fields={eventFields}
            noun="events"
          />
        ) : (
          <SearchBox
            key="audit"
            label="Search activity"
            placeholder="Search: alice outcome:failed method:Destroy* when<7d"
            value={q}
            onChange={onQuery}
            fields={auditFields}
          />
        )}
      </div>
      {show === "events" ? <EventsList filter={q} /> : <AuditPanel filter={q} />}
    </Page>
  );
}
