/** Every golden vector of the reference, in every way it can be used. */
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { runFolder } from "../tools/vectors/run-folder.ts";

const testdata = join(import.meta.dirname, "../testdata");

describe("the reference's vectors", () => {
  it("all pass, and only deep, double, negative and surplus nonsense is refused that Go takes", () => {
    const { passed, failures, stricter } = runFolder(join(testdata, "vectors"), [testdata]);
    expect(failures).toEqual([]);
    expect(passed).toBe(851);
    expect(stricter).toEqual([
      "invalid-large: nesting/tree-10000",
      "invalid: types/two-members",
      "invalid: lengths/map-count-negative",
      "invalid: lengths/ignored-slice-count-negative",
      "invalid: time/nanoseconds-over-a-second",
      "invalid: nesting/self-slice-20000-ignored",
    ]);
  }, 60_000);
});
