import { expect, it } from "vitest";
import { matchKeys } from "./shortcuts.ts";

it.each([
  [["?"], "This help"],
  [["g", "v"], "VMs"],
  [["c", "v"], "Create a VM"],
])("%j is a shortcut", (keys, label) => {
  const found = matchKeys(keys);
  expect(typeof found === "object" && found.label).toBe(label);
});

it("knows the beginning of a sequence", () => {
  expect(matchKeys(["g"])).toBe("begun");
  expect(matchKeys(["g", "q"])).toBeUndefined();
  expect(matchKeys(["q"])).toBeUndefined();
});
