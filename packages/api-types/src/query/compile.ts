import type { ParsedQuery, QueryError, QueryNode, QueryTerm, QueryValue } from "./ast.ts";
import type { FieldSet, QueryField } from "./field-set.ts";
import { findField } from "./field-set.ts";
import { containsTest, numberTest, textTest, timeTest, ValueFault } from "./match-values.ts";
import { parseQuery } from "./parser.ts";
import { lookUpText, type QueryPlan, type RowTest, testOf } from "./plan.ts";

export interface CompiledQuery<Row> {
  /** Whether a row matches. With errors it matches nothing: a half-understood filter must not pass for the whole. */
  readonly matches: RowTest<Row>;
  /** What `matches` is made of. */
  readonly plan: QueryPlan<Row>;
  /** Faults of syntax and of meaning, in the order of their places. */
  readonly errors: readonly QueryError[];
  readonly parsed: ParsedQuery;
}

/**
 * Makes a predicate of a query. It is meant for many rows: everything that can be decided beforehand is.
 * `now` (Unix milliseconds) is what ages are counted from.
 */
export function compileQuery<Row>(
  query: string | ParsedQuery,
  fields: FieldSet<Row>,
  options: { readonly now?: number } = {},
): CompiledQuery<Row> {
  const parsed = typeof query === "string" ? parseQuery(query) : query;
  const compiler = new Compiler(fields, options.now ?? Date.now());
  const compiled = parsed.root === null ? everything : compiler.compile(parsed.root);
  const errors = [...parsed.errors, ...compiler.errors].sort((a, b) => a.from - b.from);
  const plan = errors.length > 0 ? nothing : compiled;
  return { matches: testOf(plan), plan, errors, parsed };
}

const everything = { kind: "test", test: () => true } as const;
const nothing = { kind: "test", test: () => false } as const;

class Compiler<Row> {
  readonly errors: QueryError[] = [];
  readonly #fields: FieldSet<Row>;
  readonly #now: number;

  constructor(fields: FieldSet<Row>, now: number) {
    this.#fields = fields;
    this.#now = now;
  }

  compile(node: QueryNode): QueryPlan<Row> {
    switch (node.kind) {
      case "word":
        return this.#word(node.value);
      case "term":
        return this.#term(node);
      case "not":
        return { kind: "not", part: this.compile(node.child) };
      case "and":
        return { kind: "all", parts: node.children.map((child) => this.compile(child)) };
      case "or":
        return { kind: "any", parts: node.children.map((child) => this.compile(child)) };
    }
  }

  #word(value: QueryValue): QueryPlan<Row> {
    const test = this.#guard(value, () => containsTest(value));
    const { wordsIn } = this.#fields;
    if (test === undefined) return nothing;
    const lookUp = lookUpText<Row>(null, value, { literal: false, inside: true });
    return { kind: "test", test: (row) => wordsIn(row).some(test), lookUp };
  }

  #term(term: QueryTerm): QueryPlan<Row> {
    const field = findField(this.#fields, term.key);
    if (field === undefined) {
      const to = term.from + term.key.length;
      this.errors.push({
        from: term.from,
        to,
        message: `There is nothing called “${term.key}” to search by.`,
      });
      return nothing;
    }
    const isOrder = term.operator.startsWith("<") || term.operator.startsWith(">");
    if (isOrder && !isOrdered(field)) {
      const message = `“${term.key}” has no order: use : or != here.`;
      this.errors.push({ from: term.from, to: term.to, message });
      return nothing;
    }
    const parts = term.values.map((value): QueryPlan<Row> => {
      const test = this.#guard(value, () => this.#value(field, term, value));
      if (test === undefined) return nothing;
      const isText = field.type === "text" && (value.text !== "" || value.quoted);
      const how = { literal: term.operator === "=", inside: false };
      return { kind: "test", test, lookUp: isText ? lookUpText(field, value, how) : undefined };
    });
    const plan = { kind: "any", parts } as const;
    return term.operator === "!=" ? { kind: "not", part: plan } : plan;
  }

  #value(field: QueryField<Row>, term: QueryTerm, value: QueryValue): RowTest<Row> {
    if (value.text === "" && !value.quoted) return () => false;
    const { operator } = term;
    const literal = operator === "=";
    switch (field.type) {
      case "text": {
        const test = textTest(value, literal);
        const read = field.read;
        return (row) => {
          const given = read(row);
          if (typeof given === "string") return test(given);
          for (let i = 0; i < given.length; i++) if (test(given[i] as string)) return true;
          return false;
        };
      }
      case "enum": {
        const wanted = enumValue(field, value);
        return (row) => field.read(row) === wanted;
      }
      case "flag": {
        const wanted = flagValue(value);
        return (row) => field.read(row) === wanted;
      }
      case "tags":
        return tagsTest(field.read, value, literal);
      case "time": {
        const test = timeTest(operator, value, this.#now);
        return (row) => test(field.read(row));
      }
      default: {
        const test = numberTest(field.type, operator, value);
        return (row) => {
          const given = field.read(row);
          return given !== null && test(given);
        };
      }
    }
  }

  #guard<T>(value: QueryValue, make: () => T): T | undefined {
    try {
      return make();
    } catch (error) {
      if (!(error instanceof ValueFault)) throw error;
      this.errors.push({ from: value.from, to: value.to, message: error.message });
      return undefined;
    }
  }
}

/** Whether a field has an order, so that < and > make sense. */
export function isOrdered<Row>(field: QueryField<Row>): boolean {
  return !["text", "enum", "flag", "tags"].includes(field.type);
}

/** Values with spaces may be written with hyphens: `failed-to-start`. */
function enumValue(
  field: { readonly key: string; readonly values: readonly string[] },
  value: QueryValue,
): string {
  const wanted = value.text.toLowerCase().replaceAll("-", " ");
  const found = field.values.find((candidate) => candidate.toLowerCase().replaceAll("-", " ") === wanted);
  if (found === undefined) throw new ValueFault(`“${field.key}” is one of: ${field.values.join(", ")}.`);
  return found;
}

function flagValue(value: QueryValue): boolean {
  const word = value.text.toLowerCase();
  if (["yes", "true", "on", "1"].includes(word)) return true;
  if (["no", "false", "off", "0"].includes(word)) return false;
  throw new ValueFault("This must be yes or no.");
}

/** `tag:env` has the tag; `tag:env=prod` has it with that value. */
function tagsTest<Row>(
  read: (row: Row) => Readonly<Record<string, string>>,
  value: QueryValue,
  literal: boolean,
): RowTest<Row> {
  const equals = value.text.indexOf("=");
  const name = equals < 0 ? value.text : value.text.slice(0, equals);
  const wanted = equals < 0 ? undefined : textTest({ ...value, text: value.text.slice(equals + 1) }, literal);
  if (name === "") throw new ValueFault("The name of the tag is missing.");
  if (!literal && !value.quoted && /[*?]/.test(name)) {
    const isMeant = textTest({ ...value, text: name }, false);
    return (row) =>
      Object.entries(read(row)).some(([key, given]) => isMeant(key) && (wanted?.(given) ?? true));
  }
  return (row) => {
    // Texts only: names such as `toString` lead to something else in objects that have a prototype.
    const given: unknown = read(row)[name];
    return typeof given === "string" && (wanted === undefined || wanted(given));
  };
}
