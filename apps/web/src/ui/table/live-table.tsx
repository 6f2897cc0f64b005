// biome-ignore-all lint/a11y/useFocusableInteractive: rows take the focus, cells are read with them
import { type KeyboardEvent, type MouseEvent, type UIEvent, useEffect, useRef, useState } from "react";
import { cx } from "../class-names.ts";
import { RowContextMenu } from "../menu.tsx";
import { countItems, type Group, groupIndexAt, itemAt, positionOfRow } from "./grouped-items.ts";
import { GroupName, LiveBody } from "./live-body.tsx";
import { LiveHead } from "./live-head.tsx";
import styles from "./live-table.module.css";
import type { LiveTableProps } from "./live-table-props.ts";
import { handleKey, openMenuAt, rowElement } from "./table-keys.ts";
import { useTableLayout } from "./use-table-layout.ts";
import { useTablePlace } from "./use-table-place.ts";
import { useVirtualRows } from "./use-virtual-rows.ts";

const unknownPlace = () => undefined;
const none: readonly Group[] = [];

/** Where one is in the table, which rows are drawn for it, and the keys that move about. */
function useTableView<Row>(props: LiveTableProps<Row>, height: number) {
  const { total, groups = none, onRange, rowAt, keyOf } = props;
  const scroller = useRef<HTMLDivElement>(null);
  /** First position that is seen, for the head of its group. */
  const [seen, setSeen] = useState(0);
  const place = useTablePlace({
    scroller,
    identity: props.identity ?? "",
    total,
    height,
    groups,
    keyAt: (index) => {
      const row = rowAt(index);
      return row === undefined ? undefined : keyOf(row);
    },
    indexOf: props.indexOf ?? unknownPlace,
    initial: props.place,
    onPlace: props.onPlace,
  });
  const count = countItems(total, groups);
  const rows = useVirtualRows({ scroller, height, count, initialTop: props.place?.top ?? 0 });
  const { first, last } = rows;
  // biome-ignore lint/correctness/useExhaustiveDependencies: the range is what matters
  useEffect(() => onRange(first, last), [first, last, groups]);
  const onKeyDown = (event: KeyboardEvent) =>
    handleKey(event, {
      active: place.active,
      total,
      row: rowAt(place.active),
      go: (next) => {
        place.activate(next);
        rows.scrollTo(positionOfRow(groups, next));
        requestAnimationFrame(() => rowElement(scroller.current, next)?.focus({ preventScroll: true }));
      },
      onOpen: props.onOpen,
      onSelect: props.onSelect,
      onMenu: props.menu ? () => openMenuAt(scroller.current, place.active) : undefined,
    });
  const onScroll = (event: UIEvent<HTMLElement>) => {
    const { scrollTop } = event.currentTarget;
    const item = itemAt(groups, Math.ceil(scrollTop / height));
    place.onScroll(scrollTop, item.kind === "row" ? item.index : item.group.offset);
    if (groups.length > 0) setSeen(Math.floor(scrollTop / height));
  };
  const sticky = groups.length > 0 && seen > 0 ? groups[groupIndexAt(groups, seen)] : undefined;
  return { scroller, place, first, last, room: rows.room, sticky, onKeyDown, onScroll };
}

/** A virtualised list that stays in step with the server: one scroll, no pages, keyboard first. */
export function LiveTable<Row>(props: LiveTableProps<Row>) {
  const { total, rowAt, menu } = props;
  const layout = useTableLayout(props);
  const view = useTableView(props, layout.height);
  const { scroller, place, first, last, sticky, onKeyDown, onScroll } = view;
  const [menuRow, setMenuRow] = useState<Row | undefined>();
  const onContextMenu = (event: MouseEvent) => {
    const line = (event.target as Element).closest<HTMLElement>("[data-row]");
    const row = line ? rowAt(Number(line.dataset["row"])) : undefined;
    if (row === undefined) event.stopPropagation();
    else setMenuRow(row);
  };
  const grid = (
    <div
      ref={scroller}
      className={cx(styles["scroller"], view.room < layout.least && styles["wide"])}
      role="grid"
      aria-label={props.label}
      aria-rowcount={total + 1}
      aria-multiselectable={props.onSelect !== undefined || undefined}
      onKeyDown={onKeyDown}
      onFocus={place.onFocus}
      onBlur={(event) => place.onBlur(event.target, event.relatedTarget)}
      onScroll={onScroll}
      onContextMenuCapture={menu ? onContextMenu : undefined}
      tabIndex={total === 0 ? 0 : -1}
    >
      <LiveHead
        {...props}
        columns={layout.columns}
        template={layout.template}
        width={layout.width}
        onPreview={layout.onPreview}
        onResize={layout.narrow ? undefined : props.onResize}
        onMove={layout.narrow ? undefined : props.onMove}
      />
      {sticky && (
        <div className={cx(styles["groupHead"], styles["sticky"])} aria-hidden="true">
          <GroupName group={sticky} label={props.groupLabel} />
        </div>
      )}
      {total === 0 ? (
        <div role="row" className={styles["emptyRow"]}>
          <div role="gridcell">{props.empty}</div>
        </div>
      ) : (
        <LiveBody
          table={props}
          layout={layout}
          first={first}
          last={last}
          active={place.active}
          onActivate={place.activate}
        />
      )}
    </div>
  );
  if (!menu) return grid;
  return <RowContextMenu entries={() => (menuRow === undefined ? [] : menu(menuRow))}>{grid}</RowContextMenu>;
}
