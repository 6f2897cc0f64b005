import { compileQuery, type FieldSet, queryParts, withoutPart } from "@stackdeck/api-types";
import { cx } from "../../ui/class-names.ts";
import { Icon } from "../../ui/icon.tsx";
import styles from "./query-chips.module.css";

/** The parts of the search as chips, in their order: a press selects the part in the text, the cross takes it away. */
export function QueryChips<Row>(props: {
  readonly query: string;
  readonly fields: FieldSet<Row>;
  readonly onQuery: (query: string) => void;
  readonly onEdit: (from: number, to: number) => void;
}) {
  const parts = queryParts(props.query);
  if (parts.length === 0) return null;
  const { errors } = compileQuery(props.query, props.fields);
  return (
    <ul className={styles["chips"]} aria-label="Parts of the search">
      {parts.map((part, index) => {
        const fault = errors.find((error) => error.from >= part.from && error.to <= part.to);
        return (
          // biome-ignore lint/suspicious/noArrayIndexKey: the same part may be there twice
          <li key={index} className={cx(styles["chip"], fault && styles["bad"])}>
            <button
              type="button"
              className={styles["text"]}
              title={fault?.message ?? "Edit this part"}
              onClick={() => props.onEdit(part.from, part.to)}
            >
              {part.text}
            </button>
            <button
              type="button"
              className={styles["remove"]}
              aria-label={`Remove ${part.text}`}
              onClick={() => props.onQuery(withoutPart(props.query, index))}
            >
              <Icon name="close" size={12} />
            </button>
          </li>
        );
      })}
    </ul>
  );
}
