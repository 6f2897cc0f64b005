import type { HypervisorRow } from "@stackdeck/api-types";
import { describe, expect, it } from "vitest";
import { freeWords, heatStep, problemOfHypervisor, shareUsed } from "./heat-map.ts";
import { parseOverviewSearch } from "./overview-search.ts";

const row = {
  Freshness: "live",
  HealthStatus: "healthy",
  Disabled: false,
  Problem: "",
  MemoryInMiB: 1000,
  AllocatedMemoryInMiB: 250,
  NumCPUs: 4,
  AllocatedMilliCPUs: 2000,
  TotalVolumeBytes: 0,
  AllocatedVolumeBytes: 0,
  NumRegisteredAddresses: 10,
  NumFreeAddresses: { a: 4, b: 0 },
  Subnets: ["a", "b"],
  Alerts: [],
} as unknown as HypervisorRow;

describe("heat map", () => {
  it("shows how much is given away", () => {
    expect(shareUsed(row, "memory")).toBe(0.25);
    expect(shareUsed(row, "cpu")).toBe(0.5);
    expect(shareUsed(row, "disk")).toBe(0);
    expect(shareUsed(row, "addresses")).toBeCloseTo(0.6);
  });

  it.each([
    [0, 0],
    [Number.NaN, 0],
    [0.1, 1],
    [0.5, 2],
    [0.7, 3],
    [0.9, 4],
    [1.2, 5],
  ])("a share of %d is step %d", (share, step) => expect(heatStep(share)).toBe(step));

  it("says what is free", () => {
    expect(freeWords(row, "memory")).toBe("750 MiB free");
    expect(freeWords(row, "cpu")).toBe("2 CPU free");
    expect(freeWords(row, "addresses")).toBe("4 free");
  });

  it("says who needs a person", () => {
    expect(problemOfHypervisor(row)).toBeUndefined();
    const Alerts = [
      { Kind: "disabled", Severity: "warn", Subject: "", Text: "It is disabled" },
      { Kind: "addresses", Severity: "bad", Subject: "a", Text: "No address is free in a" },
    ] as const;
    expect(problemOfHypervisor({ ...row, Alerts })).toBe("It is disabled. No address is free in a");
  });

  it.each([
    [{}, {}],
    [{ by: "memory" }, {}],
    [{ by: "disk" }, { by: "disk" }],
    [{ by: ["disk"] }, {}],
  ])("is coloured by what the URL says: %j", (search, understood) => {
    expect(parseOverviewSearch(search)).toEqual(understood);
  });
});
