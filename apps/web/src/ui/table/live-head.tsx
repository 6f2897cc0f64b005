// biome-ignore-all lint/a11y/useFocusableInteractive: rows take the focus, cells are read with them
import { type DragEvent, type KeyboardEvent, useState } from "react";
import { cx } from "../class-names.ts";
import { Icon } from "../icon.tsx";
import { ColumnHandle } from "./column-handle.tsx";
import type { Column } from "./columns.ts";
import styles from "./live-table.module.css";

interface LiveHeadProps<Row> {
  readonly columns: readonly Column<Row>[];
  readonly template: string;
  readonly width: string;
  readonly total: number;
  readonly sort: string | undefined;
  readonly onSort: (field: string) => void;
  readonly selected?: { readonly size: number } | undefined;
  readonly onSelect?: unknown;
  readonly onSelectAll?: (() => void) | undefined;
  readonly onPreview: (id: string, width: number | undefined) => void;
  readonly onResize?: ((id: string, width: number | undefined) => void) | undefined;
  /** Moves a column before another one, or by so many places. */
  readonly onMove?:
    | ((id: string, to: { readonly before: string } | { readonly by: number }) => void)
    | undefined;
}

function directionOf(sort: string | undefined, field: string | undefined) {
  if (field === undefined || !sort) return undefined;
  if (sort === field) return "ascending";
  return sort === `-${field}` ? "descending" : undefined;
}

/** Names of the columns; a press sorts by one, a drag moves it, its edge makes it wider. */
export function LiveHead<Row>(props: LiveHeadProps<Row>) {
  const { columns, template, selected, total } = props;
  const [dragged, setDragged] = useState<string | undefined>();
  const [over, setOver] = useState<string | undefined>();
  const count = selected?.size ?? 0;
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
            checked={count > 0 && count >= total}
            ref={(box) => {
              if (box) box.indeterminate = count > 0 && count < total;
            }}
            onChange={() => props.onSelectAll?.()}
          />
        </div>
      )}
      {columns.map((column) => (
        <HeadCell
          key={column.id}
          column={column}
          head={props}
          over={over === column.id && dragged !== column.id}
          drag={{
            onDragStart: (event: DragEvent) => {
              event.dataTransfer.effectAllowed = "move";
              event.dataTransfer.setData("text/plain", column.label);
              setDragged(column.id);
            },
            onDragOver: (event: DragEvent) => {
              if (dragged === undefined) return;
              event.preventDefault();
              setOver(column.id);
            },
            onDrop: (event: DragEvent) => {
              event.preventDefault();
              if (dragged !== undefined && dragged !== column.id)
                props.onMove?.(dragged, dropPlace(columns, dragged, column.id));
              setOver(undefined);
            },
            onDragEnd: () => {
              setDragged(undefined);
              setOver(undefined);
            },
          }}
        />
      ))}
    </div>
  );
}

/** A column dropped on one to its right goes behind it, on one to its left before it. */
function dropPlace<Row>(columns: readonly Column<Row>[], dragged: string, target: string) {
  const at = (id: string) => columns.findIndex((column) => column.id === id);
  return at(dragged) < at(target) ? { by: at(target) - at(dragged) } : { before: target };
}

function HeadCell<Row>(props: {
  readonly column: Column<Row>;
  readonly head: LiveHeadProps<Row>;
  readonly over: boolean;
  readonly drag: Readonly<Record<string, (event: DragEvent) => void>>;
}) {
  const { column, head } = props;
  const direction = directionOf(head.sort, column.sort);
  const onKeyDown = (event: KeyboardEvent) => {
    if (!event.ctrlKey || !event.shiftKey || head.onMove === undefined) return;
    const by = event.key === "ArrowLeft" ? -1 : event.key === "ArrowRight" ? 1 : 0;
    if (by === 0) return;
    event.preventDefault();
    event.stopPropagation();
    head.onMove(column.id, { by });
  };
  return (
    <div
      role="columnheader"
      aria-sort={direction ?? (column.sort ? "none" : undefined)}
      className={cx(
        styles["headCell"],
        column.align === "end" && styles["end"],
        props.over && styles["dropHere"],
      )}
      draggable={head.onMove !== undefined}
      onKeyDown={onKeyDown}
      {...(head.onMove === undefined ? {} : props.drag)}
    >
      {column.sort ? (
        <button
          type="button"
          title={head.onMove ? "Sort. Drag it, or Ctrl+Shift and arrow keys, to move the column." : undefined}
          onClick={() => head.onSort(column.sort ?? "")}
        >
          <span className={styles["headText"]}>{column.label}</span>
          {direction && <Icon name={direction === "ascending" ? "sortUp" : "sortDown"} size={12} />}
        </button>
      ) : (
        <span className={styles["headText"]}>{column.label}</span>
      )}
      {head.onResize && (
        <ColumnHandle
          label={column.label}
          width={column.chosenWidth}
          onPreview={(width) => head.onPreview(column.id, width)}
          onResize={(width) => {
            head.onPreview(column.id, undefined);
            head.onResize?.(column.id, width);
          }}
        />
      )}
    </div>
  );
}
