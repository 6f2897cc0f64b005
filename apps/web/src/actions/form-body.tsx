import { Notice } from "../ui/notice.tsx";
import styles from "./action-dialog.module.css";
import type { ActionContext } from "./action-spec.ts";
import { FormFields } from "./form-fields.tsx";
import type { ActionForm } from "./use-action-form.ts";

/** Warnings, what is lost, and the fields of an action. */
export function FormBody({ form, context }: { readonly form: ActionForm; readonly context: ActionContext }) {
  const note = form.action.note?.(form.values, context);
  return (
    <form
      className={styles["stack"]}
      onSubmit={(event) => {
        event.preventDefault();
        if (form.level === "none") void form.submit();
      }}
    >
      {form.warnings.map((text) => (
        <Notice key={text} tone={form.level === "type-the-name" ? "bad" : "warn"}>
          {text}
        </Notice>
      ))}
      {note && <p className={styles["note"]}>{note}</p>}
      <FormFields fields={form.fields} values={form.values} errors={form.errors} onChange={form.change} />
      <button type="submit" hidden aria-hidden="true" tabIndex={-1} />
    </form>
  );
}
