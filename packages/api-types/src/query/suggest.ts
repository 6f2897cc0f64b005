import type { QueryOperator } from "./ast.ts";
import { isOrdered } from "./compile.ts";
import type { FieldSet, QueryField } from "./field-set.ts";
import { findField } from "./field-set.ts";
import { formatTerm } from "./format.ts";
import { tokenise } from "./lexer.ts";

export interface Suggestion {
  readonly kind: "key" | "operator" | "value";
  /** What to put in the place of `from` to `to`. */
  readonly insert: string;
  readonly label: string;
  readonly detail: string;
}

export interface Suggestions {
  readonly from: number;
  readonly to: number;
  readonly items: readonly Suggestion[];
  /** The key whose values are wanted here, and what is typed of one. */
  readonly values?: { readonly key: string; readonly typed: string };
}

/** A value that occurs, and how often. */
export interface CountedValue {
  readonly value: string;
  readonly count: number;
}

export interface SuggestOptions<Row> {
  readonly fields: FieldSet<Row>;
  /** Values that occur for a key, most frequent first. */
  readonly valuesOf?: (key: string) => readonly CountedValue[];
  readonly most?: number;
}

/** What can be written at the cursor: keys, then the operators of a key, then its values. */
export function suggest<Row>(text: string, cursor: number, options: SuggestOptions<Row>): Suggestions {
  const most = options.most ?? 20;
  const { from, to, leaf } = partAt(text, cursor);
  const limited = (at: { from: number; to: number }, items: Suggestion[]) => ({
    ...at,
    items: items.slice(0, most),
  });
  if (leaf?.kind === "term") {
    const field = findField(options.fields, leaf.key);
    const value = leaf.values.find((candidate) => cursor >= candidate.from && cursor <= candidate.to);
    if (field === undefined || value === undefined) return { from: cursor, to: cursor, items: [] };
    const items = valueItems(field, leaf.operator, value.text, options);
    return { ...limited(value, items), values: { key: field.key, typed: value.text } };
  }
  const typed = text.slice(from, Math.min(cursor, to)).toLowerCase();
  const exact = typed === "" ? undefined : findField(options.fields, typed);
  if (exact !== undefined) return limited({ from: to, to }, operatorItems(exact));
  return limited({ from, to }, keyItems(options.fields.fields, typed));
}

/** The term or word that the cursor is in or at the end of. */
function partAt(text: string, cursor: number) {
  for (const token of tokenise(text).tokens) {
    if (token.kind === "leaf" && token.from <= cursor && cursor <= token.to) return token;
  }
  return { from: cursor, to: cursor, leaf: undefined };
}

function keyItems<Row>(fields: readonly QueryField<Row>[], typed: string): Suggestion[] {
  const rank = (field: QueryField<Row>) => {
    if (field.key.startsWith(typed)) return 0;
    if (field.aliases?.some((alias) => alias.startsWith(typed))) return 1;
    return ` ${field.label.toLowerCase()}`.includes(` ${typed}`) ? 2 : 3;
  };
  return fields
    .filter((field) => rank(field) < 3)
    .sort((a, b) => rank(a) - rank(b))
    .map((field) => ({ kind: "key", insert: field.key, label: field.key, detail: field.label }));
}

const operatorWords: Readonly<Record<QueryOperator, string>> = {
  ":": "is",
  "=": "is exactly",
  "!=": "is not",
  "<": "less than",
  "<=": "at most",
  ">": "more than",
  ">=": "at least",
};

function operatorItems<Row>(field: QueryField<Row>): Suggestion[] {
  const useful: QueryOperator[] = isOrdered(field) ? [">=", "<=", ">", "<", ":"] : [":", "!="];
  const words: Partial<Record<QueryOperator, string>> =
    field.type === "time" ? { "<": "younger than, or before", ">": "older than, or after" } : {};
  return useful.map((operator) => ({
    kind: "operator",
    insert: operator,
    label: `${field.key}${operator}`,
    detail: words[operator] ?? operatorWords[operator],
  }));
}

function valueItems<Row>(
  field: QueryField<Row>,
  operator: QueryOperator,
  typed: string,
  options: SuggestOptions<Row>,
): Suggestion[] {
  const wanted = typed.toLowerCase();
  const counted = options.valuesOf?.(field.key) ?? [];
  const known = new Map<string, string>(fixedValues(field).map((value) => [value, ""]));
  for (const { value, count } of counted) known.set(value, String(count));
  return [...known]
    .filter(([value]) => value.toLowerCase().includes(wanted))
    .sort(
      ([a], [b]) => Number(b.toLowerCase().startsWith(wanted)) - Number(a.toLowerCase().startsWith(wanted)),
    )
    .map(([value, detail]) => ({ kind: "value", insert: valueText(operator, value), label: value, detail }));
}

function valueText(operator: QueryOperator, text: string): string {
  const quoted = /[*?]/.test(text);
  return formatTerm({ key: "", operator, values: [{ text, quoted, from: 0, to: 0 }] }).slice(operator.length);
}

function fixedValues<Row>(field: QueryField<Row>): readonly string[] {
  switch (field.type) {
    case "enum":
      return field.values;
    case "flag":
      return ["yes", "no"];
    case "time":
      return ["1h", "1d", "7d", "30d", "365d"];
    case "mebibytes":
      return ["1G", "4G", "16G", "64G"];
    case "bytes":
      return ["10G", "100G", "1T"];
    default:
      return [];
  }
}
