import type { Operation } from "@stackdeck/api-types";
import { useQuery } from "@tanstack/react-query";
import { Link, useParams } from "@tanstack/react-router";
import { ProblemNotice } from "../../actions/problem-notice.tsx";
import { problemOf, sendJson } from "../../api/http.ts";
import { useLive } from "../../api/use-live.ts";
import { formatSeconds } from "../../ui/format.ts";
import { EmptyState, Notice, Skeleton } from "../../ui/notice.tsx";
import { Page } from "../../ui/page.tsx";
import { Facts, Panel } from "../../ui/panel.tsx";
import { StateBadge } from "../../ui/state-badge.tsx";
import { Moment } from "../../ui/time.tsx";
import { TransferMeter } from "../../ui/transfer-meter.tsx";
import { UpLink } from "../../ui/up-link.tsx";
import { useNow } from "../../ui/use-now.ts";
import { OperationControls } from "./operation-controls.tsx";
import {
  isActive,
  operationSeconds,
  operationTarget,
  operationTitle,
  transferShare,
} from "./operation-words.ts";
import styles from "./operations.module.css";
import { ProgressLog } from "./progress-log.tsx";

/** One operation with all its progress lines; live while it runs, from the store afterwards. */
export function OperationPage() {
  const { id } = useParams({ from: "/operations/$id" });
  const { window } = useLive("operations", { filter: "", sort: ["-StartedOn"], offset: 0, limit: 500 });
  const current = window?.rows.get(id);
  const stored = useQuery({
    queryKey: ["operation", id, current?.State ?? ""],
    queryFn: ({ signal }) => sendJson<Operation>(`/api/v1/operations/${encodeURIComponent(id)}`, { signal }),
  });
  const operation = newer(current, stored.data);
  if (operation !== undefined) return <OperationView operation={operation} />;
  return (
    <Page title="Operation" crumbs={<UpLink to="/operations">Operations</UpLink>}>
      {stored.isError ? (
        <EmptyState icon="error" title="This operation cannot be shown">
          {problemOf(stored.error).detail}
        </EmptyState>
      ) : (
        <Skeleton rows={6} />
      )}
    </Page>
  );
}

/** The live row has the latest state; the stored one has all lines. */
function newer(current: Operation | undefined, stored: Operation | undefined): Operation | undefined {
  if (current === undefined || stored === undefined) return current ?? stored;
  return current.Progress.length >= stored.Progress.length
    ? current
    : { ...current, Progress: stored.Progress };
}

function OperationView({ operation }: { readonly operation: Operation }) {
  const share = transferShare(operation);
  const isVm = /^[\d.]+$|:/.test(operation.Target) && operation.Target !== operation.Hypervisor;
  return (
    <Page
      title={operationTitle(operation)}
      crumbs={<UpLink to="/operations">Operations</UpLink>}
      meta={
        <StateBadge
          state={operation.State}
          {...(operation.State === "running" ? { tone: "busy" as const } : {})}
        />
      }
      narrow
    >
      <OperationControls operation={operation} />
      {operation.State === "unknown" && (
        <Notice tone="warn" title="Nobody saw how this ended">
          The connection or the server went away while it ran. It may have been done: look at the VM before
          you try again.
        </Notice>
      )}
      {operation.Error !== null && <ProblemNotice problem={operation.Error} isOld />}
      <Panel title="About">
        <Facts
          items={[
            ["API", operation.Method],
            [
              "Target",
              operation.Target !== "" && operation.Target === operation.Hypervisor ? (
                <Link key="hypervisor" to="/hypervisors/$id" params={{ id: operation.Target }}>
                  {operationTarget(operation)}
                </Link>
              ) : isVm ? (
                <Link key="vm" to="/vms/$ip" params={{ ip: operation.Target }}>
                  {operationTarget(operation)}
                </Link>
              ) : (
                operationTarget(operation)
              ),
            ],
            ["Hypervisor", operation.Hypervisor],
            ["Started by", operation.User],
            ["Started", <Moment key="started" time={operation.StartedOn} />],
            operation.EndedOn === "" ? null : ["Ended", <Moment key="ended" time={operation.EndedOn} />],
            [isActive(operation) ? "Runs for" : "Took", <Took key="took" operation={operation} />],
          ]}
        />
      </Panel>
      <Panel title="Progress">
        {isActive(operation) && share !== undefined && (
          <TransferMeter label="Transferred" done={operation.BytesDone} total={operation.BytesTotal} />
        )}
        <ProgressLog operation={operation} />
      </Panel>
      {operation.Result !== null && Object.keys(operation.Result).length > 0 && (
        <Panel title="Result">
          {/* biome-ignore lint/a11y/noNoninteractiveTabindex: long content must scroll by keyboard */}
          <pre className={styles["log"]} tabIndex={0}>
            {JSON.stringify(operation.Result, null, 2)}
          </pre>
        </Panel>
      )}
    </Page>
  );
}

function Took({ operation }: { readonly operation: Operation }) {
  const now = useNow();
  return <span className="num">{formatSeconds(operationSeconds(operation, now))}</span>;
}
