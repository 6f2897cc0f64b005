/** JSON text into a tree that keeps numbers as they are written, so that 64-bit integers stay exact. */
import { GobError } from "../gob/errors.ts";

/** A number as text. */
export class JsonNumber {
  readonly text: string;

  constructor(text: string) {
    this.text = text;
  }
}

/** Objects are maps: keys come from the peer. Of equal keys the last one wins. */
export type JsonTree = null | boolean | string | JsonNumber | JsonTree[] | Map<string, JsonTree>;

const maxDepth = 500;
const spaces = /[ \t\r\n]*/y;
const numbers = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/y;
const strings = /"(?:[^"\\\u0000-\u001f]|\\.)*"/y;
const loneSurrogates = /\p{Surrogate}/gu;

/** Parses the first JSON value of a text; what follows is ignored. Throws a `corrupt` error if there is none. */
export function parseJson(text: string): JsonTree {
  return new Parser(text).value(0);
}

class Parser {
  readonly #text: string;
  #at = 0;

  constructor(text: string) {
    this.#text = text;
  }

  value(depth: number): JsonTree {
    if (depth > maxDepth) throw new GobError("limit", "JSON values are nested too deeply");
    this.#space();
    switch (this.#text[this.#at]) {
      case "{":
        return this.#object(depth);
      case "[":
        return this.#array(depth);
      case '"':
        return this.#string();
      case "t":
        return this.#word("true", true);
      case "f":
        return this.#word("false", false);
      case "n":
        return this.#word("null", null);
      default:
        return this.#number();
    }
  }

  #fail(): never {
    const end = this.#at >= this.#text.length;
    throw new GobError("corrupt", end ? "unexpected end of JSON" : `invalid JSON at position ${this.#at}`);
  }

  #space(): void {
    const code = this.#text.charCodeAt(this.#at);
    if (code > 32) return;
    spaces.lastIndex = this.#at;
    spaces.test(this.#text);
    this.#at = spaces.lastIndex;
  }

  #word<T>(word: string, value: T): T {
    if (!this.#text.startsWith(word, this.#at)) this.#fail();
    this.#at += word.length;
    return value;
  }

  #match(pattern: RegExp): string {
    pattern.lastIndex = this.#at;
    if (!pattern.test(this.#text)) this.#fail();
    const start = this.#at;
    this.#at = pattern.lastIndex;
    return this.#text.slice(start, this.#at);
  }

  #number(): JsonNumber {
    return new JsonNumber(this.#match(numbers));
  }

  #string(): string {
    const raw = this.#match(strings);
    if (!raw.includes("\\")) return raw.slice(1, -1).replace(loneSurrogates, "\ufffd");
    try {
      return (JSON.parse(raw) as string).replace(loneSurrogates, "\ufffd");
    } catch {
      return this.#fail();
    }
  }

  #array(depth: number): JsonTree[] {
    const items: JsonTree[] = [];
    this.#at++;
    this.#space();
    if (this.#takes("]")) return items;
    for (;;) {
      items.push(this.value(depth + 1));
      this.#space();
      if (this.#takes("]")) return items;
      if (!this.#takes(",")) this.#fail();
    }
  }

  #object(depth: number): Map<string, JsonTree> {
    const members = new Map<string, JsonTree>();
    this.#at++;
    this.#space();
    if (this.#takes("}")) return members;
    for (;;) {
      this.#space();
      const key = this.#string();
      this.#space();
      if (!this.#takes(":")) this.#fail();
      members.set(key, this.value(depth + 1));
      this.#space();
      if (this.#takes("}")) return members;
      if (!this.#takes(",")) this.#fail();
    }
  }

  #takes(char: string): boolean {
    if (this.#text[this.#at] !== char) return false;
    this.#at++;
    return true;
  }
}
