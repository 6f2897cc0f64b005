import { queryParts, withoutPart, withPart } from "@stackdeck/api-types";

const termOf = (state: string) => `state:${state.includes(" ") ? `"${state}"` : state}`;

/** Whether the search asks for this state. */
export function hasState(query: string, state: string): boolean {
  return queryParts(query).some((part) => part.text === termOf(state));
}

/** The search with another state in it; without one when it was that state already. Other parts stay as they are. */
export function toggleState(query: string, state: string): string {
  const had = hasState(query, state);
  let rest = query;
  for (let at = queryParts(rest).length - 1; at >= 0; at -= 1)
    if (queryParts(rest)[at]?.text.startsWith("state:")) rest = withoutPart(rest, at);
  return had ? rest : withPart(rest, termOf(state));
}
