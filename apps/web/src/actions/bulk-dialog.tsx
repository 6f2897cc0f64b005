import { type MethodName, methods } from "@stackdeck/api-types";
import { useQuery } from "@tanstack/react-query";
import { useMemo, useState } from "react";
import { useSession } from "../api/use-session.ts";
import { Button } from "../ui/button.tsx";
import { Dialog } from "../ui/dialog.tsx";
import { formatNumber, plural } from "../ui/format.ts";
import { Notice, Skeleton } from "../ui/notice.tsx";
import styles from "./action-dialog.module.css";
import { BulkForm, type FieldsOf } from "./bulk-form.tsx";
import { type BulkPlan, planBulk, reasonsOf } from "./bulk-plan.ts";
import { BulkRun } from "./bulk-run.ts";
import { startBulk } from "./bulk-runs.ts";
import { ConfirmName } from "./confirm-name.tsx";
import { closeAction, type OpenAction } from "./open-action.ts";
import { readSubjects } from "./read-subjects.ts";
import { actionOf } from "./registry.ts";
import type { VmSubject } from "./vm-subject.ts";

/** Preview and confirmation of an action on several VMs: what will change, what not and why, before anything does. */
export function BulkDialog({ opened }: { readonly opened: OpenAction }) {
  const { method, ips, query = "" } = opened;
  const read = useQuery({
    queryKey: ["bulk", method, query, ips],
    queryFn: () => readSubjects(ips, query),
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: 0,
    // Thousands of VMs are not compared one by one with those that were read before.
    structuralSharing: false,
    refetchOnWindowFocus: false,
  });
  if (read.data !== undefined)
    return <Planned method={method} subjects={read.data} gone={ips.length - read.data.length} />;
  return (
    <Dialog title={`${methods[method].label}: ${plural(ips.length, "VM")}`} onClose={closeAction} wide>
      {read.isError ? (
        <Notice tone="bad" title="The VMs could not be read">
          {read.error.message}
        </Notice>
      ) : (
        <Skeleton rows={4} />
      )}
    </Dialog>
  );
}

const noFields: FieldsOf = () => ({});

function Planned(props: {
  readonly method: MethodName;
  readonly subjects: readonly VmSubject[];
  readonly gone: number;
}) {
  const { method, subjects } = props;
  const caller = useSession();
  const row = methods[method];
  const [typed, setTyped] = useState("");
  const action = actionOf(method);
  const asks = (typeof action.bulk === "object" || action.fields !== undefined) && method !== "RebootVm";
  const [fieldsOf, setFieldsOf] = useState<FieldsOf | undefined>(() => (asks ? undefined : noFields));
  const plan = useMemo(() => {
    const request = asks && row.states?.liftedBy ? fieldsOf?.(subjects[0] as VmSubject) : undefined;
    return planBulk(method, subjects, caller, request);
  }, [method, subjects, caller, asks, fieldsOf, row]);
  const count = plan.change.length;
  const destroys = row.confirm.level === "type-the-name";
  const blocked = count === 0 || (destroys && typed.trim() !== String(count)) || fieldsOf === undefined;
  const start = () => {
    closeAction();
    if (fieldsOf !== undefined) startBulk(new BulkRun({ method, vms: plan.change, fieldsOf }));
  };
  return (
    <Dialog
      title={`${row.label}: ${plural(subjects.length, "VM")}`}
      description={(typeof action.bulk === "object" ? action.bulk.summary : undefined) ?? row.summary}
      onClose={closeAction}
      wide
      footer={
        <>
          <Button onClick={closeAction} {...(asks ? {} : { "data-autofocus": true })}>
            Cancel
          </Button>
          <Button kind={destroys ? "danger" : "primary"} disabled={blocked} onClick={start}>
            {row.label} {plural(count, "VM")}
          </Button>
        </>
      }
    >
      <div className={styles["stack"]}>
        <PlanLine plan={plan} gone={props.gone} />
        {row.confirm.text && count > 0 && (
          <Notice tone={destroys ? "bad" : "warn"}>{row.confirm.text}</Notice>
        )}
        {asks && <BulkForm method={method} onFields={(next) => setFieldsOf(() => next)} />}
        <LeftOut left={[...plan.skip, ...plan.refuse]} />
        {destroys && count > 0 && <ConfirmName expected={String(count)} typed={typed} onTyped={setTyped} />}
      </div>
    </Dialog>
  );
}

/** `12 will change · 3 skipped, because … · 2 not allowed, because …` */
function PlanLine({ plan, gone }: { readonly plan: BulkPlan; readonly gone: number }) {
  return (
    <ul className={styles["counts"]} aria-label="What will happen">
      <li>
        <strong>{formatNumber(plan.change.length)} will change</strong>
      </li>
      <li>{countWithReasons(plan.skip, "skipped")}</li>
      <li>{countWithReasons(plan.refuse, "not allowed")}</li>
      {gone > 0 && <li>{formatNumber(gone)} gone meanwhile</li>}
    </ul>
  );
}

function countWithReasons(left: BulkPlan["skip"], word: string): string {
  const [first, ...others] = reasonsOf(left);
  const count = `${formatNumber(left.length)} ${word}`;
  if (first === undefined) return count;
  const more = others.length === 0 ? "" : ` (${first.count}), and ${plural(others.length, "other reason")}`;
  return `${count}, because: ${first.reason.replace(/\.$/, "")}${more}`;
}

/** Rows of the list of those left out; the others are counted by reason. */
const mostListed = 100;

function LeftOut({ left }: { readonly left: BulkPlan["skip"] }) {
  if (left.length === 0) return null;
  return (
    <details>
      <summary>Left out: {plural(left.length, "VM")}</summary>
      <table className={styles["results"]}>
        <thead>
          <tr>
            <th scope="col">VM</th>
            <th scope="col">Because</th>
          </tr>
        </thead>
        <tbody>
          {left.slice(0, mostListed).map(({ vm, reason }) => (
            <tr key={vm.ip}>
              <td>
                {vm.name} <span className="mono muted">{vm.ip}</span>
              </td>
              <td>{reason}</td>
            </tr>
          ))}
        </tbody>
      </table>
      {left.length > mostListed && (
        <p className="muted">
          {formatNumber(left.length - mostListed)} more:{" "}
          {reasonsOf(left.slice(mostListed))
            .map(({ reason, count }) => `${formatNumber(count)} × ${reason}`)
            .join(" ")}
        </p>
      )}
    </details>
  );
}
