/** How a text is looked for in a terminal's output. */
export interface SearchKind {
  readonly caseSensitive: boolean;
  readonly regex: boolean;
}

/** More matches than this are not counted, nor marked: a long history may have them by the million. */
const mostMatches = 1000;

export function isRegularExpression(text: string): boolean {
  try {
    return new RegExp(text) instanceof RegExp;
  } catch {
    return false;
  }
}

/** What was found, in words. */
export function matchesText(
  found: boolean,
  matches: { readonly shown: number; readonly count: number },
): string {
  if (!found) return "Not found";
  if (matches.count === 0) return "";
  const count = matches.count >= mostMatches ? `${mostMatches} or more` : String(matches.count);
  // Beyond those that are counted, the place of a match is not known.
  return matches.shown > 0 ? `${matches.shown} of ${count}` : count;
}
