// biome-ignore-all lint/a11y/useFocusableInteractive: rows take the focus, cells are read with them
import { useVirtualizer } from "@tanstack/react-virtual";
import { type KeyboardEvent, type ReactNode, useEffect, useRef, useState } from "react";
import { cx } from "../class-names.ts";
import type { MenuEntry } from "../menu.tsx";
import { type Column, leastWidth } from "./columns.ts";
import { countItems, type Group, groupIndexAt, itemAt, positionOfRow } from "./grouped-items.ts";
import { LiveHead } from "./live-head.tsx";
import { LiveRow } from "./live-row.tsx";
import styles from "./live-table.module.css";
import { useMedia } from "./use-media.ts";

export interface LiveTableProps<Row> {
  readonly label: string;
  readonly columns: readonly Column<Row>[];
  /** Rows of the whole list; only those of the window are known. */
  readonly total: number;
  readonly rowAt: (index: number) => Row | undefined;
  readonly keyOf: (row: Row) => string;
  readonly nameOf: (row: Row) => string;
  readonly groups?: readonly Group[];
  readonly groupLabel?: (value: string) => ReactNode;
  /** Called with the first and last row that are seen. */
  readonly onRange: (first: number, last: number) => void;
  readonly sort: string | undefined;
  readonly onSort: (field: string) => void;
  readonly onOpen: (row: Row) => void;
  readonly selected?: ReadonlySet<string>;
  readonly onSelect?: (key: string, options: { readonly range: boolean; readonly index: number }) => void;
  readonly onSelectAll?: () => void;
  readonly menu?: (row: Row) => readonly MenuEntry[];
  readonly isFaded?: (row: Row) => boolean;
  /** Shown instead of rows when there are none. */
  readonly empty: ReactNode;
}

const rowHeights = { comfortable: 40, compact: 32, coarse: 48 };

function rowHeight(): number {
  if (matchMedia("(pointer: coarse)").matches) return rowHeights.coarse;
  return document.documentElement.dataset["density"] === "compact"
    ? rowHeights.compact
    : rowHeights.comfortable;
}

/** A virtualised list that stays in step with the server: one scroll, no pages, keyboard first. */
export function LiveTable<Row>(props: LiveTableProps<Row>) {
  const { total, groups = [], onRange } = props;
  const scroller = useRef<HTMLDivElement>(null);
  const narrow = useMedia("(max-width: 720px)");
  const columns = narrow ? props.columns.filter((column) => column.narrow) : props.columns;
  const [active, setActive] = useState(0);
  const [height] = useState(rowHeight);
  const virtualizer = useVirtualizer({
    count: countItems(total, groups),
    getScrollElement: () => scroller.current,
    estimateSize: () => height,
    overscan: 8,
  });
  const items = virtualizer.getVirtualItems();
  const first = items[0]?.index ?? 0;
  const last = items.at(-1)?.index ?? 0;
  // biome-ignore lint/correctness/useExhaustiveDependencies: the range is what matters
  useEffect(() => onRange(first, last), [first, last]);
  const selectable = props.onSelect !== undefined;
  // Head and rows are laid out by themselves: one width for both keeps their columns in line.
  const width = narrow ? "100%" : `max(100%, ${leastWidth(columns, selectable ? 72 : 32)}px)`;
  const template = `${selectable ? "40px " : ""}${columns.map((it) => it.width).join(" ")}`;

  const focusRow = (index: number) => {
    const next = Math.max(0, Math.min(total - 1, index));
    setActive(next);
    virtualizer.scrollToIndex(positionOfRow(groups, next));
    requestAnimationFrame(() =>
      scroller.current?.querySelector<HTMLElement>(`[data-row="${next}"]`)?.focus({ preventScroll: true }),
    );
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (!(event.target instanceof HTMLElement) || event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.target.closest("button, a, input") && event.key !== "j" && event.key !== "k") return;
    const row = props.rowAt(active);
    const moves: Record<string, number> = {
      j: active + 1,
      ArrowDown: active + 1,
      k: active - 1,
      ArrowUp: active - 1,
      Home: 0,
      End: total - 1,
      PageDown: active + 20,
      PageUp: active - 20,
    };
    const to = moves[event.key];
    if (to !== undefined) focusRow(to);
    else if (event.key === "Enter" && row) props.onOpen(row);
    else if ((event.key === "x" || event.key === " ") && row && props.onSelect)
      props.onSelect(props.keyOf(row), { range: event.shiftKey, index: active });
    else return;
    event.preventDefault();
  };

  const top = virtualizer.scrollOffset ?? 0;
  const sticky = groups.length > 0 ? groups[groupIndexAt(groups, Math.floor(top / height))] : undefined;
  return (
    <div
      ref={scroller}
      className={styles["scroller"]}
      role="grid"
      aria-label={props.label}
      aria-rowcount={total + 1}
      aria-multiselectable={selectable || undefined}
      onKeyDown={onKeyDown}
      tabIndex={total === 0 ? 0 : -1}
    >
      <LiveHead {...props} columns={columns} template={template} width={width} />
      {sticky && top > 0 && (
        <div className={cx(styles["groupHead"], styles["sticky"])} aria-hidden="true">
          {props.groupLabel?.(sticky.value) ?? sticky.value} <span>{sticky.count}</span>
        </div>
      )}
      {total === 0 ? (
        <div role="row" className={styles["emptyRow"]}>
          <div role="gridcell">{props.empty}</div>
        </div>
      ) : (
        <div
          className={styles["canvas"]}
          style={{ height: virtualizer.getTotalSize(), width }}
          role="rowgroup"
        >
          {items.map((item) => {
            const what = itemAt(groups, item.index);
            const place = { transform: `translateY(${item.start}px)`, height };
            if (what.kind === "head")
              return (
                <div
                  key={`g:${what.group.value}`}
                  role="row"
                  className={cx(styles["row"], styles["groupHead"])}
                  style={place}
                >
                  <div role="gridcell">
                    {props.groupLabel?.(what.group.value) ?? what.group.value} <span>{what.group.count}</span>
                  </div>
                </div>
              );
            const row = props.rowAt(what.index);
            const key = row === undefined ? undefined : props.keyOf(row);
            return (
              <LiveRow
                key={key ?? `at:${what.index}`}
                row={row}
                index={what.index}
                start={item.start}
                height={height}
                template={template}
                columns={columns}
                active={what.index === Math.min(active, total - 1)}
                selected={key !== undefined && (props.selected?.has(key) ?? false)}
                selectable={selectable}
                faded={row !== undefined && (props.isFaded?.(row) ?? false)}
                name={row === undefined ? "" : props.nameOf(row)}
                onActivate={setActive}
                onOpen={props.onOpen}
                onSelect={props.onSelect}
                keyOf={props.keyOf}
                menu={props.menu}
              />
            );
          })}
        </div>
      )}
    </div>
  );
}
