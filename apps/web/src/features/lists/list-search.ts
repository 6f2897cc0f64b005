/** State of a list in the URL: what is searched, how it is sorted, grouped, and which columns are shown. */
export interface ListSearch {
  readonly q?: string | undefined;
  readonly sort?: string | undefined;
  readonly group?: string | undefined;
  readonly columns?: string | undefined;
  /** `all`: the whole list, although another view is the standard one. */
  readonly view?: string | undefined;
}

const keys = ["q", "sort", "group", "columns", "view"] as const;

/** Takes what is understood from the URL; a hand-made one never breaks the page. */
export function parseListSearch(search: Record<string, unknown>): ListSearch {
  const state: Record<string, string> = {};
  for (const key of keys) {
    const value = search[key];
    if (typeof value === "string" && value !== "") state[key] = value;
    // The router reads `q=5` as a number.
    else if (typeof value === "number" || typeof value === "boolean") state[key] = String(value);
  }
  return state;
}

/** The next sorting when a column head is pressed: ascending, descending, none. */
export function nextSort(current: string | undefined, field: string): string | undefined {
  if (current === field) return `-${field}`;
  return current === `-${field}` ? undefined : field;
}

/** How a column is sorted now, as ARIA names it. */
export function sortOf(current: string | undefined, field: string): "ascending" | "descending" | undefined {
  if (current === field) return "ascending";
  return current === `-${field}` ? "descending" : undefined;
}
