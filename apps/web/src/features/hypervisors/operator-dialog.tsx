import { confirmationFor, type HypervisorDetail, methods, type Problem } from "@stackdeck/api-types";
import { useState } from "react";
import { showOperations } from "../../actions/announce-end.ts";
import { ConfirmName } from "../../actions/confirm-name.tsx";
import { FormFields } from "../../actions/form-fields.tsx";
import { ProblemNotice } from "../../actions/problem-notice.tsx";
import { refusedFields } from "../../actions/refused-fields.ts";
import { callMethod } from "../../api/call.ts";
import { problemOf } from "../../api/http.ts";
import { useSession } from "../../api/use-session.ts";
import { Button } from "../../ui/button.tsx";
import { Dialog } from "../../ui/dialog.tsx";
import { errorsOf, type FormValues, requestOf } from "../../ui/form/field-spec.ts";
import { focusFirstFault } from "../../ui/form/focus-fault.ts";
import { Notice } from "../../ui/notice.tsx";
import { announce } from "../../ui/toasts.ts";
import { hypervisorReason } from "./hypervisor-reason.ts";
import styles from "./hypervisors.module.css";
import type { OperatorAction } from "./operator-action.ts";
import { type OperatorMethod, operatorActions } from "./operator-actions.ts";

/** Which action on the hypervisor is asked for, with what the button fixed beforehand. */
export interface OperatorWish {
  readonly method: OperatorMethod;
  readonly preset: FormValues;
}

/** The dialog of an action on a hypervisor: questions, warnings, confirmation, and the hypervisor's own words on failure. */
export function OperatorDialog(props: {
  readonly hypervisor: HypervisorDetail;
  readonly wish: OperatorWish;
  readonly onClose: () => void;
}) {
  const { hypervisor, wish, onClose } = props;
  const form = useOperatorForm(hypervisor, wish, onClose);
  const [typed, setTyped] = useState("");
  const reason = hypervisorReason(form.action.method, useSession(), hypervisor);
  const row = methods[form.action.method];
  const name = hypervisor.Hostname || hypervisor.Id;
  const target = form.action.target?.(wish.preset);
  const expected = typeof target === "string" ? target : name;
  const mustType = form.level === "type-the-name";
  const isDanger = form.action.isDanger?.(wish.preset) ?? row.destructive;
  const label = form.action.label?.(wish.preset) ?? row.label;
  return (
    <Dialog
      title={`${label}: ${expected}`}
      description={form.action.summary?.(wish.preset) ?? row.summary}
      onClose={onClose}
      locked={form.busy}
      footer={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button
            kind={isDanger || mustType ? "danger" : "primary"}
            busy={form.busy}
            reason={reason ?? form.refusal}
            disabled={mustType && typed.trim() !== expected}
            onClick={() => void form.submit()}
          >
            {form.busy ? "Working…" : label}
          </Button>
        </>
      }
    >
      <form
        className={styles["stack"]}
        onSubmit={(event) => {
          event.preventDefault();
          if (!isDanger && !mustType && reason === undefined && form.refusal === undefined)
            void form.submit();
        }}
      >
        {reason && <Notice tone="warn">{reason}</Notice>}
        {(form.facts.length > 0 || form.warnings.length > 0) && (
          <Notice tone={mustType ? "bad" : "warn"} title={form.facts.join(" ") || undefined}>
            {form.warnings.join(" ")}
          </Notice>
        )}
        <FormFields fields={form.fields} values={form.values} errors={form.errors} onChange={form.change} />
        {mustType && <ConfirmName expected={expected} typed={typed} onTyped={setTyped} />}
        {form.problem && <ProblemNotice problem={form.problem} />}
        <button type="submit" hidden aria-hidden="true" tabIndex={-1} />
      </form>
    </Dialog>
  );
}

function useOperatorForm(hypervisor: HypervisorDetail, wish: OperatorWish, onClose: () => void) {
  const action: OperatorAction = operatorActions[wish.method];
  const [values, setValues] = useState<FormValues>(() => action.initial?.(hypervisor, wish.preset) ?? {});
  const [shown, setShown] = useState(false);
  const [run, setRun] = useState<{ busy: boolean; problem?: Problem; sent?: FormValues }>({ busy: false });
  const fields = action.fields(hypervisor, wish.preset);
  const errors = errorsOf(fields, values);
  const request = action.request?.(values, wish.preset) ?? requestOf(fields, values);
  const confirmation = confirmationFor(action.method, request);
  const submit = async () => {
    setShown(true);
    if (Object.keys(errors).length > 0) {
      focusFirstFault();
      return;
    }
    setRun({ busy: true });
    try {
      await callMethod(action.method, request, { id: hypervisor.Id });
      const name = hypervisor.Hostname || hypervisor.Id;
      const label = action.label?.(wish.preset) ?? methods[action.method].label;
      if (action.operation)
        announce({
          tone: "info",
          title: `${label} on ${name} has begun`,
          action: showOperations,
        });
      else announce({ tone: "good", title: `${label} on ${name} is done` });
      onClose();
    } catch (error) {
      setRun({ busy: false, problem: problemOf(error), sent: values });
    }
  };
  return {
    action,
    fields,
    values,
    errors: { ...refusedFields(fields, run.problem, run.sent, values), ...(shown ? errors : {}) },
    level: confirmation.level,
    warnings: action.warnings ?? confirmation.texts,
    facts: action.facts?.(hypervisor, wish.preset) ?? [],
    refusal: action.refusal?.(hypervisor, values),
    busy: run.busy,
    problem: run.problem,
    change: (name: string, value: unknown) => setValues((before) => ({ ...before, [name]: value })),
    submit,
  };
}
