import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { formatQuery, parseQuery, queryParts, withoutPart, withPart } from "../../src/index.ts";
import { bare, nodeArbitrary } from "./trees.ts";

describe("parts of a query", () => {
  /** Trees as texts, so that the parts have places. */
  const queryText = nodeArbitrary
    .map(formatQuery)
    .filter((text) => parseQuery(text).errors.length === 0 && queryParts(text).length > 0);

  test("joined again they are the same query, in the same order", () => {
    fc.assert(
      fc.property(queryText, (text) => {
        const joined = queryParts(text).map((part) => part.text);
        expect(bare(parseQuery(joined.join(" ")).root)).toEqual(bare(parseQuery(text).root));
      }),
    );
  });

  test("one can be taken away or added, and the others stay what they are", () => {
    fc.assert(
      fc.property(queryText, fc.nat(), (text, choice) => {
        const { root } = parseQuery(text);
        const children = root?.kind === "and" ? root.children : root === null ? [] : [root];
        const index = choice % children.length;
        const rest = children.filter((_child, at) => at !== index).map(bare);
        const left = parseQuery(withoutPart(text, index));
        expect(left.errors).toEqual([]);
        // What is left alone may be alternatives or a conjunction in parentheses: compare with it as a whole.
        if (rest.length === 1) expect(bare(left.root)).toEqual(rest[0]);
        else expect(left.root?.kind === "and" ? left.root.children.map(bare) : []).toEqual(rest);
        const more = parseQuery(withPart(text, "state:running"));
        const last = more.root?.kind === "and" ? more.root.children.at(-1) : null;
        expect(bare(last ?? null)).toEqual({ "state:": [["running", false]] });
      }),
    );
  });

  test("alternatives get parentheses beside others", () => {
    expect(withPart("a | b", "c")).toBe("(a | b) c");
    expect(withPart("(a b) | c", "d")).toBe("((a b) | c) d");
    expect(withPart("(a | b)", "c")).toBe("(a | b) c");
    expect(withoutPart("(a | b) c", 1)).toBe("(a | b)");
    expect(withoutPart("state:running web", 0)).toBe("web");
    expect(withoutPart("web", 0)).toBe("");
  });
});
