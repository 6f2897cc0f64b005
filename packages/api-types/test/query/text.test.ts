import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { formatQuery, parseQuery } from "../../src/index.ts";
import { bare, nodeArbitrary } from "./trees.ts";

describe("text and structure", () => {
  test("structure → text → structure", () => {
    fc.assert(
      fc.property(nodeArbitrary, (node) => {
        const parsed = parseQuery(formatQuery(node));
        fc.pre(parsed.errors.every((error) => !/at most/.test(error.message)));
        expect(parsed.errors).toEqual([]);
        expect(bare(parsed.root)).toEqual(bare(node));
      }),
      { numRuns: 1000 },
    );
  });

  test("text → structure → text keeps the meaning, whatever the text", () => {
    const piece = fc.constantFrom(
      "state:",
      "a",
      " ",
      "(",
      ")",
      "|",
      "-",
      '"',
      "\\",
      ",",
      ">=",
      "=",
      "*",
      "é",
      "\n",
      "x:y",
    );
    fc.assert(
      fc.property(
        fc.array(piece, { maxLength: 25 }).map((parts) => parts.join("")),
        (text) => {
          const parsed = parseQuery(text);
          for (const error of parsed.errors) {
            expect(0 <= error.from && error.from <= error.to && error.to <= text.length).toBe(true);
          }
          if (parsed.errors.length > 0) return;
          const again = parseQuery(formatQuery(parsed.root));
          expect(again.errors).toEqual([]);
          expect(bare(again.root)).toEqual(bare(parsed.root));
          expect(formatQuery(again.root)).toBe(formatQuery(parsed.root));
        },
      ),
      { numRuns: 2000 },
    );
  });

  test("order is kept and text is tidy", () => {
    const text = '  owner:alice   (name:web*|tag:"a b=c")  -state:stopped,"failed to start" ';
    expect(formatQuery(parseQuery(text).root)).toBe(
      'owner:alice (name:web* | tag:"a b=c") -state:stopped,"failed to start"',
    );
  });
});
