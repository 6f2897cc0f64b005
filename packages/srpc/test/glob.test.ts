import { describe, expect, test } from "vitest";
import { globMatches } from "../src/server/glob.ts";

describe("method patterns", () => {
  test.each([
    ["*.*", "Hypervisor.StopVm", true],
    ["Stub.Pri*", "Stub.Private", true],
    ["Stub.[P-R]?ivate", "Stub.Private", true],
    ["Stub.[^P-R]?ivate", "Stub.Private", false],
    ["Stub.[a-cP]rivate", "Stub.Private", true],
    ["stub.Private", "Stub.Private", false],
    ["Stub.Private", "Stub.Private", true],
    ["Stub.Private", "Stub.PrivateX", false],
    ["*", "a/b", false],
    ["?", "/", false],
    ["a*b*c", "aXbXbXc", true],
    ["a*b*c", "aXbXbX", false],
    ["\\*.x", "*.x", true],
    ["\\*.x", "a.x", false],
    ["[\\]].x", "].x", true],
    ["[]a].x", "a.x", false],
    ["[a-].x", "a.x", false],
    ["[a.x", "a.x", false],
    ["[-a].x", "-.x", false],
    ["a\\", "a", false],
    ["", "", true],
    ["**", "anything", true],
  ])("%j on %j: %s", (pattern, text, expected) => {
    expect(globMatches(pattern, text)).toBe(expected);
  });

  test("many stars cost no more than pattern times text", () => {
    expect(globMatches(`${"*a".repeat(200)}b`, "a".repeat(5000))).toBe(false);
  });
});
