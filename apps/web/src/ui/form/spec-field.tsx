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

type ControlProps = SpecFieldProps & { readonly wiring: FieldWiring };

function Control(props: ControlProps) {
  const { field, value, onChange, wiring, special } = props;
  switch (field.kind) {
    case "list":
    case "sizes":
      return <ListControl {...props} field={field} />;
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
      return special?.(field, wiring, textOf(value), onChange);
    default:
      return <TextControl {...props} />;
  }
}

const textOf = (value: unknown): string =>
  typeof value === "string" ? value : value === undefined || value === null ? "" : String(value);

type ListSpec = Extract<FieldSpec, { readonly kind: "list" | "sizes" }>;

function ListControl({ field, value, onChange, wiring }: ControlProps & { readonly field: ListSpec }) {
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
}

/** What is typed or chosen as one text. */
function TextControl({ field, value, onChange, wiring }: ControlProps) {
  const common = {
    ...wiring,
    value: textOf(value),
    onChange: (event: { readonly target: { readonly value: string } }) => onChange(event.target.value),
  };
  switch (field.kind) {
    case "lines":
      return (
        <TextArea {...common} mono={field.mono} rows={field.rows ?? 5} placeholder={field.placeholder} />
      );
    case "choice":
      return <Select {...common} options={field.options} />;
    case "number":
    case "seconds":
      // Not of type number: that one swallows what is none, and turns with the wheel of the mouse.
      return <TextInput {...common} inputMode={(field.min ?? 0) < 0 ? "text" : "decimal"} />;
    case "text":
      return <TextInput {...common} mono={field.mono} placeholder={field.placeholder} />;
    default:
      return <TextInput {...common} mono={false} placeholder={field.kind === "size" ? "16G" : undefined} />;
  }
}
