/** Operators between a key and its values. `:` is "is, or matches the pattern"; `=` takes wildcards literally. */
export const queryOperators = [":", "=", "!=", "<=", ">=", "<", ">"] as const;
export type QueryOperator = (typeof queryOperators)[number];

/** Where something stands in the text: from the first character to after the last. */
export interface Span {
  readonly from: number;
  readonly to: number;
}

/** A value as written. Wildcards (`*`, `?`) in quotes stand for themselves. */
export interface QueryValue extends Span {
  readonly text: string;
  readonly quoted: boolean;
}

/** `key:value`, several values separated by commas meaning any of them. */
export interface QueryTerm extends Span {
  readonly kind: "term";
  readonly key: string;
  readonly operator: QueryOperator;
  readonly values: readonly QueryValue[];
}

/** A word without a key: found anywhere. */
export interface QueryWord extends Span {
  readonly kind: "word";
  readonly value: QueryValue;
}

export interface QueryNot extends Span {
  readonly kind: "not";
  readonly child: QueryNode;
}

/** All (`and`) or any (`or`) of at least two parts. */
export interface QueryGroup extends Span {
  readonly kind: "and" | "or";
  readonly children: readonly QueryNode[];
}

export type QueryNode = QueryTerm | QueryWord | QueryNot | QueryGroup;

/** What is wrong with a part of the text, for people. */
export interface QueryError extends Span {
  readonly message: string;
}

export interface ParsedQuery {
  readonly text: string;
  /** null for an empty query, which matches everything. */
  readonly root: QueryNode | null;
  /** Faults of syntax; what could be understood is in `root` all the same. */
  readonly errors: readonly QueryError[];
}
