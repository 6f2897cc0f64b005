import type { VmRow } from "@stackdeck/api-types";
import { useNavigate, useRouterState, useSearch } from "@tanstack/react-router";
import { useCallback, useEffect, useMemo, useRef, useState } from "react";
import { chosenVms } from "../../actions/chosen-vms.ts";
import { subjectOfRow } from "../../actions/vm-subject.ts";
import type { TablePlace } from "../../ui/table/use-table-place.ts";
import {
  type ColumnChoice,
  formatColumns,
  moveColumn,
  parseColumns,
  resizeColumn,
  shiftColumn,
} from "../lists/list-columns.ts";
import { recall, remember } from "../lists/list-memory.ts";
import type { ListSearch } from "../lists/list-search.ts";
import { searchOfView, useSavedViews } from "../lists/saved-views.ts";
import { useLiveList } from "../lists/use-live-list.ts";
import { knownGrouping } from "./groupings.ts";
import { useSelection } from "./use-selection.ts";
import { columnsFor, standardVmColumns, vmColumns } from "./vm-columns.tsx";

const knownColumns = vmColumns.map((it) => it.id);
/** Height of a row by which a place is guessed before the rows are there, in px. */
const guessedHeight = 40;

/** Everything the list of VMs is made of: its state in the URL, its rows, what is selected, and where one is. */
export function useVmList() {
  const inAddress = useSearch({ from: "/vms" });
  const written = useMemo(() => ({ ...inAddress, group: knownGrouping(inAddress.group) }), [inAddress]);
  const entry = useRouterState({ select: (state) => state.location.state.__TSR_key ?? "first" });
  const navigate = useNavigate({ from: "/vms" });
  const views = useSavedViews();
  const standard = views.data?.find((view) => view.Noun === "vms" && view.Default);
  const change = useCallback(
    (next: ListSearch, replace = false) =>
      void navigate({
        search: (before) => clean({ ...before, ...next }, standard !== undefined),
        replace,
      }),
    [navigate, standard],
  );
  // The list without any state in its address opens with the standard view, where there is one.
  const isBare = Object.keys(inAddress).length === 0;
  useEffect(() => {
    if (isBare && standard !== undefined) void navigate({ search: searchOfView(standard), replace: true });
  }, [isBare, standard, navigate]);

  const { search, onQuery } = useQueryAhead(written, change);
  const entryKey = useRef(entry);
  entryKey.current = entry;
  const place = useRef(recall(entry).place);
  const list = useLiveList("vms", search, "Hostname", Math.floor((place.current?.top ?? 0) / guessedHeight));
  const selection = useSelection({ search, entry, rowAt: list.rowAt });
  const [current, setCurrent] = useState<string | undefined>();
  const onPlace = useCallback((next: TablePlace) => {
    remember(entryKey.current, { place: next });
    setCurrent(next.focused ? next.key : undefined);
  }, []);
  const choices = useMemo(
    () => parseColumns(search.columns, knownColumns, standardVmColumns),
    [search.columns],
  );
  const columns = useMemo(() => columnsFor(choices), [choices]);
  const onColumns = useCallback(
    (next: readonly ColumnChoice[] | undefined) =>
      change({ columns: next === undefined ? "" : formatColumns(next, standardVmColumns) }, true),
    [change],
  );
  useChosen(selection.selected, current === undefined ? undefined : list.state.window?.rows.get(current));
  return {
    search,
    change,
    list,
    selection,
    choices,
    columns,
    onColumns,
    onResize: (id: string, width: number | undefined) => onColumns(resizeColumn(choices, id, width)),
    onMove: (id: string, to: { readonly before: string } | { readonly by: number }) =>
      onColumns("by" in to ? shiftColumn(choices, id, to.by) : moveColumn(choices, id, to.before)),
    onQuery,
    place: place.current,
    onPlace,
    identity: JSON.stringify([search.q, search.sort, search.group]),
  };
}

/** The address follows the typing after a pause of this length, in ms: writing it takes longer than finding the rows. */
const writeAfterMs = 250;

/** The search as it is typed: the rows follow each key, the address a moment later or when the box is left. */
function useQueryAhead(written: ListSearch, change: (next: ListSearch, replace: boolean) => void) {
  const [typed, setTyped] = useState<string | undefined>();
  const q = written.q ?? "";
  // An address from elsewhere (Back, a view) wins, and so does what was typed once it is written.
  // biome-ignore lint/correctness/useExhaustiveDependencies: see above
  useEffect(() => setTyped(undefined), [q]);
  useEffect(() => {
    if (typed === undefined) return undefined;
    const timer = setTimeout(() => change({ q: typed }, true), writeAfterMs);
    return () => clearTimeout(timer);
  }, [typed, change]);
  const search = useMemo(
    () => (typed === undefined ? written : { ...written, q: typed || undefined }),
    [typed, written],
  );
  const onQuery = useCallback(
    (next: string, isSettled = false) => {
      if (next !== q) setTyped(next);
      else setTyped(undefined);
      if (isSettled && next !== q) change({ q: next }, true);
    },
    [q, change],
  );
  return { search, onQuery };
}

/** Tells the palette what is selected, or else at which row the keyboard is. */
function useChosen(selected: ReadonlyMap<string, VmRow>, current: VmRow | undefined): void {
  useEffect(() => {
    const rows = selected.size > 0 ? [...selected.values()] : current === undefined ? [] : [current];
    chosenVms.set(rows.map(subjectOfRow));
    return () => chosenVms.set([]);
  }, [selected, current]);
}

/** Leaves empty values out of the URL. Emptied by hand, the list stays so although it would open with another view. */
function clean(search: ListSearch, hasStandard: boolean): ListSearch {
  const { view: _view, ...state } = search;
  const entries = Object.entries(state).filter(([, value]) => value !== "" && value !== undefined);
  return entries.length === 0 && hasStandard ? { view: "all" } : Object.fromEntries(entries);
}
