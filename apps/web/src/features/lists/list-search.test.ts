import { describe, expect, it } from "vitest";
import { nextSort, parseListSearch, sortOf } from "./list-search.ts";

describe("list state in the URL", () => {
  it("takes what it understands", () => {
    expect(parseListSearch({ q: "state:running", sort: "-Hostname", x: 1, group: ["a"] })).toEqual({
      q: "state:running",
      sort: "-Hostname",
    });
    expect(parseListSearch({ q: 8 })).toEqual({ q: "8" });
  });

  it("cycles the sorting of a column", () => {
    expect(nextSort(undefined, "State")).toBe("State");
    expect(nextSort("State", "State")).toBe("-State");
    expect(nextSort("-State", "State")).toBeUndefined();
    expect(nextSort("-State", "Hostname")).toBe("Hostname");
    expect(sortOf("-State", "State")).toBe("descending");
  });
});
