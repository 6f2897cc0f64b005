import type { FieldSpec, FormErrors, FormValues } from "../ui/form/field-spec.ts";
import { SpecField } from "../ui/form/spec-field.tsx";
import { specialField } from "./special-field.tsx";

/** The questions of a form, as far as they are asked with the answers so far. */
export function FormFields(props: {
  readonly fields: readonly FieldSpec[];
  readonly values: FormValues;
  readonly errors: FormErrors;
  readonly onChange: (name: string, value: unknown) => void;
}) {
  const { fields, values, errors, onChange } = props;
  return fields
    .filter((field) => !field.when || field.when(values))
    .map((field) => (
      <SpecField
        key={field.name}
        field={field}
        value={values[field.name]}
        error={errors[field.name]}
        onChange={(value) => onChange(field.name, value)}
        special={specialField}
      />
    ));
}
