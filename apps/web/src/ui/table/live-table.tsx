// biome-ignore-all lint/a11y/useFocusableInteractive: rows take the focus, cells are read with them
import {
  type KeyboardEvent,
  type MouseEvent,
  type ReactNode,
  useCallback,
  useEffect,
  useMemo,
  useRef,
  useState,
} from "react";
import { cx } from "../class-names.ts";
import { type MenuEntry, RowContextMenu } from "../menu.tsx";
import { type Column, leastWidth } from "./columns.ts";
import { countItems, type Group, groupIndexAt, itemAt, positionOfRow } from "./grouped-items.ts";
import { LiveHead } from "./live-head.tsx";
import { LiveRow } from "./live-row.tsx";
import styles from "./live-table.module.css";
import { useMedia } from "./use-media.ts";
import { type TablePlace, useTablePlace } from "./use-table-place.ts";
import { useVirtualRows } from "./use-virtual-rows.ts";

export interface LiveTableProps<Row> {
  readonly label: string;
  readonly columns: readonly Column<Row>[];
  /** Rows of the whole list; only those of the window are known. */
  readonly total: number;
  readonly rowAt: (index: number) => Row | undefined;
  /** Where a row is now, if it is in the window. */
  readonly indexOf?: (key: string) => number | undefined;
  readonly keyOf: (row: Row) => string;
  readonly nameOf: (row: Row) => string;
  readonly groups?: readonly Group[];
  readonly groupLabel?: (value: string) => ReactNode;
  /** Called with the first and last row that are seen. */
  readonly onRange: (first: number, last: number) => void;
  readonly sort: string | undefined;
  readonly onSort: (field: string) => void;
  readonly onOpen: (row: Row) => void;
  readonly selected?: { readonly size: number; has(key: string): boolean };
  readonly onSelect?: (row: Row, options: { readonly range: boolean; readonly index: number }) => void;
  readonly onSelectAll?: () => void;
  readonly menu?: (row: Row) => readonly MenuEntry[];
  readonly isFaded?: (row: Row) => boolean;
  /** Shown instead of rows when there are none. */
  readonly empty: ReactNode;
  /** What the list shows: when it changes, it begins at its top. */
  readonly identity?: string;
  /** Where to begin, and who is told where one is. */
  readonly place?: TablePlace | undefined;
  readonly onPlace?: (place: TablePlace) => void;
  readonly onResize?: (id: string, width: number | undefined) => void;
  readonly onMove?: (id: string, to: { readonly before: string } | { readonly by: number }) => void;
}

const rowHeights = { comfortable: 40, compact: 32, coarse: 48 };
const headHeight = 32;
/** Width of the boxes before and of the button behind a row, and what surrounds it, in px. */
const around = { box: 40, button: 36, padding: 32 };

function rowHeight(): number {
  if (matchMedia("(pointer: coarse)").matches) return rowHeights.coarse;
  return document.documentElement.dataset["density"] === "compact"
    ? rowHeights.compact
    : rowHeights.comfortable;
}

const unknownPlace = () => undefined;

/** Columns with the width that is just being tried. */
function usePreview<Row>(columns: readonly Column<Row>[]) {
  const [preview, setPreview] = useState<{ id: string; width: number } | undefined>();
  const shown = useMemo(
    () =>
      preview === undefined
        ? columns
        : columns.map((it) =>
            it.id === preview.id ? { ...it, width: `${Math.max(48, Math.round(preview.width))}px` } : it,
          ),
    [columns, preview],
  );
  const onPreview = (id: string, width: number | undefined) =>
    setPreview(width === undefined ? undefined : { id, width });
  return { shown, onPreview };
}

