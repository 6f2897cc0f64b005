/** Of a peer's words that are shown, in characters. */
const longest = 500;

/** What went wrong on a hypervisor's line, in one line that can be shown: the words are the peer's own. */
export function wordsOf(error: unknown): string {
  const said = error instanceof Error ? error.message : String(error);
  const text = said.replace(/[\p{Cc}\u2028\u2029\p{Bidi_Control}]/gu, " ");
  return text.length > longest ? `${text.slice(0, longest - 1)}…` : text;
}
