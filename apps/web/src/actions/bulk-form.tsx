import { type MethodName, type VmInfo, VmInfo as vmInfoSchema, zeroOf } from "@stackdeck/api-types";
import { useEffect, useState } from "react";
import { errorsOf, type FormValues, requestOf } from "../ui/form/field-spec.ts";
import { SpecField } from "../ui/form/spec-field.tsx";
import styles from "./action-dialog.module.css";
import type { ActionContext } from "./action-spec.ts";
import { actionOf } from "./registry.ts";
import { specialField } from "./special-field.tsx";

/** A context without a VM: what is asked for several starts empty. */
const nobody: ActionContext = {
  vm: {
    ip: "",
    name: "",
    state: "stopped",
    hypervisor: "",
    hypervisorName: "",
    ownerUsers: [],
    ownerGroups: [],
    destroyProtection: false,
    uncommitted: false,
    consoleType: "none",
    stale: false,
  },
  info: zeroOf(vmInfoSchema) as unknown as VmInfo,
  preset: {},
};

/** The questions of an action, asked once for all VMs. */
export function BulkForm(props: {
  readonly method: MethodName;
  readonly onFields: (fields: Readonly<Record<string, unknown>> | undefined) => void;
}) {
  const { method, onFields } = props;
  const action = actionOf(method);
  const fields = action.fields?.(nobody) ?? [];
  const [values, setValues] = useState<FormValues>(() => action.initial?.(nobody) ?? {});
  const errors = errorsOf(fields, values);
  const wrong = Object.keys(errors).length > 0;
  // biome-ignore lint/correctness/useExhaustiveDependencies: what is reported depends on the values alone
  useEffect(() => {
    onFields(wrong ? undefined : (action.request?.(values, nobody) ?? requestOf(fields, values)));
  }, [values]);
  return (
    <div className={styles["stack"]}>
      {fields.map((field) => (
        <SpecField
          key={field.name}
          field={field}
          value={values[field.name]}
          error={errors[field.name]}
          onChange={(value) => setValues((before) => ({ ...before, [field.name]: value }))}
          special={specialField}
        />
      ))}
    </div>
  );
}
