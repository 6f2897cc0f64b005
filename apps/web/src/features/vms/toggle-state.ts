const statePart = /\s*\bstate:("[^"]*"|\S+)/;

/** The search with another state in it; without one when it was that state already. */
export function toggleState(query: string, state: string): string {
  const term = `state:${state.includes(" ") ? `"${state}"` : state}`;
  const rest = query.replace(statePart, "").trim();
  return query.includes(term) ? rest : `${rest} ${term}`.trim();
}
