import { describe, expect, it } from "vitest";
import { isRegularExpression, matchesText } from "./terminal-search.ts";

describe("search in the output", () => {
  it.each([
    [true, { shown: 2, count: 7 }, "2 of 7"],
    [true, { shown: 0, count: 1000 }, "1000 or more"],
    [true, { shown: 3, count: 1000 }, "3 of 1000 or more"],
    [true, { shown: 0, count: 0 }, ""],
    [false, { shown: 0, count: 0 }, "Not found"],
  ])("found %s, %j: says %j", (found, matches, text) => {
    expect(matchesText(found, matches)).toBe(text);
  });

  it("knows a regular expression", () => {
    expect(isRegularExpression("err(or)?")).toBe(true);
    expect(isRegularExpression("err(")).toBe(false);
  });
});
