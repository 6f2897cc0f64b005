import type { HypervisorDetail, MethodName } from "@stackdeck/api-types";
import type { FieldSpec, FormValues } from "../../ui/form/field-spec.ts";
import type { IconName } from "../../ui/icon.tsx";

/** What the screen adds to a row of the method table for an action on a hypervisor. */
export interface OperatorAction {
  readonly method: MethodName;
  readonly icon: IconName;
  /** Words of the button, where the table's do not fit. */
  readonly label?: (preset: FormValues) => string;
  /** What this button does, where the method does other things too. */
  readonly summary?: (preset: FormValues) => string;
  /** What it is about, where that is not the hypervisor as a whole. */
  readonly target?: (preset: FormValues) => unknown;
  readonly isDanger?: (preset: FormValues) => boolean;
  readonly fields: (hypervisor: HypervisorDetail, preset: FormValues) => readonly FieldSpec[];
  /** What is at stake here and now, in numbers. */
  readonly facts?: (hypervisor: HypervisorDetail, preset: FormValues) => readonly string[];
  /** Warnings in place of the table's, where the product takes away what these warn of. */
  readonly warnings?: readonly string[];
  /** Why it would be refused as the form stands. */
  readonly refusal?: (hypervisor: HypervisorDetail, values: FormValues) => string | undefined;
  readonly initial?: (hypervisor: HypervisorDetail, preset: FormValues) => FormValues;
  /** The request made of the form; the form's own values when left out. */
  readonly request?: (values: FormValues, preset: FormValues) => Readonly<Record<string, unknown>>;
  /** Answered with an operation rather than a result. */
  readonly operation?: true;
}
