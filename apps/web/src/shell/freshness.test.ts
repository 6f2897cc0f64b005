import { describe, expect, it } from "vitest";
import { wordsOf } from "./freshness.ts";

describe("the mark of freshness", () => {
  it.each([
    [0, 2, "live", "Live", "Changes appear as they happen. Round trip 12 ms."],
    [1, 2, "stale", "Live, 1 away", /1 of 2 hypervisors can not be reached/],
    [2, 2, "unreachable", "None reachable", /No hypervisor can be reached/],
    [0, 0, "live", "Live", /as they happen/],
  ] as const)("with %i of %i hypervisors away is %s: %s", (away, of, state, label, detail) => {
    const words = wordsOf({ kind: "live", roundTripMs: 12 }, { away, of });
    expect(words).toMatchObject({ state, label, detail: expect.stringMatching(detail) });
  });

  it("speaks of the server before it speaks of hypervisors", () => {
    const words = wordsOf({ kind: "stale", since: Date.now(), reason: "" }, { away: 2, of: 2 });
    expect(words.label).toMatch(/^Stale since/);
  });
});
