import { describe, expect, it } from "vitest";
import { linePath, runwayDays } from "./capacity-series.ts";

const point = (At: number, AllocatedMemoryInMiB: number) => ({ At, MemoryInMiB: 100, AllocatedMemoryInMiB });

describe("recorded capacity", () => {
  it("draws the allocated share, full at the top", () => {
    const path = linePath([point(0, 0), point(50, 50), point(100, 150)], { width: 10, height: 10 });
    expect(path).toBe("M0.0,10.0 L5.0,5.0 L10.0,0.0");
  });

  it.each([
    ["grows", [point(0, 10), point(86_400, 20)], 8],
    ["shrinks", [point(0, 20), point(86_400, 10)], undefined],
    ["stands still", [point(0, 20), point(86_400, 20)], undefined],
    ["too short", [point(0, 10), point(60, 20)], undefined],
    ["nothing", [], undefined],
  ])("says how long it lasts when it %s", (_name, points, days) => {
    expect(runwayDays(points)).toBe(days);
  });
});
