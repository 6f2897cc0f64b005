import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { compileQuery, markFaults, parseQuery, vmFields } from "../../src/index.ts";
import { now, vmRow } from "./vm-row.ts";

describe("faults", () => {
  const cases: [string, [number, number, RegExp][]][] = [
    ["stat:running", [[0, 4, /nothing called/]]],
    ["state:asleep web", [[6, 12, /is one of: starting/]]],
    ["mem>=lots", [[5, 9, /size such as/]]],
    ["state>running", [[0, 13, /no order/]]],
    ["created:7d", [[8, 10, /needs < or >/]]],
    ["created<soon", [[8, 12, /age such as/]]],
    ["created<2026-02-30", [[8, 18, /age such as/]]],
    ["protected:maybe", [[10, 15, /yes or no/]]],
    ["state:", [[6, 6, /missing/]]],
    ["state:running,", [[14, 14, /missing/]]],
    ["(web", [[0, 1, /not closed/]]],
    ["web)", [[3, 4, /no opening/]]],
    ["()", [[0, 2, /nothing between/]]],
    ["web |", [[4, 5, /alternative is missing/]]],
    ["| web", [[0, 1, /alternative is missing/]]],
    ["- web", [[0, 1, /follow the minus/]]],
    ['name:"web', [[5, 9, /not closed/]]],
    ["tag:=x", [[4, 6, /name of the tag/]]],
    ["volumes:2k", [[8, 10, /a number/]]],
  ];
  test.each(cases)("%j", (text, expected) => {
    const query = compileQuery(text, vmFields, { now });
    expect(query.errors.map(({ from, to }) => [from, to])).toEqual(expected.map(([from, to]) => [from, to]));
    for (const [index, [, , words]] of expected.entries())
      expect(query.errors[index]?.message).toMatch(words);
    expect(query.matches(vmRow())).toBe(false);
  });

  test("too long, too many, too deep", () => {
    expect(parseQuery("a".repeat(5000)).errors).toHaveLength(1);
    expect(parseQuery("a ".repeat(300)).errors).toHaveLength(1);
    expect(parseQuery("(".repeat(1000)).errors.length).toBeGreaterThan(0);
    expect(parseQuery(`${"-".repeat(100)}a`).errors.length).toBeGreaterThan(0);
  });

  test("hostile patterns cost little", () => {
    const query = compileQuery(`name:${"a*".repeat(100)}b`, vmFields);
    const row = vmRow({ Hostname: "a".repeat(100_000), Tags: {} });
    const started = performance.now();
    expect(query.matches(row)).toBe(false);
    expect(performance.now() - started).toBeLessThan(100);
  });
});

describe("faults in place", () => {
  test("are marked where they stand, and nothing is lost", () => {
    const { errors } = compileQuery("web mem>=lots state:running", vmFields);
    expect(
      markFaults("web mem>=lots state:running", errors).map((it) => [it.text, it.fault !== undefined]),
    ).toEqual([
      ["web mem>=", false],
      ["lots", true],
      [" state:running", false],
    ]);
    const missing = compileQuery("web state:", vmFields);
    expect(markFaults("web state:", missing.errors).map((it) => [it.text, it.fault !== undefined])).toEqual([
      ["web ", false],
      ["state:", true],
    ]);
  });

  test("any text comes back whole", () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 60 }), (text) => {
        const stretches = markFaults(text, compileQuery(text, vmFields).errors);
        expect(stretches.map((it) => it.text).join("")).toBe(text);
      }),
    );
  });
});
