// biome-ignore-all lint/a11y/useFocusableInteractive: rows take the focus, cells are read with them
import { type ReactNode, useCallback, useRef, useState } from "react";
import { cx } from "../class-names.ts";
import { formatNumber } from "../format.ts";
import { countItems, type Group, itemAt } from "./grouped-items.ts";
import { LiveRow } from "./live-row.tsx";
import styles from "./live-table.module.css";
import type { LiveTableProps } from "./live-table-props.ts";
import { RowSlots } from "./row-slots.ts";
import type { TableLayout } from "./use-table-layout.ts";

interface LiveBodyProps<Row> {
  readonly table: LiveTableProps<Row>;
  readonly layout: TableLayout<Row>;
  /** First and last position that are drawn. */
  readonly first: number;
  readonly last: number;
  /** The row the keyboard is at. */
  readonly active: number;
  readonly onActivate: (index: number) => void;
}

/** The rows are many and rest while nothing of theirs changes: what they call stays the same. */
function useCallbacks<Row>(props: LiveBodyProps<Row>) {
  const latest = useRef(props);
  latest.current = props;
  return {
    onOpen: useCallback((row: Row) => latest.current.table.onOpen(row), []),
    onSelect: useCallback(
      (row: Row, options: { readonly range: boolean; readonly index: number }) =>
        latest.current.table.onSelect?.(row, options),
      [],
    ),
  };
}

const none: readonly Group[] = [];

/** What is drawn at each position, rows with the number of their elements. */
function useDrawn<Row>(props: LiveBodyProps<Row>) {
  const { rowAt, keyOf, groups = none } = props.table;
  const [slots] = useState(() => new RowSlots());
  const focused = useRef<number | undefined>(undefined);
  const drawn = positions(props.first, props.last).map((position) => {
    const what = itemAt(groups, position);
    if (what.kind === "head") return { position, group: what.group };
    const row = rowAt(what.index);
    const key = row === undefined ? undefined : keyOf(row);
    return { position, index: what.index, row, key };
  });
  const rows = drawn.filter((it) => it.group === undefined);
  const given = slots.assign(rows, focused.current);
  const slotAt = new Map(rows.map(({ index }, at) => [index, given[at]]));
  const latest = useRef({ slotAt, onActivate: props.onActivate });
  latest.current = { slotAt, onActivate: props.onActivate };
  const onActivate = useCallback((index: number) => {
    focused.current = latest.current.slotAt.get(index);
    latest.current.onActivate(index);
  }, []);
  return { drawn, slotAt, onActivate };
}

/** What is drawn of the rows and of the heads of their groups, each in its computed place. */
export function LiveBody<Row>(props: LiveBodyProps<Row>) {
  const { table, layout } = props;
  const { total, groups = none } = table;
  const { height } = layout;
  const callbacks = useCallbacks(props);
  const active = Math.min(props.active, total - 1);
  const { drawn, slotAt, onActivate } = useDrawn(props);
  return (
    <div
      className={styles["canvas"]}
      style={{ height: countItems(total, groups) * height, width: layout.width }}
      role="rowgroup"
    >
      {drawn.map(({ position, group, index, row, key }) =>
        group !== undefined ? (
          <GroupHead key={`g:${group.value}`} start={position * height} height={height}>
            <GroupName group={group} label={table.groupLabel} />
          </GroupHead>
        ) : (
          <LiveRow
            key={slotAt.get(index)}
            row={row}
            index={index}
            start={position * height}
            height={height}
            template={layout.template}
            columns={layout.columns}
            below={layout.below}
            active={index === active}
            selected={key !== undefined && (table.selected?.has(key) ?? false)}
            selectable={table.onSelect !== undefined}
            faded={row !== undefined && (table.isFaded?.(row) ?? false)}
            name={row === undefined ? "" : table.nameOf(row)}
            hasMenu={table.menu !== undefined}
            onActivate={onActivate}
            {...callbacks}
          />
        ),
      )}
    </div>
  );
}

function GroupHead(props: { readonly start: number; readonly height: number; readonly children: ReactNode }) {
  return (
    <div
      role="row"
      className={cx(styles["row"], styles["groupHead"])}
      style={{ top: props.start, height: props.height }}
    >
      <div role="gridcell" className={styles["groupCell"]}>
        {props.children}
      </div>
    </div>
  );
}

/** What a group is called, and how many rows it has. */
export function GroupName(props: {
  readonly group: Group;
  readonly label: ((value: string) => ReactNode) | undefined;
}) {
  const { value, count } = props.group;
  return (
    <>
      <bdi title={value}>{props.label?.(value) ?? value}</bdi> <span>{formatNumber(count)}</span>
    </>
  );
}

function positions(first: number, last: number): number[] {
  return Array.from({ length: Math.max(0, last - first + 1) }, (_, index) => first + index);
}
