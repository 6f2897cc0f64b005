import { methods, type VmDetail } from "@stackdeck/api-types";
import { useEffect, useRef, useState } from "react";
import { useLiveRow } from "../api/use-live.ts";
import { useSession } from "../api/use-session.ts";
import { ScreenThumbnail, useHasThumbnail } from "../features/consoles/screen-thumbnail.tsx";
import { Button } from "../ui/button.tsx";
import { Dialog } from "../ui/dialog.tsx";
import { isNever } from "../ui/format.ts";
import { Notice, Skeleton } from "../ui/notice.tsx";
import { StateBadge } from "../ui/state-badge.tsx";
import { Age } from "../ui/time.tsx";
import styles from "./action-dialog.module.css";
import type { ActionContext } from "./action-spec.ts";
import { ConfirmName } from "./confirm-name.tsx";
import { FormBody } from "./form-body.tsx";
import { whyNot } from "./may-run.ts";
import { closeAction, type OpenAction } from "./open-action.ts";
import { ProblemNotice } from "./problem-notice.tsx";
import { actionOf } from "./registry.ts";
import { announceResult, runOnVm } from "./run-action.ts";
import { useActionForm } from "./use-action-form.ts";
import { infoOf, subjectOfDetail } from "./vm-subject.ts";

/** The dialog of an action on one VM; its data come live, so that it never decides on old state. */
export function ActionDialog({ opened }: { readonly opened: OpenAction }) {
  const ip = opened.ips[0] ?? "";
  const { row, state } = useLiveRow("vm", { IpAddress: ip });
  const { label } = methods[opened.method];
  if (row) return <Loaded opened={opened} detail={row} />;
  const gone = state.status === "ready" || state.status === "error";
  return (
    <Dialog title={label} onClose={closeAction}>
      {gone ? (
        <Notice tone="bad" title={`There is no VM at ${ip}`}>
          {state.status === "error" ? state.message : "It may have been destroyed meanwhile."}
        </Notice>
      ) : (
        <Skeleton rows={3} />
      )}
    </Dialog>
  );
}

function Loaded({ opened, detail }: { readonly opened: OpenAction; readonly detail: VmDetail }) {
  const context: ActionContext = {
    vm: subjectOfDetail(detail),
    info: infoOf(detail),
    preset: opened.preset,
  };
  const action = actionOf(opened.method);
  const asks = action.fields !== undefined || methods[opened.method].confirm.level !== "none";
  return asks ? <Asking opened={opened} context={context} /> : <AtOnce opened={opened} context={context} />;
}

/** An action that is reversible and asks nothing: it runs, and the announcement offers Undo. */
function AtOnce({ opened, context }: { readonly opened: OpenAction; readonly context: ActionContext }) {
  const begun = useRef(false);
  useEffect(() => {
    if (begun.current) return;
    begun.current = true;
    const action = actionOf(opened.method);
    const fields = action.request?.({}, context) ?? {};
    void runOnVm(opened.method, context.vm.ip, fields).then((result) =>
      announceResult(action, context, result),
    );
    closeAction();
  }, [opened, context]);
  return null;
}

function Asking({ opened, context }: { readonly opened: OpenAction; readonly context: ActionContext }) {
  const caller = useSession();
  const form = useActionForm(opened.method, context);
  const [typed, setTyped] = useState("");
  const row = methods[opened.method];
  const reason = whyNot(opened.method, context.vm, caller);
  const wrongName = form.level === "type-the-name" && typed.trim() !== context.vm.name;
  const dangerous = form.level === "type-the-name" || row.destructive;
  return (
    <Dialog
      title={`${row.label}: ${context.vm.name}`}
      description={row.summary}
      onClose={closeAction}
      locked={form.busy}
      footer={
        <>
          <Button
            onClick={closeAction}
            {...(dangerous && form.fields.length === 0 ? { "data-autofocus": true } : {})}
          >
            Cancel
          </Button>
          <Button
            kind={dangerous ? "danger" : "primary"}
            busy={form.busy}
            reason={reason}
            disabled={wrongName}
            onClick={() => void form.submit()}
          >
            {form.busy ? (form.step ?? "Working…") : (form.action.verb ?? row.label)}
          </Button>
        </>
      }
    >
      <div className={styles["stack"]}>
        <VmLine context={context} />
        {row.destructive && <VmPicture context={context} />}
        {reason && <Notice tone="warn">{reason}</Notice>}
        <FormBody form={form} context={context} />
        {form.level === "type-the-name" && (
          <ConfirmName expected={context.vm.name} typed={typed} onTyped={setTyped} />
        )}
        {form.problem && <ProblemNotice problem={form.problem} />}
      </div>
    </Dialog>
  );
}

/** Which VM it is, so that nobody takes one for another. */
function VmLine({ context: { vm, info } }: { readonly context: ActionContext }) {
  const isNew = isNever(info.ChangedStateOn);
  return (
    <div className={styles["vm"]}>
      <StateBadge state={vm.state} faded={vm.stale} />
      <span className="mono">{vm.ip}</span>
      <span className="muted">on {vm.hypervisorName}</span>
      {vm.ownerUsers[0] && <span className="muted">of {vm.ownerUsers[0]}</span>}
      <span className="muted">
        {isNew ? "created " : `${vm.state} for `}
        <Age time={isNew ? info.CreatedOn : info.ChangedStateOn} suffix={isNew ? " ago" : ""} />
      </span>
    </div>
  );
}

/** What its screen shows, to be sure which VM it is. */
function VmPicture({ context: { vm, info } }: { readonly context: ActionContext }) {
  if (!useHasThumbnail(vm)) return null;
  return (
    <div className={styles["picture"]}>
      <ScreenThumbnail vm={vm} since={info.ChangedStateOn} />
    </div>
  );
}