/** A virtualised list that stays in step with the server: one scroll, no pages, keyboard first. */
export function LiveTable<Row>(props: LiveTableProps<Row>) {
  const { total, groups = [], onRange, rowAt, keyOf } = props;
  const latest = useRef(props);
  latest.current = props;
  const scroller = useRef<HTMLDivElement>(null);
  const narrow = useMedia("(max-width: 720px)");
  const all = useMemo(
    () => (narrow ? props.columns.filter((column) => column.narrow) : props.columns),
    [narrow, props.columns],
  );
  const { shown: columns, onPreview } = usePreview(all);
  const [height] = useState(rowHeight);
  /** First position that is seen, for the head of its group. */
  const [seen, setSeen] = useState(0);
  const [menuRow, setMenuRow] = useState<Row | undefined>();
  const keyAt = (index: number) => {
    const row = rowAt(index);
    return row === undefined ? undefined : keyOf(row);
  };
  const place = useTablePlace({
    scroller,
    identity: props.identity ?? "",
    total,
    height,
    groups,
    keyAt,
    indexOf: props.indexOf ?? unknownPlace,
    initial: props.place,
    onPlace: props.onPlace,
  });
  const { active } = place;
  const count = countItems(total, groups);
  const rows = useVirtualRows({ scroller, height, count, initialTop: props.place?.top ?? 0 });
  const { first, last } = rows;
  // biome-ignore lint/correctness/useExhaustiveDependencies: the range is what matters
  useEffect(() => onRange(first, last), [first, last, groups]);
  const selectable = props.onSelect !== undefined;
  const hasMenu = props.menu !== undefined;
  // Head and rows are laid out by themselves: one width for both keeps their columns in line.
  const least = leastWidth(
    columns,
    around.padding + (selectable ? around.box : 0) + (hasMenu ? around.button : 0),
  );
  const width = narrow ? "100%" : `max(100%, ${least}px)`;
  const template = `${selectable ? `${around.box}px ` : ""}${columns.map((it) => it.width).join(" ")}${hasMenu ? ` ${around.button}px` : ""}`;

  // The rows are many and rest while nothing of theirs changes: what they call stays the same.
  const onActivate = useRef(place.activate);
  onActivate.current = place.activate;
  const activate = useCallback((index: number) => onActivate.current(index), []);
  const open = useCallback((row: Row) => latest.current.onOpen(row), []);
  const select = useCallback(
    (row: Row, options: { readonly range: boolean; readonly index: number }) =>
      latest.current.onSelect?.(row, options),
    [],
  );

  const focusRow = (index: number) => {
    const next = Math.max(0, Math.min(total - 1, index));
    place.activate(next);
    rows.scrollTo(positionOfRow(groups, next));
    requestAnimationFrame(() =>
      scroller.current?.querySelector<HTMLElement>(`[data-row="${next}"]`)?.focus({ preventScroll: true }),
    );
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (!(event.target instanceof HTMLElement) || event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.target.closest("button, a, input") && event.key !== "j" && event.key !== "k") return;
    const row = rowAt(active);
    const to = moveOf(event.key, active, total);
    if (to !== undefined) focusRow(to);
    else if (event.key === "Enter" && row) props.onOpen(row);
    else if ((event.key.toLowerCase() === "x" || event.key === " ") && row && props.onSelect)
      props.onSelect(row, { range: event.shiftKey, index: active });
    else if (event.key === "m" && row && hasMenu) openMenuAt(scroller.current, active);
    else return;
    event.preventDefault();
  };
  const onContextMenu = (event: MouseEvent) => {
    const line = (event.target as Element).closest<HTMLElement>("[data-row]");
    const row = line ? rowAt(Number(line.dataset["row"])) : undefined;
    if (row === undefined) event.stopPropagation();
    else setMenuRow(row);
  };

  const sticky = groups.length > 0 ? groups[groupIndexAt(groups, seen)] : undefined;
  const grid = (
    <div
      ref={scroller}
      className={styles["scroller"]}
      role="grid"
      aria-label={props.label}
      aria-rowcount={total + 1}
      aria-multiselectable={selectable || undefined}
      onKeyDown={onKeyDown}
      onFocus={place.onFocus}
      onBlur={(event) => place.onBlur(event.target, event.relatedTarget)}
      onScroll={(event) => {
        const { scrollTop } = event.currentTarget;
        const item = itemAt(groups, Math.ceil(scrollTop / height));
        place.onScroll(scrollTop, item.kind === "row" ? item.index : item.group.offset);
        if (groups.length > 0) setSeen(Math.floor(scrollTop / height));
      }}
      onContextMenuCapture={hasMenu ? onContextMenu : undefined}
      tabIndex={total === 0 ? 0 : -1}
    >
      <LiveHead
        {...props}
        columns={columns}
        template={template}
        width={width}
        onPreview={onPreview}
        onResize={narrow ? undefined : props.onResize}
        onMove={narrow ? undefined : props.onMove}
      />
      {sticky && seen > 0 && (
        <div className={cx(styles["groupHead"], styles["sticky"])} aria-hidden="true">
          {props.groupLabel?.(sticky.value) ?? sticky.value} <span>{sticky.count}</span>
        </div>
      )}
      {total === 0 ? (
        <div role="row" className={styles["emptyRow"]}>
          <div role="gridcell">{props.empty}</div>
        </div>
      ) : (
        <div className={styles["canvas"]} style={{ height: count * height, width }} role="rowgroup">
          {positions(first, last).map((position) => {
            const what = itemAt(groups, position);
            if (what.kind === "head")
              return (
                <div
                  key={`g:${what.group.value}`}
                  role="row"
                  className={cx(styles["row"], styles["groupHead"])}
                  style={{ transform: `translateY(${position * height}px)`, height }}
                >
                  <div role="gridcell">
                    {props.groupLabel?.(what.group.value) ?? what.group.value} <span>{what.group.count}</span>
                  </div>
                </div>
              );
            const row = rowAt(what.index);
            const key = row === undefined ? undefined : keyOf(row);
            return (
              <LiveRow
                key={key ?? `at:${what.index}`}
                row={row}
                index={what.index}
                start={position * height}
                height={height}
                template={template}
                columns={columns}
                active={what.index === Math.min(active, total - 1)}
                selected={key !== undefined && (props.selected?.has(key) ?? false)}
                selectable={selectable}
                faded={row !== undefined && (props.isFaded?.(row) ?? false)}
                name={row === undefined ? "" : props.nameOf(row)}
                hasMenu={hasMenu}
                onActivate={activate}
                onOpen={open}
                onSelect={select}
              />
            );
          })}
        </div>
      )}
    </div>
  );
  if (!props.menu) return grid;
  const { menu } = props;
  return <RowContextMenu entries={() => (menuRow === undefined ? [] : menu(menuRow))}>{grid}</RowContextMenu>;
}

function positions(first: number, last: number): number[] {
  return Array.from({ length: Math.max(0, last - first + 1) }, (_, index) => first + index);
}

/** Where a key leads to in the list. */
function moveOf(key: string, active: number, total: number): number | undefined {
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
  return moves[key];
}

/** Opens the menu of a row below its beginning. */
function openMenuAt(scroller: HTMLElement | null, index: number): void {
  const row = scroller?.querySelector(`[data-row="${index}"]`);
  if (!row) return;
  const box = row.getBoundingClientRect();
  const at = { clientX: box.left + 64, clientY: box.top + headHeight };
  row.dispatchEvent(new window.MouseEvent("contextmenu", { bubbles: true, cancelable: true, ...at }));
}
