import type { ReactNode } from "react";
import type { MenuEntry } from "../menu.tsx";
import type { Column } from "./columns.ts";
import type { Group } from "./grouped-items.ts";
import type { TablePlace } from "./use-table-place.ts";

/** A second line of each row. All have the same height. */
export interface BelowRow<Row> {
  /** In px. */
  readonly height: number;
  readonly render: (row: Row) => ReactNode;
}

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
  /** A row that is still on its way is not known; a range reaches to its place all the same. */
  readonly onSelect?: (
    row: Row | undefined,
    options: { readonly range: boolean; readonly index: number },
  ) => void;
  readonly onSelectAll?: () => void;
  readonly menu?: (row: Row) => readonly MenuEntry[];
  readonly isFaded?: (row: Row) => boolean;
  /** On narrow screens: what of the columns that have no room is said below the others. */
  readonly below?: BelowRow<Row>;
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
