import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { sortOrder } from "../../src/live/sort-order.ts";

function sorted(values: readonly unknown[], key = "Value"): unknown[] {
  const order = sortOrder([key]);
  const entries = values.map((Value, at) => order.entryOf(String(at).padStart(4, "0"), { Value }));
  return entries.sort(order.compare).map(({ row }) => row.Value);
}

describe("sortOrder", () => {
  it.each([
    ["numbers in names", ["web-2", "web-10", "web-100", "Web-101a", "web-101b", "web-x"]],
    ["several numbers in a name", ["db1-r2", "db1-r10", "db2-r1", "db10-r1"]],
    ["numbers with zeros in front", ["a1", "a001", "a01", "a2", "a010", "a11"]],
    ["long numbers", ["n9", "n12345678901234567890", "n12345678901234567891"]],
    ["versions", ["ubuntu/22.04", "ubuntu/22.10", "ubuntu/24.04", "ubuntu/24.4.1"]],
    ["no regard to case", ["Alpha", "beta", "Gamma"]],
    ["addresses by number, before names", ["9.0.0.1", "10.0.0.2", "10.0.0.10", "10.0.0.256", "alpha"]],
    [
      "moments by time, whatever the zone and the digits",
      [
        "2026-08-22T23:59:59Z",
        "2026-08-22T17:00:00.2-07:00",
        "2026-08-23T00:00:00.75Z",
        "2026-08-23T02:00:01.123456789+02:00",
        "",
      ],
    ],
  ])("%s", (_what, values) => {
    expect(sorted([...values].reverse())).toEqual(values);
  });

  it("tells every two texts apart that differ in more than case", () => {
    const text = fc.stringMatching(/^[ab0-2.-]{0,8}$/);
    const order = sortOrder(["Value"]);
    fc.assert(
      fc.property(text, text, (a, b) => {
        const [one, two] = [a, b].map((Value) => order.entryOf("same", { Value }));
        expect(order.compare(one!, two!) === 0).toBe(a === b);
      }),
      {
        numRuns: 500,
        examples: [
          ["a01", "a1"],
          ["a0", "a00"],
          ["1.0.0.1", "01.0.0.1"],
        ],
      },
    );
  });
});
