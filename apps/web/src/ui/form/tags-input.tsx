import { Button, IconButton } from "../button.tsx";
import { byName } from "../by-name.ts";
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

/** Why rows can not be sent as they stand: a value without a key, or a key twice, would be lost without a word. */
export function tagsProblem(rows: TagRows): string | undefined {
  const [, orphan] = rows.find(([key, value]) => key.trim() === "" && value.trim() !== "") ?? [];
  if (orphan !== undefined) return `Give “${orphan.trim()}” a key`;
  const keys = rows.map(([key]) => key.trim()).filter((key) => key !== "");
  const twice = keys.find((key, at) => keys.indexOf(key) !== at);
  return twice === undefined ? undefined : `“${twice}” is there twice`;
}

/** Rows from a map of tags, by key. */
export function rowsOf(tags: Readonly<Record<string, string>> | undefined): TagRows {
  return Object.entries(tags ?? {}).sort(([a], [b]) => byName(a, b));
}

/** Edits tags: one row per tag. */
export function TagsInput(props: {
  readonly label: string;
  /** Id of what is said about them. */
  readonly described?: string | undefined;
  readonly rows: TagRows;
  readonly onChange: (rows: TagRows) => void;
}) {
  const { rows, onChange } = props;
  const replace = (index: number, key: string, value: string) =>
    onChange(rows.map((row, at) => (at === index ? [key, value] : row)));
  return (
    <fieldset className={styles["pairs"]} aria-label={props.label} aria-describedby={props.described}>
      {rows.map(([key, value], index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: rows have no identity but their place
        <div className={styles["pair"]} key={index}>
          <TextInput
            aria-label={`Key ${index + 1}`}
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
