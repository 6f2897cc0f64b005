import type { AuditRow } from "@stackdeck/api-types";
import { useInfiniteQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useState } from "react";
import { problemOf, sendJson } from "../../api/http.ts";
import { Button } from "../../ui/button.tsx";
import { plural } from "../../ui/format.ts";
import { EmptyState, Notice, RetryButton, Skeleton } from "../../ui/notice.tsx";
import { Panel } from "../../ui/panel.tsx";
import { saveText } from "../../ui/save-file.ts";
import { type SimpleColumn, SimpleTable } from "../../ui/simple-table.tsx";
import { StateBadge } from "../../ui/state-badge.tsx";
import { Moment } from "../../ui/time.tsx";
import { announce, announceProblem } from "../../ui/toasts.ts";
import styles from "./activity.module.css";
import { auditCsv, auditPath, auditTitle } from "./audit-text.ts";

interface AuditPage {
  readonly Items: readonly AuditRow[];
  readonly NextCursor: string | null;
}

/** Lines of an export at the most: beyond that a script is the better tool. */
const mostExported = 50_000;

const columns: readonly SimpleColumn<AuditRow>[] = [
  { title: "When", cell: (row) => <Moment time={row.On} /> },
  { title: "Who", cell: (row) => row.User },
  {
    title: "What",
    cell: (row) => (
      <span title={auditTitle(row) === row.Method ? undefined : row.Method} className={styles["what"]}>
        {auditTitle(row)}
      </span>
    ),
  },
  { title: "On", cell: (row) => <AuditTarget row={row} /> },
  { title: "Outcome", cell: (row) => <StateBadge state={row.Outcome} /> },
  { title: "Details", cell: (row) => row.Detail || <span className="muted">—</span> },
  { title: "From", cell: (row) => <span className="mono">{row.RemoteAddress}</span> },
];

function AuditTarget({ row }: { readonly row: AuditRow }) {
  if (/^\d+(\.\d+){3}$/.test(row.Target))
    return (
      <Link to="/vms/$ip" params={{ ip: row.Target }} className="mono">
        {row.Target}
      </Link>
    );
  if (row.Target !== "" && row.Target === row.Hypervisor)
    return (
      <Link to="/hypervisors/$id" params={{ id: row.Target }} className="mono">
        {row.Target}
      </Link>
    );
  return <span className="mono">{row.Target}</span>;
}

/** All lines that a filter lets through, page by page. */
async function readAll(filter: string): Promise<{ rows: AuditRow[]; isWhole: boolean }> {
  const rows: AuditRow[] = [];
  let cursor: string | null = "";
  while (cursor !== null && rows.length < mostExported) {
    const page: AuditPage = await sendJson<AuditPage>(auditPath(filter, cursor, 1000), {});
    rows.push(...page.Items);
    cursor = page.NextCursor;
  }
  return { rows, isWhole: cursor === null };
}

function useExport(filter: string) {
  const [busy, setBusy] = useState(false);
  const run = async () => {
    setBusy(true);
    try {
      const { rows, isWhole } = await readAll(filter);
      saveText(`activity-${new Date().toISOString().slice(0, 10)}.csv`, auditCsv(rows), "text/csv");
      announce({
        tone: isWhole ? "good" : "info",
        title: `${plural(rows.length, "line")} exported`,
        ...(isWhole ? {} : { detail: "Older ones are left out: narrow the search to have them." }),
      });
    } catch (error) {
      announceProblem("The activity was not exported", problemOf(error));
    } finally {
      setBusy(false);
    }
  };
  return { busy, run };
}

/** The audit log: every change, console and sign-in, who, when, from where, with what result. */
export function AuditPanel({ filter }: { readonly filter: string }) {
  const exporting = useExport(filter);
  const log = useInfiniteQuery({
    queryKey: ["audit", filter],
    initialPageParam: "",
    queryFn: ({ pageParam, signal }) => sendJson<AuditPage>(auditPath(filter, pageParam), { signal }),
    getNextPageParam: (page) => page.NextCursor ?? undefined,
    retry: false,
  });
  const rows = log.data?.pages.flatMap((page) => page.Items) ?? [];
  const actions = (
    <Button
      icon="download"
      busy={exporting.busy}
      reason={rows.length === 0 ? "There is nothing to export" : undefined}
      onClick={() => void exporting.run()}
    >
      Export CSV
    </Button>
  );
  return (
    <>
      <Panel title="Latest first" actions={actions} flush>
        {log.isError ? (
          <Notice
            tone="bad"
            title="The activity cannot be read"
            actions={<RetryButton onRetry={() => void log.refetch()} />}
          >
            {problemOf(log.error).errors?.[0]?.message ?? problemOf(log.error).detail}
          </Notice>
        ) : log.isPending ? (
          <Skeleton rows={8} />
        ) : rows.length === 0 ? (
          <EmptyState icon="activity" title={filter === "" ? "Nothing has happened yet" : "Nothing matches"}>
            {filter === ""
              ? "Every change, every console that is opened and every sign-in leaves a line here."
              : "Take a part of the search away, or clear it."}
          </EmptyState>
        ) : (
          <SimpleTable label="Activity" columns={columns} rows={rows} keyOf={(row) => String(row.Id)} />
        )}
      </Panel>
      {log.hasNextPage && (
        <Button busy={log.isFetchingNextPage} onClick={() => void log.fetchNextPage()}>
          Show older
        </Button>
      )}
    </>
  );
}
