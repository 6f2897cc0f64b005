import { useMemo, useState } from "react";
import { leastWidth } from "./columns.ts";
import type { LiveTableProps } from "./live-table-props.ts";
import { useMedia } from "./use-media.ts";
import { useWidthPreview } from "./use-width-preview.ts";

const rowHeights = { comfortable: 40, compact: 32, coarse: 48 };
/** Width of the boxes before and of the button behind a row, and what surrounds it, in px. */
const around = { box: 40, button: 36, padding: 32 };

function rowHeight(): number {
  if (matchMedia("(pointer: coarse)").matches) return rowHeights.coarse;
  return document.documentElement.dataset["density"] === "compact"
    ? rowHeights.compact
    : rowHeights.comfortable;
}

/** Which columns are shown, and the places of cells that head and rows share. */
export function useTableLayout<Row>(props: LiveTableProps<Row>) {
  const narrow = useMedia("(max-width: 720px)");
  const all = useMemo(
    () => (narrow ? props.columns.filter((column) => column.narrow) : props.columns),
    [narrow, props.columns],
  );
  const { shown: columns, onPreview } = useWidthPreview(all);
  const [lineHeight] = useState(rowHeight);
  const below = narrow ? props.below : undefined;
  const box = props.onSelect === undefined ? 0 : around.box;
  const button = props.menu === undefined ? 0 : around.button;
  // Head and rows are laid out by themselves: one width for both keeps their columns in line.
  const least = leastWidth(columns, around.padding + box + button);
  const cells = [
    ...(box > 0 ? [`${box}px`] : []),
    // A phone has no room for least widths: names end in dots before the buttons of rows leave the window.
    ...columns.map((it, at) =>
      narrow && at === 0 ? it.width.replace(/minmax\(\d+px/, "minmax(0px") : it.width,
    ),
    ...(button > 0 ? [`${button}px`] : []),
  ];
  return {
    narrow,
    columns,
    onPreview,
    below,
    height: lineHeight + (below?.height ?? 0),
    /** Least width in px. */
    least: narrow ? 0 : least,
    width: narrow ? "100%" : `max(100%, ${least}px)`,
    template: cells.join(" "),
  };
}

export type TableLayout<Row> = ReturnType<typeof useTableLayout<Row>>;
