import type { ListParams, LiveTopic, LiveTopics } from "@stackdeck/api-types";
import { useCallback, useState } from "react";
import type { LiveState } from "../../api/live-subscription.ts";
import { rowAt } from "../../api/live-window.ts";
import { useLive } from "../../api/use-live.ts";
import { type Group, itemAt, windowFor } from "../../ui/table/grouped-items.ts";
import type { ListSearch } from "./list-search.ts";

type ListTopic = "vms" | "hypervisors" | "operations";
type RowOf<T extends LiveTopic> = LiveTopics[T]["row"];

const noGroups: readonly Group[] = [];
const windowing = { step: 50, most: 500 };

export interface LiveList<Row> {
  readonly state: LiveState<Row>;
  readonly total: number;
  readonly unfiltered: number;
  readonly groups: readonly Group[];
  readonly groupsError: string | undefined;
  readonly filterError: string | undefined;
  readonly rowAt: (index: number) => Row | undefined;
  /** Where a row of the window is in the whole list. */
  readonly indexOf: (key: string) => number | undefined;
  readonly onRange: (first: number, last: number) => void;
}

/** A list that is far longer than what is held of it: subscribes to the window around what is seen. */
export function useLiveList<T extends ListTopic>(
  topic: T,
  search: ListSearch,
  defaultSort: string,
  /** Row to begin at: where somebody comes back to. */
  firstRow = 0,
): LiveList<RowOf<T>> {
  const [window, setWindow] = useState(() => windowFor(firstRow, firstRow + windowing.step, windowing));
  const params: ListParams = {
    filter: search.q ?? "",
    sort: [search.sort ?? defaultSort],
    ...window,
    ...(search.group ? { groupBy: search.group } : {}),
  };
  const state = useLive(topic, params as LiveTopics[T]["params"]);
  const held = state.window;
  const groups = search.group ? (held?.groups ?? noGroups) : noGroups;
  const onRange = useCallback(
    (first: number, last: number) => {
      const index = (position: number) => {
        const item = itemAt(groups, position);
        return item.kind === "row" ? item.index : item.group.offset;
      };
      const next = windowFor(index(first), index(last) + 1, windowing);
      setWindow((before) => (before.offset === next.offset && before.limit === next.limit ? before : next));
    },
    [groups],
  );
  return {
    state,
    total: held?.total ?? 0,
    unfiltered: held?.unfiltered ?? 0,
    groups,
    groupsError: search.group ? held?.groupsError : undefined,
    filterError: held?.filterError,
    rowAt: (index) => rowAt(held, index),
    indexOf: (key) => {
      const at = held?.keys.indexOf(key) ?? -1;
      return at < 0 ? undefined : at + (held?.offset ?? 0);
    },
    onRange,
  };
}
