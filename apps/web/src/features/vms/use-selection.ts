import type { VmRow } from "@stackdeck/api-types";
import { useEffect, useRef, useState } from "react";
import { problemOf } from "../../api/http.ts";
import { formatNumber } from "../../ui/format.ts";
import { announce, announceProblem } from "../../ui/toasts.ts";
import { recall, remember } from "../lists/list-memory.ts";
import type { ListSearch } from "../lists/list-search.ts";
import { readRows } from "./read-rows.ts";

export type Selection = ReadonlyMap<string, VmRow>;

const nothing: Selection = new Map();
/** Bulk work is previewed and run one VM at a time: more than this at once is refused, and said. */
const mostSelected = 20_000;

/**
 * Selected VMs with what was last known of them. Survives live updates, scrolling and Back; ends with the search it was
 * made in. "Select all" and ranges reach over the whole list, not only what is held of it.
 */
export function useSelection(o: {
  readonly search: ListSearch;
  readonly entry: string;
  readonly rowAt: (index: number) => VmRow | undefined;
}) {
  const { search, entry, rowAt } = o;
  const query = search.q ?? "";
  const [selected, setSelected] = useState<Selection>(() => {
    const memory = recall(entry);
    return memory.query === query ? new Map((memory.selected ?? []) as [string, VmRow][]) : nothing;
  });
  const [busy, setBusy] = useState(false);
  const anchor = useRef(0);
  const madeIn = useRef(query);
  useEffect(() => {
    if (madeIn.current === query) return;
    madeIn.current = query;
    setSelected(nothing);
  }, [query]);
  useEffect(() => remember(entry, { selected: [...selected], query }), [entry, selected, query]);

  const add = (rows: readonly VmRow[], before: Selection): Selection => {
    const next = new Map(before);
    for (const row of rows) {
      if (next.size >= mostSelected) break;
      next.set(row.IpAddress, row);
    }
    return next;
  };
  const addRange = async (from: number, to: number) => {
    const known = Array.from({ length: to - from }, (_, index) => rowAt(from + index));
    setBusy(true);
    try {
      const rows = known.every((row) => row !== undefined) ? known : await readRows(search, { from, to });
      setSelected((before) => add(rows, before));
    } catch (error) {
      announceProblem("The rows were not selected", problemOf(error));
    } finally {
      setBusy(false);
    }
  };
  return {
    selected,
    busy,
    toggle: (row: VmRow | undefined, options: { readonly range: boolean; readonly index: number }) => {
      const from = anchor.current;
      anchor.current = options.index;
      if (options.range) {
        void addRange(Math.min(from, options.index), Math.max(from, options.index) + 1);
        return;
      }
      if (row === undefined) return;
      setSelected((before) => {
        if (!before.has(row.IpAddress)) return add([row], before);
        const next = new Map(before);
        next.delete(row.IpAddress);
        return next;
      });
    },
    toggleAll: (total: number) => {
      if (selected.size > 0) {
        setSelected(nothing);
        return;
      }
      void addRange(0, Math.min(total, mostSelected));
      if (total > mostSelected)
        announce({
          tone: "info",
          title: `The first ${formatNumber(mostSelected)} of ${formatNumber(total)} are selected`,
          detail: "That is the most at once. Search for less to reach the others.",
        });
    },
    clear: () => setSelected(nothing),
  };
}
