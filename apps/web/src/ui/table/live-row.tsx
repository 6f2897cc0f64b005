// biome-ignore-all lint/a11y/useFocusableInteractive: rows take the focus, cells are read with them
import { type MouseEvent, memo, type ReactNode } from "react";
import { cx } from "../class-names.ts";
import { Icon } from "../icon.tsx";
import type { Column } from "./columns.ts";
import styles from "./live-table.module.css";
import type { BelowRow } from "./live-table-props.ts";

interface RowProps<Row> {
  readonly row: Row | undefined;
  readonly index: number;
  readonly start: number;
  readonly height: number;
  readonly template: string;
  readonly columns: readonly Column<Row>[];
  readonly below: BelowRow<Row> | undefined;
  readonly active: boolean;
  readonly selected: boolean;
  readonly selectable: boolean;
  readonly faded: boolean;
  readonly name: string;
  /** Whether the row has a button for its menu. */
  readonly hasMenu: boolean;
  readonly onActivate: (index: number) => void;
  readonly onOpen: (row: Row) => void;
  readonly onSelect: (row: Row, options: { readonly range: boolean; readonly index: number }) => void;
}

/** One row. It renders again only when its own data or place change. */
export const LiveRow = memo(LiveRowView) as <Row>(props: RowProps<Row>) => ReactNode;

/** Opens the menu of the right mouse button where the pressed button is. */
function openMenu(event: MouseEvent<HTMLButtonElement>): void {
  const box = event.currentTarget.getBoundingClientRect();
  const init = { bubbles: true, cancelable: true, clientX: box.left, clientY: box.bottom };
  event.currentTarget.dispatchEvent(new window.MouseEvent("contextmenu", init));
}

function LiveRowView<Row>(props: RowProps<Row>) {
  const { row, index, columns, below } = props;
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: the grid handles the keyboard for all rows
    <div
      role="row"
      aria-rowindex={index + 2}
      aria-selected={props.selectable ? props.selected : undefined}
      data-row={index}
      tabIndex={props.active ? 0 : -1}
      className={cx(styles["row"], props.selected && styles["selected"], props.faded && styles["faded"])}
      style={{
        gridTemplateColumns: props.template,
        gridTemplateRows: below && `minmax(0, 1fr) ${below.height}px`,
        top: props.start,
        height: props.height,
      }}
      onFocus={() => props.onActivate(index)}
      onClick={(event) => {
        const target = event.target as Element;
        if (!row || target.closest("a, button, input")) return;
        // A finger that misses the box by a little means the box, not the page of the row.
        if (target.closest("[data-check]")) props.onSelect(row, { range: event.shiftKey, index });
        else props.onOpen(row);
      }}
    >
      {props.selectable && (
        <div role="gridcell" className={styles["check"]} data-check="">
          <input
            type="checkbox"
            tabIndex={-1}
            aria-label={`Select ${props.name}`}
            checked={props.selected}
            onChange={(event) => {
              if (row) props.onSelect(row, { range: (event.nativeEvent as PointerEvent).shiftKey, index });
            }}
          />
        </div>
      )}
      {columns.map((column) => (
        <div
          key={column.id}
          role="gridcell"
          className={cx(styles["cell"], column.align === "end" && styles["end"])}
        >
          {row === undefined ? <span className={styles["pending"]} /> : column.render(row)}
        </div>
      ))}
      {below && (
        <div role="gridcell" className={styles["below"]}>
          {row !== undefined && below.render(row)}
        </div>
      )}
      {props.hasMenu && (
        <div role="gridcell" className={styles["more"]}>
          {row !== undefined && (
            <button
              type="button"
              tabIndex={-1}
              aria-haspopup="menu"
              aria-label={`Actions for ${props.name}`}
              onClick={openMenu}
            >
              <Icon name="more" />
            </button>
          )}
        </div>
      )}
    </div>
  );
}
