import { describe, expect, it } from "vitest";
import { timeTicks } from "./time-ticks.ts";

const at = (text: string) => Date.parse(text) / 1000;
const day = 86_400;

describe("marks of time under a chart", () => {
  it.each([
    ["a day", 1, ["16:00", "20:00", "Nov 28", "04:00", "08:00", "12:00"]],
    ["a week", 7, ["Nov 22", "Nov 23", "Nov 24", "Nov 25", "Nov 26", "Nov 27", "Nov 28"]],
    ["a month", 30, ["Nov 2", "Nov 9", "Nov 16", "Nov 23"]],
    ["a year", 365, ["2026", "Mar", "May", "Jul", "Sep", "Nov"]],
  ])("of %s are at round times", (_name, days, labels) => {
    const to = at("2026-11-28T13:30:00Z");
    const ticks = timeTicks(to - days * day, to, "utc");
    expect(ticks.map(({ label }) => label)).toEqual(labels);
    for (const tick of ticks) {
      expect(tick.at).toBeGreaterThanOrEqual(to - days * day);
      expect(tick.at).toBeLessThanOrEqual(to);
    }
  });

  it("are where the zone's own clock is round", () => {
    const to = at("2026-11-28T13:30:00Z");
    for (const { at: mark } of timeTicks(to - day, to, "local"))
      expect(new Date(mark * 1000).getMinutes()).toBe(0);
  });

  it("end for a span that is empty or turned round", () => {
    expect(timeTicks(1000, 1000, "utc")).toEqual([]);
    expect(timeTicks(2000, 1000, "utc")).toEqual([]);
  });
});
