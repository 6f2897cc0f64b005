import { describe, expect, it } from "vitest";
import { countItems, type Group, itemAt, positionOfRow, windowFor } from "./grouped-items.ts";

const groups: readonly Group[] = [
  { value: "a", count: 2, offset: 0 },
  { value: "b", count: 1, offset: 2 },
  { value: "c", count: 3, offset: 3 },
];

describe("grouped list", () => {
  it("draws a head before the rows of each group", () => {
    const drawn = Array.from({ length: countItems(6, groups) }, (_, at) => {
      const item = itemAt(groups, at);
      return item.kind === "head" ? item.group.value : item.index;
    });
    expect(drawn).toEqual(["a", 0, 1, "b", 2, "c", 3, 4, 5]);
  });

  it("finds where a row is drawn", () => {
    expect([0, 1, 2, 3, 5].map((row) => positionOfRow(groups, row))).toEqual([1, 2, 4, 6, 8]);
  });

  it("is a plain list without groups", () => {
    expect(itemAt([], 4)).toEqual({ kind: "row", index: 4 });
    expect(positionOfRow([], 4)).toBe(4);
  });
});

describe("window of a list", () => {
  const options = { step: 50, most: 500 };
  it("covers what is seen and some more on both sides", () => {
    expect(windowFor(0, 20, options)).toEqual({ offset: 0, limit: 50 });
    expect(windowFor(120, 150, options)).toEqual({ offset: 50, limit: 150 });
  });
  it("stays the same for a little scrolling", () => {
    expect(windowFor(121, 151, options)).toEqual(windowFor(124, 154, options));
  });
  it("never asks for more than the server gives", () => {
    expect(windowFor(0, 5000, options).limit).toBe(500);
  });
});
