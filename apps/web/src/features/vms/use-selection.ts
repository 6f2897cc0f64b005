import { useEffect, useState } from "react";
import { announce } from "../../ui/toasts.ts";

const nothing: ReadonlySet<string> = new Set();
/** "Select all" takes at most so many: what is previewed must be readable. */
const mostAtOnce = 200;

/** Selected rows by key. Survives live updates and scrolling; ends with the search it was made in. */
export function useSelection<Row>(
  query: string,
  rowAt: (index: number) => Row | undefined,
  keyOf: (row: Row) => string,
) {
  const [selected, setSelected] = useState<ReadonlySet<string>>(nothing);
  const [anchor, setAnchor] = useState(0);
  // biome-ignore lint/correctness/useExhaustiveDependencies: another search is another selection
  useEffect(() => setSelected(nothing), [query]);

  const toggle = (key: string, options: { readonly range: boolean; readonly index: number }) => {
    setSelected((before) => {
      const next = new Set(before);
      if (options.range) {
        const [from, to] = [Math.min(anchor, options.index), Math.max(anchor, options.index)];
        for (let index = from; index <= to; index += 1) {
          const row = rowAt(index);
          if (row !== undefined) next.add(keyOf(row));
        }
      } else if (!next.delete(key)) next.add(key);
      return next;
    });
    setAnchor(options.index);
  };
  const toggleAll = (total: number) => {
    if (selected.size > 0) {
      setSelected(nothing);
      return;
    }
    const next = new Set<string>();
    for (let index = 0; index < total && next.size < mostAtOnce; index += 1) {
      const row = rowAt(index);
      if (row !== undefined) next.add(keyOf(row));
    }
    setSelected(next);
    if (next.size < total)
      announce({
        tone: "info",
        title: `The first ${next.size} of ${total} are selected`,
        detail: "Search for less to select all.",
      });
  };
  return { selected, toggle, toggleAll, clear: () => setSelected(nothing) };
}
