import { type MethodName, methods, type VmRow } from "@stackdeck/api-types";
import { useState } from "react";
import { useLive } from "../api/use-live.ts";
import { useSession } from "../api/use-session.ts";
import { copyText } from "../shell/clipboard.ts";
import { Button } from "../ui/button.tsx";
import { Dialog } from "../ui/dialog.tsx";
import { plural } from "../ui/format.ts";
import { Notice, Skeleton } from "../ui/notice.tsx";
import { StateBadge } from "../ui/state-badge.tsx";
import styles from "./action-dialog.module.css";
import { BulkForm } from "./bulk-form.tsx";
import { planBulk } from "./bulk-plan.ts";
import { ConfirmName } from "./confirm-name.tsx";
import { closeAction, type OpenAction } from "./open-action.ts";
import { actionOf } from "./registry.ts";
import { type BulkRow, useBulkRun } from "./use-bulk-run.ts";
import { subjectOfRow, type VmSubject } from "./vm-subject.ts";

/** Bulk starts and destroys go through the asynchronous variants: their progress is kept in Operations. */
const inBackground: Partial<Record<MethodName, MethodName>> = {
  StartVm: "StartVmAsync",
  DestroyVm: "DestroyVmAsync",
};

/** Preview, confirmation, progress and results of an action on several VMs. */
export function BulkDialog({ opened }: { readonly opened: OpenAction }) {
  const filter = opened.ips.map((ip) => `ip:${ip}`).join(" | ");
  const state = useLive("vms", { filter, sort: [], offset: 0, limit: 500 });
  const rows = [...(state.window?.rows.values() ?? [])];
  if (state.status === "loading")
    return (
      <Dialog title={methods[opened.method].label} onClose={closeAction} wide>
        <Skeleton rows={4} />
      </Dialog>
    );
  return <Planned method={opened.method} rows={rows} />;
}

function Planned({ method, rows }: { readonly method: MethodName; readonly rows: readonly VmRow[] }) {
  const caller = useSession();
  const row = methods[method];
  const [subjects] = useState<readonly VmSubject[]>(() => rows.map(subjectOfRow));
  const plan = planBulk(method, subjects, caller);
  const [typed, setTyped] = useState("");
  const [fields, setFields] = useState<Readonly<Record<string, unknown>> | undefined>(undefined);
  const run = useBulkRun(inBackground[method] ?? method);
  const asks = actionOf(method).fields !== undefined && method !== "RebootVm";
  const destroys = row.confirm.level === "type-the-name";
  const begun = run.rows.length > 0;
  const blocked =
    plan.change.length === 0 ||
    (destroys && typed.trim() !== String(plan.change.length)) ||
    (asks && fields === undefined);
  return (
    <Dialog
      title={`${row.label}: ${plural(subjects.length, "VM")}`}
      description={row.summary}
      onClose={closeAction}
      wide
      footer={
        begun ? (
          <BulkFooter run={run} />
        ) : (
          <>
            <Button onClick={closeAction} data-autofocus>
              Cancel
            </Button>
            <Button
              kind={destroys ? "danger" : "primary"}
              disabled={blocked}
              onClick={() => run.start(plan.change, fields ?? {})}
            >
              {row.label} {plural(plan.change.length, "VM")}
            </Button>
          </>
        )
      }
    >
      <div className={styles["stack"]}>
        {begun ? (
          <Results rows={run.rows} />
        ) : (
          <>
            <div className={styles["counts"]}>
              <strong>{plan.change.length} will change</strong>
              <span>{plan.skip.length} skipped</span>
              <span>{plan.refuse.length} not allowed</span>
            </div>
            {row.confirm.text && plan.change.length > 0 && (
              <Notice tone={destroys ? "bad" : "warn"}>{row.confirm.text}</Notice>
            )}
            {asks && <BulkForm method={method} onFields={setFields} />}
            <LeftOut plan={[...plan.skip, ...plan.refuse]} />
            {destroys && plan.change.length > 0 && (
              <ConfirmName expected={String(plan.change.length)} typed={typed} onTyped={setTyped} />
            )}
          </>
        )}
      </div>
    </Dialog>
  );
}

function LeftOut({ plan }: { readonly plan: readonly { vm: VmSubject; reason: string }[] }) {
  if (plan.length === 0) return null;
  return (
    <table className={styles["results"]}>
      <thead>
        <tr>
          <th scope="col">Left out</th>
          <th scope="col">Because</th>
        </tr>
      </thead>
      <tbody>
        {plan.map(({ vm, reason }) => (
          <tr key={vm.ip}>
            <td>
              {vm.name} <span className="mono muted">{vm.ip}</span>
            </td>
            <td>{reason}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function Results({ rows }: { readonly rows: readonly BulkRow[] }) {
  return (
    <table className={styles["results"]} aria-live="polite">
      <thead>
        <tr>
          <th scope="col">VM</th>
          <th scope="col">Result</th>
        </tr>
      </thead>
      <tbody>
        {rows.map((row) => (
          <tr key={row.vm.ip}>
            <td>
              {row.vm.name} <span className="mono muted">{row.vm.ip}</span>
            </td>
            <td>
              <StateBadge plain state={row.state} label={row.text} />
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function BulkFooter({ run }: { readonly run: ReturnType<typeof useBulkRun> }) {
  const failed = run.rows.filter((row) => row.state === "failed");
  const text = run.rows.map((row) => `${row.vm.name}\t${row.vm.ip}\t${row.text}`).join("\n");
  return (
    <>
      {run.busy && <Button onClick={run.cancel}>Cancel what has not begun</Button>}
      <Button icon="copy" onClick={() => void copyText(text, "Results copied")}>
        Copy as text
      </Button>
      {!run.busy && failed.length > 0 && (
        <Button icon="reboot" onClick={run.retry}>
          Retry the {failed.length} failed
        </Button>
      )}
      <Button kind="primary" onClick={closeAction} disabled={run.busy}>
        Close
      </Button>
    </>
  );
}
