/** State of the activity page in the URL. */
export interface ActivitySearch {
  readonly q?: string;
  /** What is shown: what people did, unless it says otherwise. */
  readonly show?: "events";
}

/** Takes what is understood from the URL. */
export function parseActivitySearch(search: Record<string, unknown>): ActivitySearch {
  const { q, show } = search;
  // The router reads `q=5` as a number.
  const text = typeof q === "string" || typeof q === "number" ? String(q) : "";
  return { ...(text === "" ? {} : { q: text }), ...(show === "events" ? { show } : {}) };
}
