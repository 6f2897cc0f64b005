import type { ReactNode } from "react";
import { cx } from "./class-names.ts";
import styles from "./simple-table.module.css";

export interface SimpleColumn<Row> {
  readonly title: string;
  readonly cell: (row: Row) => ReactNode;
  readonly number?: boolean;
}

/** Columns beyond which the rows of a narrow table become cards. */
const mostBeside = 4;

/** A table of a few hundred rows at the most; longer lists are virtual. */
export function SimpleTable<Row>(props: {
  readonly label: string;
  readonly columns: readonly SimpleColumn<Row>[];
  readonly rows: readonly Row[];
  readonly keyOf: (row: Row) => string;
  /** Whether rows become cards on a phone, where the number of columns does not tell. */
  readonly cards?: boolean;
}) {
  const asCards = props.cards ?? props.columns.length > mostBeside;
  const frame = cx(styles["wrap"], asCards && styles["cards"]);
  return (
    // A table that is wider than the screen scrolls in its own frame, also by keyboard.
    // biome-ignore lint/a11y/noNoninteractiveTabindex: see above
    <section className={frame} tabIndex={0} aria-label={props.label}>
      <table className={styles["table"]}>
        <thead>
          <tr>
            {props.columns.map((column) => (
              <th key={column.title} scope="col" className={cx(column.number && styles["number"])}>
                {column.title || <span className="visually-hidden">Actions</span>}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {props.rows.map((row) => (
            <tr key={props.keyOf(row)}>
              {props.columns.map((column) => (
                <td
                  key={column.title}
                  data-label={column.title || undefined}
                  className={cx(column.number && styles["number"], column.title === "" && styles["buttons"])}
                >
                  {column.cell(row)}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}
