import type { ParsedQuery, QueryError, QueryNode } from "./ast.ts";
import type { Token } from "./lexer.ts";
import { tokenise } from "./lexer.ts";

/** Limits of what is worth understanding. */
const longestQuery = 4096;
const deepestNesting = 32;
const mostLeaves = 200;

/**
 * Parses a query: words and `key:value` terms beside each other must all hold; `|` separates alternatives and binds
 * weaker; `-` negates what follows; parentheses group. Faults are reported with their place; the rest is kept.
 */
export function parseQuery(text: string): ParsedQuery {
  if (text.length > longestQuery) {
    const message = `A search has at most ${longestQuery} characters.`;
    return { text, root: null, errors: [{ from: longestQuery, to: text.length, message }] };
  }
  const { tokens, errors } = tokenise(text);
  const leaves = tokens.filter((token) => token.kind === "leaf");
  if (leaves.length > mostLeaves) {
    const from = leaves[mostLeaves]?.from ?? 0;
    const message = `A search has at most ${mostLeaves} parts.`;
    return { text, root: null, errors: [{ from, to: text.length, message }] };
  }
  const parser = new Parser(tokens, [...errors]);
  const root = parser.parseAll();
  return { text, root, errors: parser.errors.sort((a, b) => a.from - b.from) };
}

class Parser {
  readonly errors: QueryError[];
  readonly #tokens: readonly Token[];
  #at = 0;

  constructor(tokens: readonly Token[], errors: QueryError[]) {
    this.#tokens = tokens;
    this.errors = errors;
  }

  parseAll(): QueryNode | null {
    const parts: QueryNode[] = [];
    while (this.#at < this.#tokens.length) {
      const part = this.#alternatives(0);
      if (part !== null) parts.push(part);
      const rest = this.#tokens[this.#at];
      if (rest === undefined) break;
      this.#fault(rest, "There is no opening parenthesis for this one.");
      this.#at++;
    }
    return group("and", parts);
  }

  #alternatives(depth: number): QueryNode | null {
    const parts: QueryNode[] = [];
    for (;;) {
      const part = this.#all(depth);
      const bar = this.#tokens[this.#at];
      if (part !== null) parts.push(part);
      else if (bar?.kind === "|" || this.#tokens[this.#at - 1]?.kind === "|") {
        this.#fault(
          bar?.kind === "|" ? bar : (this.#tokens[this.#at - 1] as Token),
          "An alternative is missing here.",
        );
      }
      if (bar?.kind !== "|") return group("or", parts);
      this.#at++;
    }
  }

  #all(depth: number): QueryNode | null {
    const parts: QueryNode[] = [];
    for (;;) {
      const token = this.#tokens[this.#at];
      if (token === undefined || token.kind === ")" || token.kind === "|") return group("and", parts);
      const part = this.#one(token, depth);
      if (part !== null) parts.push(part);
    }
  }

  #one(token: Token, depth: number): QueryNode | null {
    this.#at++;
    if (token.kind === "leaf") return token.leaf;
    if (depth >= deepestNesting) {
      this.#fault(token, "This is nested too deeply.");
      return null;
    }
    return token.kind === "-" ? this.#negation(token, depth) : this.#parenthesis(token, depth);
  }

  #negation(minus: Token, depth: number): QueryNode | null {
    const next = this.#tokens[this.#at];
    if (next === undefined || next.kind === ")" || next.kind === "|" || next.from !== minus.to) {
      this.#fault(minus, "What is not wanted must follow the minus sign. Put a lone one in quotation marks.");
      return null;
    }
    const child = this.#one(next, depth + 1);
    return child === null ? null : { kind: "not", child, from: minus.from, to: child.to };
  }

  #parenthesis(open: Token, depth: number): QueryNode | null {
    const inner = this.#alternatives(depth + 1);
    const close = this.#tokens[this.#at];
    if (close?.kind === ")") this.#at++;
    else this.#fault(open, "This parenthesis is not closed.");
    if (inner === null) {
      this.#fault(
        { from: open.from, to: close?.to ?? open.to },
        "There is nothing between these parentheses.",
      );
      return null;
    }
    return { ...inner, from: open.from, to: close?.to ?? inner.to };
  }

  #fault(span: { from: number; to: number }, message: string): void {
    this.errors.push({ from: span.from, to: span.to, message });
  }
}

/** Joins parts; parts that are joined the same way become parts of the whole. */
function group(kind: "and" | "or", parts: readonly QueryNode[]): QueryNode | null {
  const [first] = parts;
  if (first === undefined) return null;
  if (parts.length === 1) return first;
  const children = parts.flatMap((part) => (part.kind === kind ? part.children : [part]));
  return { kind, children, from: first.from, to: (parts.at(-1) as QueryNode).to };
}
