import type { QueryError, QueryNode, Span } from "./ast.ts";
import { parseQuery } from "./parser.ts";

/** One of the conditions of a query that must all hold, as it is written. */
export interface QueryPart extends Span {
  readonly text: string;
  readonly kind: QueryNode["kind"];
}

/** The parts of a query in the order they are written: what is shown as chips. Their texts joined are the same query. */
export function queryParts(text: string): readonly QueryPart[] {
  const { root } = parseQuery(text);
  if (root === null) return [];
  const nodes = root.kind === "and" ? root.children : [root];
  return nodes.map(({ from, to, kind }) => ({ from, to, kind, text: text.slice(from, to) }));
}

/** The query without one of its parts; the others keep their order and spelling. */
export function withoutPart(text: string, index: number): string {
  const parts = queryParts(text).filter((_part, at) => at !== index);
  return parts.map((part) => (parts.length > 1 ? whole(part) : part.text)).join(" ");
}

/**
 * The query without the part that is being typed and can not be understood yet; undefined where the faults are elsewhere.
 * An alternative that is begun belongs to what stands before it: without it the query would be another one.
 */
export function withoutUnfinished(
  text: string,
  errors: readonly QueryError[],
  cursor: number,
): string | undefined {
  const first = Math.min(...errors.map((error) => error.from));
  const last = Math.max(...errors.map((error) => error.to));
  const part = queryParts(text).find(({ from, to }) => from <= first && first <= to);
  const from = part?.from ?? first;
  const isWithin = part !== undefined && last <= part.to;
  // A parenthesis that is not closed reaches to the end.
  const isOpen = part === undefined || /^-?\(/.test(part.text);
  const to = isWithin ? part.to : text.length;
  if (part?.kind === "or" || !(isWithin || isOpen) || cursor < from || cursor > to) return undefined;
  return [text.slice(0, from).trim(), text.slice(to).trim()].filter((rest) => rest !== "").join(" ");
}

/** The query with one more part at its end. */
export function withPart(text: string, part: string): string {
  const parts = queryParts(text);
  return [...parts.map(whole), part].join(" ");
}

/** Alternatives next to other parts need parentheses around all of them. */
function whole(part: QueryPart): string {
  const staysTogether = part.kind !== "or" || parseQuery(`${part.text} x`).root?.kind === "and";
  return staysTogether ? part.text : `(${part.text})`;
}

/** Stretches of a text, those with a fault marked: for showing faults in place. An empty fault marks what is before it. */
export function markFaults(
  text: string,
  errors: readonly QueryError[],
): readonly { readonly text: string; readonly fault: string | undefined }[] {
  const stretches: { text: string; fault: string | undefined }[] = [];
  let at = 0;
  for (const error of [...errors].sort((a, b) => a.from - b.from)) {
    const from = Math.max(at, error.from === error.to ? startOfPart(text, error.from) : error.from);
    const to = Math.max(from, error.to);
    if (from > at) stretches.push({ text: text.slice(at, from), fault: undefined });
    if (to > from) stretches.push({ text: text.slice(from, to), fault: error.message });
    at = Math.max(at, to);
  }
  if (at < text.length) stretches.push({ text: text.slice(at), fault: undefined });
  return stretches;
}

function startOfPart(text: string, at: number): number {
  return at - (/\S*$/.exec(text.slice(0, at))?.[0].length ?? 0);
}
