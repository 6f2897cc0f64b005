import type { KeyboardEvent } from "react";

/** Where a menu opens that a key asked for, in px below the top of its row. */
const belowTop = 32;

interface KeyTarget<Row> {
  /** The row the keyboard is at. */
  readonly active: number;
  readonly total: number;
  readonly row: Row | undefined;
  readonly go: (index: number) => void;
  readonly onOpen: (row: Row) => void;
  readonly onSelect?:
    | ((row: Row | undefined, options: { readonly range: boolean; readonly index: number }) => void)
    | undefined;
  readonly onMenu?: (() => void) | undefined;
}

/** The keys of a list: j k and arrows move, x selects, Enter opens, m shows the menu. */
export function handleKey<Row>(event: KeyboardEvent, at: KeyTarget<Row>): void {
  if (!(event.target instanceof HTMLElement) || event.ctrlKey || event.metaKey || event.altKey) return;
  if (event.target.closest("button, a, input") && event.key !== "j" && event.key !== "k") return;
  const { row, active, total } = at;
  const to = moveOf(event.key, active, total);
  if (to !== undefined) at.go(Math.max(0, Math.min(total - 1, to)));
  else if (event.key === "Enter" && row) at.onOpen(row);
  // A range reaches to a place: its row may still be on its way.
  else if ((event.key.toLowerCase() === "x" || event.key === " ") && (row || event.shiftKey) && at.onSelect)
    at.onSelect(row, { range: event.shiftKey, index: active });
  else if (event.key === "m" && row && at.onMenu) at.onMenu();
  else return;
  event.preventDefault();
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

/** The element of a row, if it is drawn. */
export function rowElement(scroller: HTMLElement | null, index: number): HTMLElement | null {
  return scroller?.querySelector<HTMLElement>(`[data-row="${index}"]`) ?? null;
}

/** Opens the menu of a row below its beginning. */
export function openMenuAt(scroller: HTMLElement | null, index: number): void {
  const row = rowElement(scroller, index);
  if (!row) return;
  const box = row.getBoundingClientRect();
  const at = { clientX: box.left + 64, clientY: box.top + belowTop };
  row.dispatchEvent(new window.MouseEvent("contextmenu", { bubbles: true, cancelable: true, ...at }));
}
