// biome-ignore-all lint/a11y/useFocusableInteractive: rows take the focus, cells are read with them
import { cx } from "../class-names.ts";
import { Icon } from "../icon.tsx";
import type { Column } from "./columns.ts";
import styles from "./live-table.module.css";

interface LiveHeadProps<Row> {
  readonly columns: readonly Column<Row>[];
  readonly template: string;
  readonly width: string;
  readonly total: number;
  readonly sort: string | undefined;
  readonly onSort: (field: string) => void;
  readonly selected?: ReadonlySet<string>;
  readonly onSelect?: unknown;
  readonly onSelectAll?: () => void;
}

/** Names of the columns; a press sorts by one. */
export function LiveHead<Row>(props: LiveHeadProps<Row>) {
  const { columns, sort, template, selected, total } = props;
  const all = selected !== undefined && selected.size > 0 && selected.size >= total;
  return (
    <div
      role="row"
      aria-rowindex={1}
      className={styles["head"]}
      style={{ gridTemplateColumns: template, width: props.width }}
    >
      {props.onSelect !== undefined && (
        <div role="columnheader" className={styles["check"]}>
          <input
            type="checkbox"
            aria-label="Select all"
            checked={all}
            onChange={() => props.onSelectAll?.()}
          />
        </div>
      )}
      {columns.map((column) => {
        const direction =
          column.sort === undefined || !sort
            ? undefined
            : sort === column.sort
              ? "ascending"
              : sort === `-${column.sort}`
                ? "descending"
                : undefined;
        return (
          <div
            key={column.id}
            role="columnheader"
            aria-sort={direction ?? (column.sort ? "none" : undefined)}
            className={cx(styles["headCell"], column.align === "end" && styles["end"])}
          >
            {column.sort ? (
              <button type="button" onClick={() => props.onSort(column.sort ?? "")}>
                {column.label}
                {direction && <Icon name={direction === "ascending" ? "sortUp" : "sortDown"} size={12} />}
              </button>
            ) : (
              column.label
            )}
          </div>
        );
      })}
    </div>
  );
}
