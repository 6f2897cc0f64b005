import type { QueryValue } from "./ast.ts";
import type { QueryField } from "./field-set.ts";

/** Tells whether a row is meant. */
export type RowTest<Row> = (row: Row) => boolean;

/** What a text contains in lower case that is meant by a value: how a test can be answered by looking for it. */
export interface TextLookUp<Row> {
  /** The field whose texts are meant; null for all that words are looked for in. */
  readonly field: (QueryField<Row> & { readonly type: "text" }) | null;
  readonly piece: string;
  /** Whether the text begins, or ends, with the piece. */
  readonly atStart: boolean;
  readonly atEnd: boolean;
  /** Whether texts with the piece are meant for sure; else the test decides about them. */
  readonly isExact: boolean;
}

/** A query made ready: tests, put together as the query says. Whoever keeps an index can answer some by looking up. */
export type QueryPlan<Row> =
  | { readonly kind: "all" | "any"; readonly parts: readonly QueryPlan<Row>[] }
  | { readonly kind: "not"; readonly part: QueryPlan<Row> }
  | { readonly kind: "test"; readonly test: RowTest<Row>; readonly lookUp?: TextLookUp<Row> | undefined };

/** One predicate that does what a plan says. */
export function testOf<Row>(plan: QueryPlan<Row>): RowTest<Row> {
  switch (plan.kind) {
    case "test":
      return plan.test;
    case "not": {
      const test = testOf(plan.part);
      return (row) => !test(row);
    }
    case "all":
      return all(plan.parts.map(testOf));
    case "any":
      return any(plan.parts.map(testOf));
  }
}

/** Letters whose small forms are known everywhere: others are left to the tests. */
const plain = /^[\x20-\x7e]*$/;

/** How texts that are meant by a value are looked up: by the whole of it, or the longest piece between its wildcards. */
export function lookUpText<Row>(
  field: TextLookUp<Row>["field"],
  value: QueryValue,
  how: { readonly literal: boolean; readonly inside: boolean },
): TextLookUp<Row> | undefined {
  if (!plain.test(value.text)) return undefined;
  const text = value.text.toLowerCase();
  if (how.literal || value.quoted || !/[*?]/.test(text)) {
    return { field, piece: text, atStart: !how.inside, atEnd: !how.inside, isExact: true };
  }
  const pieces = text.split(/\*+/);
  let longest = -1;
  pieces.forEach((piece, at) => {
    if (!piece.includes("?") && piece.length > (pieces[longest]?.length ?? -1)) longest = at;
  });
  const piece = pieces[longest];
  if (piece === undefined) return undefined;
  return {
    field,
    piece,
    atStart: longest === 0,
    atEnd: longest === pieces.length - 1,
    isExact: pieces.every((other, at) => at === longest || other === ""),
  };
}

function all<Row>(tests: readonly RowTest<Row>[]): RowTest<Row> {
  const count = tests.length;
  return (row) => {
    for (let i = 0; i < count; i++) if (!(tests[i] as RowTest<Row>)(row)) return false;
    return true;
  };
}

function any<Row>(tests: readonly RowTest<Row>[]): RowTest<Row> {
  const count = tests.length;
  if (count === 1) return tests[0] as RowTest<Row>;
  return (row) => {
    for (let i = 0; i < count; i++) if ((tests[i] as RowTest<Row>)(row)) return true;
    return false;
  };
}
