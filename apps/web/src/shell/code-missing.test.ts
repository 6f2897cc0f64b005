import { describe, expect, it } from "vitest";
import { CodeMissing, isCodeMissing } from "./code-missing.ts";

describe("code that could not be read", () => {
  it.each([
    [new CodeMissing(new Error("whatever")), true],
    [new TypeError("Failed to fetch dynamically imported module: https://x/assets/a.js"), true],
    [new TypeError("error loading dynamically imported module: https://x/assets/a.js"), true],
    [new TypeError("Importing a module script failed."), true],
    [new Error("Unable to preload CSS for /assets/a.css"), true],
    [new TypeError("Cannot read properties of undefined"), false],
    ["Failed to fetch dynamically imported module", false],
  ])("%s: %s", (error, is) => {
    expect(isCodeMissing(error)).toBe(is);
  });
});
