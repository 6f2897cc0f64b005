import type { QueryError, QueryOperator, QueryTerm, QueryValue, QueryWord, Span } from "./ast.ts";
import { queryOperators } from "./ast.ts";

export type Token =
  | (Span & { readonly kind: "(" | ")" | "|" | "-" })
  | (Span & { readonly kind: "leaf"; readonly leaf: QueryTerm | QueryWord });

export interface Tokens {
  readonly tokens: readonly Token[];
  readonly errors: readonly QueryError[];
}

const keyPattern = /[A-Za-z][A-Za-z0-9_-]*/y;
/** What ends a value that is not in quotes. */
const delimiters = new Set([" ", "\t", "\n", "\r", "(", ")", "|", '"']);

/** Takes a query apart. Never throws: faults are collected with their places. */
export function tokenise(text: string): Tokens {
  const lexer = new Lexer(text);
  return { tokens: lexer.tokens, errors: lexer.errors };
}

class Lexer {
  readonly tokens: Token[] = [];
  readonly errors: QueryError[] = [];
  readonly #text: string;
  #at = 0;

  constructor(text: string) {
    this.#text = text;
    while (this.#at < text.length) this.#next();
  }

  #next(): void {
    const character = this.#text[this.#at] as string;
    if (/\s/.test(character)) this.#at++;
    else if (character === "(" || character === ")" || character === "|") this.#mark(character);
    else if (character === "-") this.#mark("-");
    else this.#leaf();
  }

  #mark(kind: "(" | ")" | "|" | "-"): void {
    this.tokens.push({ kind, from: this.#at, to: ++this.#at });
  }

  #leaf(): void {
    const from = this.#at;
    const key = this.#key();
    const operator = key === "" ? undefined : this.#operator();
    if (operator === undefined) {
      this.#at = from;
      const value = this.#value(false);
      this.tokens.push({
        kind: "leaf",
        from,
        to: this.#at,
        leaf: { kind: "word", value, from, to: this.#at },
      });
      return;
    }
    const values = this.#values();
    const leaf: QueryTerm = { kind: "term", key, operator, values, from, to: this.#at };
    this.tokens.push({ kind: "leaf", from, to: this.#at, leaf });
  }

  #key(): string {
    keyPattern.lastIndex = this.#at;
    const key = keyPattern.exec(this.#text)?.[0] ?? "";
    this.#at += key.length;
    return key;
  }

  #operator(): QueryOperator | undefined {
    const operator = queryOperators
      .filter((candidate) => this.#text.startsWith(candidate, this.#at))
      .sort((a, b) => b.length - a.length)[0];
    this.#at += operator?.length ?? 0;
    return operator;
  }

  #values(): QueryValue[] {
    const values = [this.#value(true)];
    while (this.#text[this.#at] === ",") {
      this.#at++;
      values.push(this.#value(true));
    }
    for (const value of values) {
      if (value.text === "" && !value.quoted) {
        this.errors.push({ from: value.from, to: value.to, message: "A value is missing here." });
      }
    }
    return values;
  }

  #value(endsAtComma: boolean): QueryValue {
    const from = this.#at;
    if (this.#text[from] === '"') return this.#quoted();
    while (this.#at < this.#text.length) {
      const character = this.#text[this.#at] as string;
      if (delimiters.has(character) || /\s/.test(character) || (endsAtComma && character === ",")) break;
      this.#at++;
    }
    return { text: this.#text.slice(from, this.#at), quoted: false, from, to: this.#at };
  }

  #quoted(): QueryValue {
    const from = this.#at++;
    let text = "";
    while (this.#at < this.#text.length) {
      const character = this.#text[this.#at++] as string;
      if (character === '"') return { text, quoted: true, from, to: this.#at };
      text += character === "\\" && this.#at < this.#text.length ? this.#text[this.#at++] : character;
    }
    this.errors.push({ from, to: this.#at, message: "The quotation mark is not closed." });
    return { text, quoted: true, from, to: this.#at };
  }
}
