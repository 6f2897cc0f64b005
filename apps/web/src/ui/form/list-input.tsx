import { useState } from "react";
import { Icon } from "../icon.tsx";
import type { FieldWiring } from "./field.tsx";
import styles from "./list-input.module.css";

const spaceInSize = /(\d)\s+(?=[kmgtp]i?b?\b)/gi;

/** A list of short texts as chips: Enter, comma or leaving the field adds; Backspace in the empty field removes. */
export function ListInput(props: {
  readonly wiring: FieldWiring;
  readonly label: string;
  readonly values: readonly string[];
  readonly onChange: (values: readonly string[]) => void;
  readonly placeholder?: string | undefined;
  /** Values that stand first and can not be removed. */
  readonly fixed?: readonly string[];
  /** They are sizes: the same may be there twice, and `10 GiB` is one. */
  readonly sizes?: boolean;
}) {
  const [draft, setDraft] = useState("");
  const add = (text: string) => {
    const words = (props.sizes ? text.replaceAll(spaceInSize, "$1") : text).split(/[\s,;]+/);
    const fresh = words.filter((it) => it !== "" && (props.sizes || !props.values.includes(it)));
    if (fresh.length > 0) props.onChange([...props.values, ...fresh]);
    setDraft("");
  };
  return (
    <div className={styles["box"]}>
      {(props.fixed ?? []).map((value) => (
        <span key={value} className={styles["chip"]} title="Kept by the hypervisor">
          {value}
          <Icon name="lock" size={12} />
        </span>
      ))}
      {props.values.map((value, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: two sizes may be the same
        <span key={`${value}:${index}`} className={styles["chip"]}>
          {value}
          <button
            type="button"
            aria-label={`Remove ${value} from ${props.label}`}
            onClick={() => props.onChange(props.values.filter((_it, at) => at !== index))}
          >
            <Icon name="close" size={12} />
          </button>
        </span>
      ))}
      <input
        {...props.wiring}
        className={styles["input"]}
        value={draft}
        placeholder={props.values.length === 0 ? props.placeholder : undefined}
        autoComplete="off"
        spellCheck={false}
        onChange={(event) =>
          event.target.value.endsWith(",") ? add(event.target.value) : setDraft(event.target.value)
        }
        onBlur={() => add(draft)}
        onKeyDown={(event) => {
          if (event.key === "Enter" && draft !== "") {
            event.preventDefault();
            add(draft);
          } else if (event.key === "Backspace" && draft === "") props.onChange(props.values.slice(0, -1));
        }}
      />
    </div>
  );
}
