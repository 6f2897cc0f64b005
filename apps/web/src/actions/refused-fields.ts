import type { Problem } from "@stackdeck/api-types";
import type { FieldSpec, FormErrors, FormValues } from "../ui/form/field-spec.ts";

/** What the server found wrong, beside the fields it is about; one that was changed since is not blamed any more. */
export function refusedFields(
  fields: readonly FieldSpec[],
  problem: Problem | undefined,
  sent: FormValues | undefined,
  values: FormValues,
): FormErrors {
  const errors: Record<string, string> = {};
  for (const { field, message } of problem?.errors ?? []) {
    // `Add[0].IpGateway` is about the field IpGateway.
    const steps = field.split(/[.[\]]+/);
    const name = fields.find((each) => steps.includes(each.name))?.name;
    if (name !== undefined && sent?.[name] === values[name]) errors[name] = message;
  }
  return errors;
}
