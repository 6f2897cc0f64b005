import type { HypervisorRow } from "@stackdeck/api-types";
import { describe, expect, it } from "vitest";
import { type HeatMeasure, heatOf } from "./heat.ts";

const row = (change: object) =>
  ({
    Freshness: "live",
    NumCPUs: 10,
    AllocatedMilliCPUs: 9600,
    MemoryInMiB: 100,
    AllocatedMemoryInMiB: 80,
    TotalVolumeBytes: 100,
    AllocatedVolumeBytes: 10,
    NumFreeAddresses: { a: 4 },
    ...change,
  }) as unknown as HypervisorRow;

describe("heat of a hypervisor", () => {
  it.each<[HeatMeasure, number, string]>([
    ["cpu", 4, "96 %"],
    ["memory", 3, "80 %"],
    ["storage", 1, "10 %"],
    ["addresses", 2, "4 free"],
  ])("%s", (measure, level, text) => {
    expect(heatOf(row({}), measure)).toEqual({ level, text });
  });

  it("is cold and says so when it cannot be reached", () => {
    expect(heatOf(row({ Freshness: "unreachable" }), "cpu")).toEqual({ level: 0, text: "unreachable" });
  });
});
