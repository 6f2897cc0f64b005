import type { ReactNode } from "react";
import { CheckField, Field, type FieldWiring } from "./field.tsx";
import type { FieldSpec } from "./field-spec.ts";
import { FileInput } from "./file-input.tsx";
import { Select, TextArea, TextInput } from "./inputs.tsx";
import { ListInput } from "./list-input.tsx";
import { type TagRows, TagsInput } from "./tags-input.tsx";

/** Draws fields that need data of the product (hypervisors, subnets); given by the screen, so that ui/ stays plain. */
export type SpecialField = (
  field: FieldSpec,
  wiring: FieldWiring,
  value: string,
  onChange: (value: unknown) => void,
) => ReactNode;

interface SpecFieldProps {
  readonly field: FieldSpec;
  readonly value: unknown;
  readonly error: string | undefined;
  readonly onChange: (value: unknown) => void;
  readonly special?: SpecialField | undefined;
}

/** Draws one field from its description. */
export function SpecField(props: SpecFieldProps) {
  const { field, value, onChange } = props;
  if (field.kind === "check")
    return <CheckField label={field.label} hint={field.hint} checked={Boolean(value)} onChange={onChange} />;
  const note = field.kind === "lines" && typeof value === "string" && value !== "" && field.note?.(value);
  const hint = note ? (
    <>
      {field.hint} <output>{note}</output>
    </>
  ) : (
    field.hint
  );
  return (
    <Field label={field.label} hint={hint} error={props.error} optional={field.optional}>
      {(wiring) => <Control {...props} wiring={wiring} />}
    </Field>
  );
}

function Control({
  field,
  value,
  onChange,
  wiring,
  special,
}: SpecFieldProps & { readonly wiring: FieldWiring }) {
  const text = typeof value === "string" ? value : value === undefined || value === null ? "" : String(value);
  switch (field.kind) {
    case "lines":
      return (
        <TextArea
          {...wiring}
          mono={field.mono}
          rows={field.rows ?? 5}
          value={text}
          placeholder={field.placeholder}
          onChange={(event) => onChange(event.target.value)}
        />
      );
    case "choice":
      return (
        <Select
          {...wiring}
          options={field.options}
          value={text}
          onChange={(event) => onChange(event.target.value)}
        />
      );
    case "list":
    case "sizes":
      return (
        <ListInput
          wiring={wiring}
          label={field.label}
          sizes={field.kind === "sizes"}
          values={Array.isArray(value) ? (value as readonly string[]) : []}
          onChange={onChange}
          placeholder={field.kind === "list" ? field.placeholder : "10G, 20G"}
          {...(field.kind === "list" && field.fixed ? { fixed: field.fixed } : {})}
        />
      );
    case "tags":
      return (
        <TagsInput
          label={field.label}
          wiring={wiring}
          rows={(value as TagRows | undefined) ?? []}
          onChange={onChange}
        />
      );
    case "file":
      return <FileInput wiring={wiring} accept={field.accept} onBase64={onChange} />;
    case "hypervisor":
    case "subnet":
    case "storage":
      return special?.(field, wiring, text, onChange);
    case "number":
    case "seconds":
      return (
        <TextInput
          {...wiring}
          // Not of type number: that one swallows what is none, and turns with the wheel of the mouse.
          inputMode={(field.min ?? 0) < 0 ? "text" : "decimal"}
          value={text}
          onChange={(event) => onChange(event.target.value)}
        />
      );
    default:
      return (
        <TextInput
          {...wiring}
          mono={field.kind === "text" ? field.mono : false}
          placeholder={field.kind === "text" ? field.placeholder : field.kind === "size" ? "16G" : undefined}
          value={text}
          onChange={(event) => onChange(event.target.value)}
        />
      );
  }
}
