import { type MethodName, type VmInfo, VmInfo as vmInfoSchema, zeroOf } from "@stackdeck/api-types";
import { useEffect, useState } from "react";
import { errorsOf, type FormValues, requestOf } from "../ui/form/field-spec.ts";
import { SpecField } from "../ui/form/spec-field.tsx";
import styles from "./action-dialog.module.css";
import type { ActionContext } from "./action-spec.ts";
import { actionOf } from "./registry.ts";
import { specialField } from "./special-field.tsx";
import type { VmSubject } from "./vm-subject.ts";

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

/** Fields of the request for one VM, besides its address. */
export type FieldsOf = (vm: VmSubject) => Readonly<Record<string, unknown>>;

/** The questions of an action, asked once for all VMs. */
export function BulkForm(props: {
  readonly method: MethodName;
  /** Told what each VM's request will be; undefined while something is wrong. */
  readonly onFields: (fieldsOf: FieldsOf | undefined) => void;
}) {
  const { method, onFields } = props;
  const action = actionOf(method);
  const own = typeof action.bulk === "object" ? action.bulk : undefined;
  const fields = own?.fields ?? action.fields?.(nobody, {}) ?? [];
  const [values, setValues] = useState<FormValues>(
    () => (own === undefined ? action.initial?.(nobody) : own.initial?.()) ?? {},
  );
  const errors = errorsOf(fields, values);
  const wrong = Object.keys(errors).length > 0;
  // biome-ignore lint/correctness/useExhaustiveDependencies: what is reported depends on the values alone
  useEffect(() => {
    if (wrong) return onFields(undefined);
    const perVm = own?.request;
    const same = own === undefined ? action.request?.(values, nobody) : undefined;
    const shared = same ?? requestOf(fields, values);
    return onFields(perVm === undefined ? () => shared : (vm) => perVm(values, vm));
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
