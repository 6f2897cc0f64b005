import type { HypervisorRow } from "@stackdeck/api-types";
import { describe, expect, it } from "vitest";
import { freeAddresses, gaugesOf } from "./capacity.ts";

const row = {
  Freshness: "live",
  Problem: "",
  HealthStatus: "healthy",
  Disabled: false,
  NumCPUs: 8,
  MemoryInMiB: 1024,
  TotalVolumeBytes: 0,
  AllocatedMilliCPUs: 4000,
  AllocatedMemoryInMiB: 512,
  AllocatedVolumeBytes: 0,
  Subnets: ["a"],
  NumFreeAddresses: { a: 5, b: 1 },
} as unknown as HypervisorRow;

describe("capacity of a hypervisor", () => {
  it("says what is given away", () => {
    expect(gaugesOf(row)).toEqual([
      { label: "CPU", share: 0.5, text: "4 of 8 CPU" },
      { label: "Memory", share: 0.5, text: "512 MiB of 1 GiB" },
      { label: "Storage", share: 0, text: "0 B of 0 B" },
    ]);
    expect(freeAddresses(row)).toBe(6);
  });
});
