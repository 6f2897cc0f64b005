import type { SavedView } from "@stackdeck/api-types";
import { type UseQueryResult, useQuery } from "@tanstack/react-query";
import { sendJson } from "../../api/http.ts";
import { type ListSearch, parseListSearch } from "./list-search.ts";

export const savedViewsKey = ["views"] as const;

/** The user's saved views of all lists. */
export function useSavedViews(): UseQueryResult<readonly SavedView[], Error> {
  return useQuery({
    queryKey: savedViewsKey,
    staleTime: 60_000,
    queryFn: async ({ signal }) =>
      (await sendJson<{ Items: readonly SavedView[] }>("/api/v1/views", { signal })).Items,
  });
}

/** The state of a list as text, for keeping; which view it came from is no part of it. */
export function textOfSearch(search: ListSearch): string {
  const { view: _view, ...state } = search;
  const entries = Object.entries(state).filter((it): it is [string, string] => typeof it[1] === "string");
  return new URLSearchParams(entries).toString();
}

export function searchOfView(view: SavedView): ListSearch {
  return parseListSearch(Object.fromEntries(new URLSearchParams(view.Query)));
}
