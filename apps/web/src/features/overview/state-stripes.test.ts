import { expect, it } from "vitest";
import { stateStripes } from "./state-stripes.ts";

it.each([
  ["no VM", {}, "none"],
  ["counts of zero", { running: 0 }, "none"],
  ["one state", { running: 7 }, "linear-gradient(to right, var(--good) 0% 100%)"],
  [
    "two states, with the ground between them",
    { running: 3, stopped: 1 },
    "linear-gradient(to right, var(--good) 0% calc(75.00% - 1px), var(--surface) calc(75.00% - 1px) calc(75.00% + 1px), var(--line-strong) calc(75.00% + 1px) 100%)",
  ],
])("draws %s", (_what, counts, wanted) => {
  expect(stateStripes(counts)).toBe(wanted);
});

it("keeps a single VM of a large fleet in sight", () => {
  expect(stateStripes({ running: 99_999, crashed: 1 })).toContain("var(--bad) calc(99.21% + 1px) 100%");
});
