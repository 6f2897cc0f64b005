import { expect, it } from "vitest";
import { knownGrouping } from "./groupings.ts";

it.each([
  ["State", "State"],
  ["tag:env", "tag:env"],
  ["tag:", undefined],
  ["state", undefined],
  ["", undefined],
  [undefined, undefined],
])("a list grouped by %s in its address is grouped by %s", (group, known) => {
  expect(knownGrouping(group)).toBe(known);
});
