import { type AuditRow, isMethodName, methods } from "@stackdeck/api-types";
import { useInfiniteQuery } from "@tanstack/react-query";
import { Link, useNavigate, useSearch } from "@tanstack/react-router";
import { problemOf, sendJson } from "../../api/http.ts";
import { Button } from "../../ui/button.tsx";
import { downloadText } from "../../ui/download-text.ts";
import { Field } from "../../ui/form/field.tsx";
import { TextInput } from "../../ui/form/inputs.tsx";
import { EmptyState, Notice, RetryButton, Skeleton } from "../../ui/notice.tsx";
import { Page } from "../../ui/page.tsx";
import { Panel } from "../../ui/panel.tsx";
import { type SimpleColumn, SimpleTable } from "../../ui/simple-table.tsx";
import { StateBadge } from "../../ui/state-badge.tsx";
import { Moment } from "../../ui/time.tsx";
import { auditCsv, auditPath } from "./audit-text.ts";

interface AuditPage {
  readonly Items: readonly AuditRow[];
  readonly NextCursor: string | null;
}

const columns: readonly SimpleColumn<AuditRow>[] = [
  { title: "When", cell: (row) => <Moment time={row.On} /> },
  { title: "Who", cell: (row) => row.User },
  { title: "What", cell: (row) => (isMethodName(row.Method) ? methods[row.Method].label : row.Method) },
  {
    title: "On",
    cell: (row) =>
      /^\d+(\.\d+){3}$/.test(row.Target) ? (
        <Link to="/vms/$ip" params={{ ip: row.Target }} className="mono">
          {row.Target}
        </Link>
      ) : (
        <span className="mono">{row.Target}</span>
      ),
  },
  { title: "Outcome", cell: (row) => <StateBadge state={row.Outcome} /> },
  { title: "Details", cell: (row) => row.Detail },
  { title: "From", cell: (row) => <span className="mono">{row.RemoteAddress}</span> },
];

/** The audit log: every change and every console, who, when, from where, with what result. */
export function ActivityPage() {
  const { q = "" } = useSearch({ from: "/activity" });
  const navigate = useNavigate({ from: "/activity" });
  const log = useInfiniteQuery({
    queryKey: ["audit", q],
    initialPageParam: "",
    queryFn: ({ pageParam, signal }) => sendJson<AuditPage>(auditPath(q, pageParam), { signal }),
    getNextPageParam: (page) => page.NextCursor ?? undefined,
  });
  const rows = log.data?.pages.flatMap((page) => page.Items) ?? [];
  return (
    <Page
      title="Activity"
      actions={
        <Button
          icon="download"
          reason={rows.length === 0 ? "There is nothing to export" : undefined}
          onClick={() => downloadText("activity.csv", auditCsv(rows), "text/csv")}
        >
          Export what is shown
        </Button>
      }
    >
      <Field label="Show only" hint="An address, or user:NAME, method:NAME, target:ADDRESS">
        {(wiring) => (
          <TextInput
            {...wiring}
            type="search"
            defaultValue={q}
            onChange={(event) => {
              const text = event.target.value;
              void navigate({ search: text === "" ? {} : { q: text }, replace: true });
            }}
          />
        )}
      </Field>
      {log.isError ? (
        <Notice
          tone="bad"
          title="The activity cannot be read"
          actions={<RetryButton onRetry={() => void log.refetch()} />}
        >
          {problemOf(log.error).detail}
        </Notice>
      ) : (
        <Panel title="Latest first" flush>
          {log.isPending ? (
            <Skeleton rows={8} />
          ) : rows.length === 0 ? (
            <EmptyState title={q === "" ? "Nothing has happened yet" : "Nothing matches"}>
              Every change and every console that is opened leaves a line here.
            </EmptyState>
          ) : (
            <SimpleTable label="Activity" columns={columns} rows={rows} keyOf={(row) => String(row.Id)} />
          )}
        </Panel>
      )}
      {log.hasNextPage && (
        <Button busy={log.isFetchingNextPage} onClick={() => void log.fetchNextPage()}>
          Show older
        </Button>
      )}
    </Page>
  );
}
