import type { FleetEvent } from "@stackdeck/api-types";
import { useState } from "react";
import { useLive } from "../../api/use-live.ts";
import { Waiting } from "../../shell/waiting.tsx";
import { Button } from "../../ui/button.tsx";
import { plural } from "../../ui/format.ts";
import { EmptyState, Notice } from "../../ui/notice.tsx";
import { Panel } from "../../ui/panel.tsx";
import { saveText } from "../../ui/save-file.ts";
import { type SimpleColumn, SimpleTable } from "../../ui/simple-table.tsx";
import { csvCell } from "../../ui/table/columns.ts";
import { Moment } from "../../ui/time.tsx";
import { EventMark, EventTarget } from "./event-line.tsx";

const step = 100;
const most = 500;

const columns: readonly SimpleColumn<FleetEvent>[] = [
  { title: "When", cell: (event) => <Moment time={event.On} /> },
  {
    title: "On",
    cell: (event) => (
      <>
        <EventMark event={event} /> <EventTarget event={event} />
      </>
    ),
  },
  { title: "What", cell: (event) => event.Text },
];

function eventsCsv(events: readonly FleetEvent[]): string {
  const names = ["On", "Kind", "Severity", "Target", "TargetName", "Hypervisor", "Text"] as const;
  const lines = events.map((event) => names.map((name) => csvCell(event[name])).join(","));
  return `${[names.join(","), ...lines].join("\r\n")}\r\n`;
}

function NoEvents({ filter, isOfVm }: { readonly filter: string; readonly isOfVm: boolean }) {
  if (isOfVm)
    return (
      <EmptyState icon="check" title="Nothing has happened to it by itself">
        Crashes and starts that fail are listed here, and when they are over.
      </EmptyState>
    );
  return (
    <EmptyState icon="check" title={filter === "" ? "Nothing has happened yet" : "Nothing matches"}>
      VMs that crash or fail to start, hypervisors that come into trouble and out of it, address pools that
      run empty, and certificates that end.
    </EmptyState>
  );
}

/** What happened in the fleet, or to one VM, without anybody's call, as it happens. */
export function EventsList(props: { readonly filter: string; readonly isOfVm?: boolean }) {
  const { filter, isOfVm = false } = props;
  const [limit, setLimit] = useState(step);
  const { window } = useLive("events", { filter, sort: ["-Id"], offset: 0, limit });
  const events = window?.keys.flatMap((key) => window.rows.get(key) ?? []) ?? [];
  const total = window?.total ?? 0;
  return (
    <>
      {window?.filterError && <Notice tone="warn">{window.filterError}</Notice>}
      <Panel
        title={window === undefined ? "Events" : plural(total, "event")}
        hint="As this server saw it; kept for 90 days, the latest thousand are listed."
        actions={
          <Button
            icon="download"
            reason={events.length === 0 ? "There is nothing to export" : undefined}
            onClick={() => saveText("events.csv", eventsCsv(events), "text/csv")}
          >
            Export CSV
          </Button>
        }
        flush
      >
        {window === undefined ? (
          <Waiting rows={6} />
        ) : events.length === 0 ? (
          <NoEvents filter={filter} isOfVm={isOfVm} />
        ) : (
          <SimpleTable
            label="Events"
            columns={columns}
            rows={events}
            keyOf={(event) => String(event.Id)}
            cards
          />
        )}
      </Panel>
      {total > events.length && limit < most && (
        <Button onClick={() => setLimit(Math.min(most, limit + step))}>Show older</Button>
      )}
    </>
  );
}
