import { type ConfirmLevel, confirmationFor, type MethodName, type Problem } from "@stackdeck/api-types";
import { useState } from "react";
import {
  errorsOf,
  type FieldSpec,
  type FormErrors,
  type FormValues,
  requestOf,
} from "../ui/form/field-spec.ts";
import type { ActionContext, VmActionSpec } from "./action-spec.ts";
import { closeAction } from "./open-action.ts";
import { actionOf } from "./registry.ts";
import { announceResult, runOnVm } from "./run-action.ts";

export interface ActionForm {
  readonly action: VmActionSpec;
  readonly fields: readonly FieldSpec[];
  readonly values: FormValues;
  readonly errors: FormErrors;
  readonly level: ConfirmLevel;
  /** What to know before saying yes, from the table. */
  readonly warnings: readonly string[];
  readonly busy: boolean;
  readonly problem: Problem | undefined;
  readonly change: (name: string, value: unknown) => void;
  readonly submit: () => Promise<void>;
}

/** State of the dialog of an action: values, errors beside the fields, the confirmation that applies, the call. */
export function useActionForm(method: MethodName, context: ActionContext): ActionForm {
  const action = actionOf(method);
  const [values, setValues] = useState<FormValues>(() => action.initial?.(context) ?? {});
  const [shown, setShown] = useState(false);
  const [run, setRun] = useState<{ busy: boolean; problem?: Problem }>({ busy: false });
  const fields = action.fields?.(context) ?? [];
  const errors = errorsOf(fields, values);
  const request = action.request?.(values, context) ?? requestOf(fields, values);
  const confirmation = confirmationFor(method, request, context.info);
  const submit = async () => {
    setShown(true);
    if (Object.keys(errors).length > 0) return;
    setRun({ busy: true });
    const result = await runOnVm(method, context.vm.ip, request);
    if (result.kind === "failed") {
      setRun({ busy: false, problem: result.problem });
      return;
    }
    announceResult(action, context, result);
    closeAction();
  };
  return {
    action,
    fields,
    values,
    errors: shown ? errors : {},
    level: confirmation.level,
    warnings: confirmation.texts,
    busy: run.busy,
    problem: run.problem,
    change: (name, value) => setValues((before) => ({ ...before, [name]: value })),
    submit,
  };
}
