import fc from "fast-check";
import type { QueryNode, QueryValue } from "../../src/index.ts";
import { queryOperators } from "../../src/index.ts";

/** Structure without places. */
export function bare(node: QueryNode | null): unknown {
  if (node === null) return null;
  switch (node.kind) {
    case "word":
      return { word: [node.value.text, node.value.quoted] };
    case "term":
      return { [`${node.key}${node.operator}`]: node.values.map((value) => [value.text, value.quoted]) };
    case "not":
      return { not: bare(node.child) };
    default:
      return { [node.kind]: node.children.map(bare) };
  }
}

const valueArbitrary: fc.Arbitrary<QueryValue> = fc
  .record({ text: fc.string({ maxLength: 12, unit: "grapheme" }), quoted: fc.boolean() })
  .map(({ text, quoted }) => ({ text, quoted: quoted || !/^[a-z0-9*?.]+$/.test(text), from: 0, to: 0 }));
const place = { from: 0, to: 0 };
const leafArbitrary: fc.Arbitrary<QueryNode> = fc.oneof(
  valueArbitrary.map((value) => ({ kind: "word" as const, value, ...place })),
  fc
    .record({
      key: fc.constantFrom("state", "mem", "free-mem", "x_1"),
      operator: fc.constantFrom(...queryOperators),
      values: fc.array(valueArbitrary, { minLength: 1, maxLength: 3 }),
    })
    .map((term) => ({ kind: "term" as const, ...term, ...place })),
);
/** Searches of any structure. */
export const { node: nodeArbitrary } = fc.letrec<{ node: QueryNode }>((tie) => ({
  node: fc.oneof(
    { maxDepth: 4, depthSize: "small" },
    leafArbitrary,
    tie("node").map((child) => ({ kind: "not" as const, child, ...place })),
    fc
      .tuple(
        fc.constantFrom("and" as const, "or" as const),
        fc.array(tie("node"), { minLength: 2, maxLength: 4 }),
      )
      .map(([kind, parts]) => ({
        kind,
        children: parts.flatMap((part) => (part.kind === kind ? part.children : [part])),
        ...place,
      })),
  ),
}));
