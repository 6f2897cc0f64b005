import { expect, it } from "vitest";
import { type PaletteEntry, score, search } from "./palette-entries.ts";

const entry = (label: string): PaletteEntry => ({ id: label, label, hint: "", icon: "vms", run: () => {} });

it("finds entries by all words, beginnings first", () => {
  const entries = [entry("Stop web-1"), entry("web-1"), entry("Restart web-2")];
  expect(search(entries, "web-1", 5).map((it) => it.label)).toEqual(["web-1", "Stop web-1"]);
  expect(search(entries, "stop web", 5).map((it) => it.label)).toEqual(["Stop web-1"]);
  expect(score("anything", "")).toBeGreaterThan(0);
  const refused = { ...entry("Start web-1"), reason: "It runs already" };
  expect(search([refused, ...entries], "", 5).at(-1)).toBe(refused);
});
