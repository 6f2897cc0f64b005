import { describe, expect, it } from "vitest";
import { type DrawnRow, RowSlots } from "./row-slots.ts";

/** Rows of the list from one place on; `?` is on its way. */
const drawn = (keys: string, from = 0): readonly DrawnRow[] =>
  [...keys].map((key, at) => ({ key: key === "?" ? undefined : key, index: from + at }));

describe("numbers of drawn rows", () => {
  it.each([
    ["stay while nothing changes", "abc", 0, undefined, [0, 1, 2]],
    ["follow rows that move", "cab", 0, undefined, [2, 0, 1]],
    ["go from rows that went to rows that came, in their order", "xyz", 0, undefined, [0, 1, 2]],
    ["go to rows that come into view", "bcd", 1, undefined, [1, 2, 0]],
    ["are new for more rows", "abcd", 0, undefined, [0, 1, 2, 3]],
    ["with the focus go to no other row", "xyz", 0, 0, [1, 2, 3]],
    ["with the focus stay with their row", "za", 0, 0, [1, 0]],
    ["go to rows that are on their way", "???", 7, undefined, [0, 1, 2]],
  ])("%s", (_what, keys, from, focused, expected) => {
    const slots = new RowSlots();
    expect(slots.assign(drawn("abc"), undefined)).toEqual([0, 1, 2]);
    expect(slots.assign(drawn(keys, from), focused)).toEqual(expected);
  });

  it("stay with the places of rows that were on their way, that with the focus among them", () => {
    const slots = new RowSlots();
    expect(slots.assign(drawn("???", 5), undefined)).toEqual([0, 1, 2]);
    expect(slots.assign(drawn("xyz", 5), 2)).toEqual([0, 1, 2]);
  });

  it("are never given twice", () => {
    const slots = new RowSlots();
    const letters = "abcdefghijklmnopqrstuvwxyz";
    for (let round = 0; round < 80; round += 1) {
      const from = (round * 7) % 20;
      const rows = drawn(letters.slice(from, from + 3 + (round % 5)), (round * 3) % 9).map((row) =>
        (row.index + round) % 4 === 0 ? { ...row, key: undefined } : row,
      );
      const given = slots.assign(rows, round % 9);
      expect(new Set(given).size).toBe(rows.length);
    }
  });
});
