import { expect, it } from "vitest";
import { parseConsolePreferences } from "./console-preferences.ts";

const standard = parseConsolePreferences(null);

it("begins with what suits most", () => {
  expect(standard).toEqual({
    fontSize: 14,
    screenReader: false,
    timestamps: false,
    guestLayout: "us",
    typingSpeed: "normal",
  });
});

it("takes what was stored, field by field", () => {
  const stored = { fontSize: 18, guestLayout: "de", typingSpeed: "slow", timestamps: true };
  expect(parseConsolePreferences(JSON.stringify(stored))).toEqual({ ...standard, ...stored });
});

it.each([
  ["no JSON", "{"],
  ["another kind of value", '"de"'],
  ["choices there are not", '{"guestLayout":"dvorak","typingSpeed":"ludicrous"}'],
  ["names of every object", '{"guestLayout":"constructor","typingSpeed":"toString"}'],
  ["values of another type", '{"guestLayout":1,"fontSize":"18","screenReader":"yes"}'],
])("falls back for %s", (_what, text) => {
  expect(parseConsolePreferences(text)).toEqual(standard);
});

it.each([
  [3, 8],
  [99, 32],
  [15.4, 15],
])("keeps letters readable: %d becomes %d", (stored, size) => {
  expect(parseConsolePreferences(JSON.stringify({ fontSize: stored })).fontSize).toBe(size);
});
