import type { QueryNode, QueryTerm, QueryValue } from "./ast.ts";

/** Writes a query as text; parsing that text gives the same query. null is the empty text. */
export function formatQuery(node: QueryNode | null): string {
  return node === null ? "" : formatNode(node, "whole");
}

type Place = "whole" | "and" | "or" | "not";

function formatNode(node: QueryNode, place: Place): string {
  switch (node.kind) {
    case "word":
      return formatWord(node.value);
    case "term":
      return formatTerm(node);
    case "not":
      return `-${formatNode(node.child, "not")}`;
    case "and": {
      const text = node.children.map((child) => formatNode(child, "and")).join(" ");
      return place === "not" ? `(${text})` : text;
    }
    case "or": {
      const text = node.children.map((child) => formatNode(child, "or")).join(" | ");
      return place === "whole" ? text : `(${text})`;
    }
  }
}

/** Writes one term. */
export function formatTerm(term: Pick<QueryTerm, "key" | "operator" | "values">): string {
  const values = term.values.map((value, index) => {
    // `<` before `=x` would be read as `<=` before `x`.
    const isAmbiguous = index === 0 && /^[<>]$/.test(term.operator) && value.text.startsWith("=");
    return isAmbiguous ? quote(value.text) : formatValue(value);
  });
  return `${term.key}${term.operator}${values.join(",")}`;
}

function formatWord(value: QueryValue): string {
  const looksLikeTerm = /^[A-Za-z][A-Za-z0-9_-]*(?:[:=<>]|!=)/.test(value.text);
  const isPlain = !value.quoted && /^[^\s()|"-][^\s()|"]*$/.test(value.text) && !looksLikeTerm;
  return isPlain ? value.text : quote(value.text);
}

function formatValue(value: QueryValue): string {
  const isPlain = !value.quoted && /^[^\s()|",]+$/.test(value.text);
  return isPlain ? value.text : quote(value.text);
}

function quote(text: string): string {
  return `"${text.replace(/["\\]/g, "\\$&")}"`;
}
