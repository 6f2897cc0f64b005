import { copyText } from "../shell/clipboard.ts";
import { Button } from "../ui/button.tsx";
import { Dialog } from "../ui/dialog.tsx";
import { formatNumber, plural } from "../ui/format.ts";
import { StateBadge } from "../ui/state-badge.tsx";
import { useValue } from "../ui/use-value.ts";
import styles from "./action-dialog.module.css";
import { type BulkRow, type BulkRun, nameOfRun } from "./bulk-run.ts";
import { bulkRuns, dismissRun, openedRun } from "./bulk-runs.ts";

/** Rows that are drawn; "Copy as text" has all of them. */
const mostDrawn = 500;
/** What a person looks for comes first. */
const order: readonly BulkRow["state"][] = ["failed", "started", "cancelled", "waiting", "succeeded"];
const badges: Readonly<Record<BulkRow["state"], string>> = {
  waiting: "cancelled",
  started: "started",
  succeeded: "succeeded",
  failed: "failed",
  cancelled: "cancelled",
};

/** Bulk work that was begun: its results stay until they are dismissed, whatever screen is open. */
export function BulkRuns() {
  const runs = useValue(bulkRuns);
  const opened = useValue(openedRun);
  if (opened) return <BulkResults run={opened} />;
  if (runs.length === 0) return null;
  return (
    <section className={styles["dock"]} aria-label="Bulk work">
      {runs.map((run, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: runs have no other name, and keep their order
        <DockEntry key={index} run={run} />
      ))}
    </section>
  );
}

function DockEntry({ run }: { readonly run: BulkRun }) {
  useValue(run.drawn);
  const { succeeded, failed, waiting, started } = run.counts;
  return (
    <div className={styles["dockEntry"]}>
      <StateBadge
        plain
        state={run.busy ? "started" : failed > 0 ? "failed" : "succeeded"}
        label={nameOfRun(run)}
      />
      <span className="num muted">
        {run.busy
          ? `${formatNumber(run.rows.length - waiting - started)} done`
          : `${formatNumber(succeeded)} done, ${formatNumber(failed)} failed`}
      </span>
      <Button small onClick={() => openedRun.set(run)}>
        Show results
      </Button>
      {!run.busy && (
        <Button
          small
          kind="quiet"
          icon="close"
          aria-label={`Dismiss ${nameOfRun(run)}`}
          onClick={() => dismissRun(run)}
        />
      )}
    </div>
  );
}

function BulkResults({ run }: { readonly run: BulkRun }) {
  useValue(run.drawn);
  const { counts, rows, busy } = run;
  const hide = () => openedRun.set(undefined);
  const shown = [...rows].sort((a, b) => order.indexOf(a.state) - order.indexOf(b.state)).slice(0, mostDrawn);
  return (
    <Dialog
      title={nameOfRun(run)}
      onClose={busy ? hide : () => dismissRun(run)}
      wide
      footer={<ResultButtons run={run} onHide={hide} />}
    >
      <div className={styles["stack"]}>
        <ul className={styles["counts"]} aria-label="Results" aria-live="polite">
          <li>
            <strong>{formatNumber(counts.succeeded)} done</strong>
          </li>
          <li>{formatNumber(counts.failed)} failed</li>
          {counts.cancelled > 0 && <li>{formatNumber(counts.cancelled)} not begun</li>}
          {busy && <li>{formatNumber(counts.waiting + counts.started)} to go</li>}
        </ul>
        <progress
          className={styles["progress"]}
          aria-label="Progress"
          max={rows.length}
          value={counts.succeeded + counts.failed + counts.cancelled}
        />
        <table className={styles["results"]}>
          <thead>
            <tr>
              <th scope="col">VM</th>
              <th scope="col">Result</th>
            </tr>
          </thead>
          <tbody>
            {shown.map((row) => (
              <tr key={row.vm.ip}>
                <td>
                  {row.vm.name} <span className="mono muted">{row.vm.ip}</span>
                </td>
                <td>
                  <StateBadge plain state={badges[row.state]} label={row.text} />
                </td>
              </tr>
            ))}
          </tbody>
        </table>
        {rows.length > mostDrawn && (
          <p className="muted">
            {plural(rows.length - mostDrawn, "more row")}. “Copy as text” has all of them.
          </p>
        )}
      </div>
    </Dialog>
  );
}

function ResultButtons({ run, onHide }: { readonly run: BulkRun; readonly onHide: () => void }) {
  const { failed, cancelled, waiting } = run.counts;
  const text = () => run.rows.map((row) => `${row.vm.name}\t${row.vm.ip}\t${row.text}`).join("\n");
  return (
    <>
      {run.busy && waiting > 0 && <Button onClick={() => run.cancel()}>Cancel what has not begun</Button>}
      <Button icon="copy" onClick={() => void copyText(text(), "Results copied")}>
        Copy as text
      </Button>
      {!run.busy && cancelled > 0 && (
        <Button icon="play" onClick={() => run.retry("cancelled")}>
          Begin the {formatNumber(cancelled)} others
        </Button>
      )}
      {!run.busy && failed > 0 && (
        <Button icon="reboot" onClick={() => run.retry("failed")}>
          Retry the {formatNumber(failed)} failed
        </Button>
      )}
      {run.busy ? (
        <Button kind="primary" onClick={onHide}>
          Go on in the background
        </Button>
      ) : (
        <Button kind="primary" onClick={() => dismissRun(run)}>
          Close
        </Button>
      )}
    </>
  );
}
