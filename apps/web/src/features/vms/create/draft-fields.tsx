import type { ReactNode } from "react";
import { CheckField, Field } from "../../../ui/form/field.tsx";
import { Select, TextInput } from "../../../ui/form/inputs.tsx";
import { ListInput } from "../../../ui/form/list-input.tsx";
import type { CreateDraft } from "./create-draft.ts";
import type { DraftErrors } from "./draft-errors.ts";

/** What every section of the form gets. */
export interface SectionProps {
  readonly draft: CreateDraft;
  readonly errors: DraftErrors;
  readonly change: (part: Partial<CreateDraft>) => void;
}

type TextKey = { [K in keyof CreateDraft]: CreateDraft[K] extends string ? K : never }[keyof CreateDraft];

/** A one-line field bound to a text of the draft. */
export function DraftText(
  props: SectionProps & {
    readonly name: TextKey;
    readonly label: string;
    readonly hint?: ReactNode;
    readonly mono?: boolean;
    readonly placeholder?: string;
    readonly optional?: boolean;
    readonly inputMode?: "numeric";
  },
) {
  const { draft, errors, change, name, label, hint, optional, ...input } = props;
  return (
    <Field label={label} hint={hint} error={errors[name]} optional={optional}>
      {(wiring) => (
        <TextInput
          {...wiring}
          {...(input.mono ? { mono: true } : {})}
          inputMode={input.inputMode}
          placeholder={input.placeholder}
          value={draft[name]}
          onChange={(event) => change({ [name]: event.target.value })}
        />
      )}
    </Field>
  );
}

type ListKey = {
  [K in keyof CreateDraft]: CreateDraft[K] extends readonly string[] ? K : never;
}[keyof CreateDraft];

/** A list of words bound to a list of the draft. */
export function DraftList(
  props: SectionProps & {
    readonly name: ListKey;
    readonly label: string;
    readonly hint?: ReactNode;
    readonly sizes?: boolean;
  },
) {
  const { draft, errors, change, name, label, hint } = props;
  return (
    <Field label={label} hint={hint} optional error={errors[name]}>
      {(wiring) => (
        <ListInput
          {...(props.sizes ? { sizes: true } : {})}
          wiring={wiring}
          label={label.toLowerCase()}
          values={draft[name]}
          onChange={(values) => change({ [name]: values })}
        />
      )}
    </Field>
  );
}

/** One of some words bound to a text of the draft. */
export function DraftSelect(
  props: SectionProps & {
    readonly name: TextKey;
    readonly label: string;
    readonly texts: readonly string[];
  },
) {
  const { draft, change, name, label, texts } = props;
  return (
    <Field label={label}>
      {(wiring) => (
        <Select
          {...wiring}
          value={draft[name]}
          options={texts.map((text) => [text, text] as const)}
          onChange={(event) => change({ [name]: event.target.value })}
        />
      )}
    </Field>
  );
}

type CheckKey = { [K in keyof CreateDraft]: CreateDraft[K] extends boolean ? K : never }[keyof CreateDraft];

/** Yes or no, bound to the draft. */
export function DraftCheck(
  props: SectionProps & {
    readonly name: CheckKey;
    readonly label: string;
    readonly hint?: string;
  },
) {
  const { draft, change, name, label, hint } = props;
  return (
    <CheckField
      label={label}
      hint={hint}
      checked={draft[name]}
      onChange={(value) => change({ [name]: value })}
    />
  );
}
