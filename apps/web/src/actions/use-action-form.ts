import {
  type ConfirmLevel,
  confirmationFor,
  type MethodName,
  methods,
  type Problem,
} from "@stackdeck/api-types";
import { useRef, useState } from "react";
import {
  errorsOf,
  type FieldSpec,
  type FormErrors,
  type FormValues,
  requestOf,
} from "../ui/form/field-spec.ts";
import { focusFirstFault } from "../ui/form/focus-fault.ts";
import type { ActionContext, VmActionSpec } from "./action-spec.ts";
import { closeAction } from "./open-action.ts";
import { refusedFields } from "./refused-fields.ts";
import { actionOf } from "./registry.ts";
import { announceResult, runFirst, runOnVm } from "./run-action.ts";

export interface ActionForm {
  readonly action: VmActionSpec;
  readonly fields: readonly FieldSpec[];
  readonly values: FormValues;
  readonly errors: FormErrors;
  readonly level: ConfirmLevel;
  /** What to know before saying yes, from the table. */
  readonly warnings: readonly string[];
  readonly busy: boolean;
  /** What is being done just now, where it is more than one thing. */
  readonly step: string | undefined;
  readonly problem: Problem | undefined;
  readonly change: (name: string, value: unknown) => void;
  readonly submit: () => Promise<void>;
}

interface Run {
  readonly busy: boolean;
  readonly step?: string;
  readonly problem?: Problem;
  /** What was in the fields when it was refused. */
  readonly sent?: FormValues;
}

/** State of the dialog of an action: values, errors beside the fields, the confirmation that applies, the call. */
export function useActionForm(method: MethodName, context: ActionContext): ActionForm {
  const action = actionOf(method);
  const [values, setValues] = useState<FormValues>(() => action.initial?.(context) ?? {});
  const [shown, setShown] = useState(false);
  const [run, setRun] = useState<Run>({ busy: false });
  /** What came first is not done again when the action itself is tried again. */
  const prepared = useRef(false);
  const fields = action.fields?.(context, values) ?? [];
  const errors = errorsOf(fields, values);
  const request = action.request?.(values, context) ?? requestOf(fields, values);
  const confirmation = confirmationFor(method, request, context.info);
  const submit = async () => {
    setShown(true);
    if (Object.keys(errors).length > 0) {
      focusFirstFault();
      return;
    }
    const first = prepared.current ? undefined : action.first?.(values, context);
    if (first !== undefined) {
      setRun({ busy: true, step: `${methods[first.method].label}…` });
      const problem = await runFirst(first, context.vm);
      if (problem !== undefined) {
        setRun({ busy: false, problem });
        return;
      }
      prepared.current = true;
    }
    setRun({ busy: true });
    const result = await runOnVm(method, context.vm.ip, request);
    if (result.kind === "failed") {
      setRun({ busy: false, problem: result.problem, sent: values });
      return;
    }
    announceResult(action, context, result);
    closeAction();
  };
  return {
    action,
    fields,
    values,
    errors: { ...refusedFields(fields, run.problem, run.sent, values), ...(shown ? errors : {}) },
    level: confirmation.level,
    warnings: confirmation.texts,
    busy: run.busy,
    step: run.step,
    problem: run.problem,
    change: (name, value) => setValues((before) => ({ ...before, [name]: value })),
    submit,
  };
}
