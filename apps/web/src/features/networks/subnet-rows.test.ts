import type { HypervisorRow } from "@stackdeck/api-types";
import { describe, expect, it } from "vitest";
import { subnetRows } from "./subnet-rows.ts";

const row = (Id: string, free: Record<string, number>) =>
  ({
    Id,
    Hostname: `${Id}.lab`,
    Subnets: Object.keys(free),
    NumFreeAddresses: free,
    Alerts: Object.keys(free)
      .filter((id) => (free[id] ?? 0) < 2)
      .map((Subject) => ({ Kind: "addresses", Severity: "warn", Subject, Text: "" })),
  }) as unknown as HypervisorRow;

describe("subnets over hypervisors", () => {
  it("adds up the free addresses and puts the scarcest hypervisor first", () => {
    expect(subnetRows([row("hv-1", { b: 5, a: 1 }), row("hv-2", { b: 2 })])).toEqual([
      { Id: "a", Free: 1, IsScarce: true, Hypervisors: [{ Id: "hv-1", Hostname: "hv-1.lab", Free: 1 }] },
      {
        Id: "b",
        Free: 7,
        IsScarce: false,
        Hypervisors: [
          { Id: "hv-2", Hostname: "hv-2.lab", Free: 2 },
          { Id: "hv-1", Hostname: "hv-1.lab", Free: 5 },
        ],
      },
    ]);
  });

  it("orders subnets as people count", () => {
    const rows = subnetRows([row("hv-1", { "subnet-10": 5, "subnet-9": 5, "subnet-1": 5 })]);
    expect(rows.map(({ Id }) => Id)).toEqual(["subnet-1", "subnet-9", "subnet-10"]);
  });

  it("has nothing to show for no hypervisors", () => {
    expect(subnetRows([])).toEqual([]);
  });
});
