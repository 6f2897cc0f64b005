import { Button, IconButton } from "../button.tsx";
import { byName } from "../by-name.ts";
import type { FieldWiring } from "./field.tsx";
import { TextInput } from "./inputs.tsx";
import styles from "./list-input.module.css";

/** Rows of key and value. Kept as a list while editing: two rows may have the same key for a moment. */
export type TagRows = readonly (readonly [key: string, value: string])[];

/** Tag rows as the map the protocol wants; the last of equal keys wins, rows without a key are left out. */
export function tagsOf(rows: TagRows): Record<string, string> {
  // `Object.fromEntries` defines own properties: `__proto__` is just a name here.
  return Object.fromEntries(
    rows.filter(([key]) => key.trim() !== "").map(([key, value]) => [key.trim(), value]),
  );
}

/** The row that can not be sent as it stands: a value without a key, or a key twice, would be lost without a word. */
function faultOf(rows: TagRows): { readonly row: number; readonly message: string } | undefined {
  const keys = rows.map(([key]) => key.trim());
  const orphan = rows.findIndex(([, value], at) => keys[at] === "" && value.trim() !== "");
  if (orphan >= 0) return { row: orphan, message: `Give “${rows[orphan]?.[1].trim()}” a key` };
  const twice = keys.findIndex((key, at) => key !== "" && keys.indexOf(key) !== at);
  return twice < 0
    ? undefined
    : { row: twice, message: `“${keys[twice]}” is there twice: rename or remove one` };
}

/** Why rows can not be sent as they stand. */
export function tagsProblem(rows: TagRows): string | undefined {
  return faultOf(rows)?.message;
}

/** Rows from a map of tags, by key. */
export function rowsOf(tags: Readonly<Record<string, string>> | undefined): TagRows {
  return Object.entries(tags ?? {}).sort(([a], [b]) => byName(a, b));
}

/** Edits tags: one row per tag. */
export function TagsInput(props: {
  readonly label: string;
  readonly wiring: FieldWiring;
  readonly rows: TagRows;
  readonly onChange: (rows: TagRows) => void;
}) {
  const { rows, onChange, wiring } = props;
  const described = wiring["aria-describedby"];
  const wrong = wiring["aria-invalid"] ? (faultOf(rows)?.row ?? 0) : undefined;
  const replace = (index: number, key: string, value: string) =>
    onChange(rows.map((row, at) => (at === index ? [key, value] : row)));
  return (
    <fieldset className={styles["pairs"]} aria-label={props.label} aria-describedby={described}>
      {rows.map(([key, value], index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: rows have no identity but their place
        <div className={styles["pair"]} key={index}>
          <TextInput
            aria-label={`Key ${index + 1}`}
            aria-invalid={index === wrong || undefined}
            aria-describedby={index === wrong ? described : undefined}
            placeholder="key"
            value={key}
            onChange={(event) => replace(index, event.target.value, value)}
          />
          <TextInput
            aria-label={`Value ${index + 1}`}
            placeholder="value"
            value={value}
            onChange={(event) => replace(index, key, event.target.value)}
          />
          <IconButton
            icon="close"
            label={`Remove tag ${key || index + 1}`}
            onClick={() => onChange(rows.filter((_, at) => at !== index))}
          />
        </div>
      ))}
      <div>
        <Button small icon="plus" onClick={() => onChange([...rows, ["", ""]])}>
          Add tag
        </Button>
      </div>
    </fieldset>
  );
}
