import type { CapacityPoint } from "@stackdeck/api-types";
import { describe, expect, it } from "vitest";
import {
  hasTrend,
  historyCsv,
  linePaths,
  pointAt,
  pointWords,
  runwayDays,
  stepPoint,
  thinned,
} from "./capacity-series.ts";
import { parseChartSearch } from "./chart-search.ts";

const point = (At: number, AllocatedMemoryInMiB: number): CapacityPoint => ({
  At,
  MemoryInMiB: 100,
  AllocatedMemoryInMiB,
  NumCPUs: 4,
  AllocatedMilliCPUs: 1000,
  VolumeBytes: 0,
  AllocatedVolumeBytes: 0,
  NumVMs: 3,
  NumFreeAddresses: 9,
});
const frame = { from: 0, to: 100, width: 10, height: 10 };

describe("recorded capacity", () => {
  it("draws the allocated share, full at the top", () => {
    const [path] = linePaths([point(0, 0), point(50, 50), point(100, 150)], "memory", {
      ...frame,
      stepSeconds: 50,
    });
    expect(path?.line).toBe("M0.0,10.0 L5.0,5.0 L10.0,0.0");
    expect(path?.area).toBe("M0.0,10.0 L5.0,5.0 L10.0,0.0 L10.0,10 L0.0,10 Z");
  });

  it("leaves a gap where nothing was recorded", () => {
    const points = [point(0, 10), point(10, 10), point(80, 10)];
    const paths = linePaths(points, "memory", { ...frame, stepSeconds: 10 });
    expect(paths).toHaveLength(2);
    expect(paths[1]).toEqual({ line: "M8.0,9.0 h2", area: "" });
  });

  it("finds the point under the pointer and puts it into words", () => {
    const points = [point(0, 10), point(60, 20), point(100, 30)];
    expect(pointAt(points, 0.7, frame)?.At).toBe(60);
    expect(pointAt([], 0.7, frame)).toBeUndefined();
    expect(pointWords(points[1]!, "memory")).toBe("20 % · 20 MiB of 100 MiB · 3 VMs");
    expect(pointWords(points[1]!, "storage")).toBe("0 % · 0 B of 0 B · 3 VMs");
  });

  it.each([
    ["ArrowLeft", 1, 0],
    ["ArrowRight", 1, 2],
    ["ArrowRight", 3, 3],
    ["Home", 2, 0],
    ["End", 0, 3],
    ["PageUp", 0, 2],
    ["PageDown", 1, 0],
  ])("is read with the key %s from point %i on", (key, from, to) => {
    const points = [0, 1, 2, 3].map((at) => point(at, at));
    expect(stepPoint(points, points[from], key)).toBe(points[to]);
  });

  it("leaves other keys alone and has nothing to lead to when it is empty", () => {
    expect(stepPoint([point(0, 1)], undefined, "a")).toBeUndefined();
    expect(stepPoint([], undefined, "Home")).toBeUndefined();
  });

  it("is thinned evenly for the table, the latest kept", () => {
    const points = Array.from({ length: 250 }, (_, at) => point(at, at));
    const rows = thinned(points, 100);
    expect(rows.length).toBeLessThanOrEqual(100);
    expect(rows.at(-1)).toBe(points.at(-1));
    expect(new Set(rows.slice(1).map((row, index) => row.At - rows[index]!.At))).toEqual(new Set([3]));
    expect(thinned([], 100)).toEqual([]);
  });

  it.each([
    [{}, {}],
    [{ measure: "memory", span: 86_400 }, {}],
    [
      { measure: "cpu", span: "604800" },
      { measure: "cpu", span: 604_800 },
    ],
    [{ measure: "beauty", span: -1 }, {}],
  ])("shows what the URL says: %j", (search, understood) => {
    expect(parseChartSearch(search)).toEqual(understood);
  });

  it.each([
    ["grows", [point(0, 10), point(86_400, 20)], 8],
    ["shrinks", [point(0, 20), point(86_400, 10)], undefined],
    ["stands still", [point(0, 20), point(86_400, 20)], undefined],
    ["grows beyond all years", [point(0, 20), point(86_400, 20.005)], undefined],
    ["is full", [point(0, 20), point(86_400, 100)], undefined],
    ["is too short", [point(0, 10), point(60, 20)], undefined],
    ["is nothing", [], undefined],
  ])("says how long it lasts when it %s", (_name, points, days) => {
    expect(runwayDays(points, "memory")).toBe(days);
  });

  it("speaks of a pace only when enough was recorded", () => {
    expect(hasTrend([])).toBe(false);
    expect(hasTrend([point(0, 1), point(6 * 3600 - 1, 1)])).toBe(false);
    expect(hasTrend([point(0, 1), point(6 * 3600, 1)])).toBe(true);
  });

  it("is not misled by the last point alone", () => {
    const points = [0, 1, 2, 3, 4, 5, 6].map((day) => point(day * 86_400, 50));
    expect(runwayDays([...points, point(7 * 86_400, 51)], "memory")).toBeGreaterThan(300);
  });

  it("is saved as CSV", () => {
    expect(historyCsv([point(0, 10.4)]).split("\r\n")[1]).toBe(
      "1970-01-01T00:00:00.000Z,4,100,0,1000,10,0,3,9",
    );
  });
});
