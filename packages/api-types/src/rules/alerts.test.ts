import { describe, expect, it } from "vitest";
import { certificateAlert, hypervisorAlerts } from "./alerts.ts";

const well = {
  Freshness: "live",
  Problem: "",
  HealthStatus: "healthy",
  Disabled: false,
  NumFreeAddresses: { a: 5, b: 0 },
} as const;
const registered = new Map([["a", 20]]);
const kinds = (change: object, counts = registered) =>
  hypervisorAlerts({ ...well, ...change }, counts, new Map()).map(
    ({ Kind, Severity }) => `${Kind} ${Severity}`,
  );

describe("alerts of a hypervisor", () => {
  it.each([
    [{}, []],
    [{ Freshness: "stale", Problem: "connection refused" }, ["stale warn"]],
    [{ Freshness: "unreachable" }, ["unreachable bad"]],
    [{ Freshness: "connecting" }, []],
    [{ HealthStatus: "" }, []],
    [{ HealthStatus: "bad health-agent" }, ["unhealthy warn"]],
    [{ HealthStatus: "at risk", Disabled: true }, ["unhealthy bad", "disabled warn"]],
    [{ HealthStatus: "at risk", Freshness: "stale" }, ["unhealthy bad", "stale warn"]],
    [{ NumFreeAddresses: { a: 2 } }, ["addresses warn"]],
    [{ NumFreeAddresses: {} }, ["addresses bad"]],
  ])("for %j are %j", (change, expected) => {
    expect(kinds(change)).toEqual(expected);
  });

  it.each([
    [["10.0.0.1"], "A VM of it is reported by another hypervisor too: 10.0.0.1 (b)"],
    [
      ["10.0.0.1", "10.0.0.2"],
      "VMs of it are reported by another hypervisor too: 10.0.0.1 (b), 10.0.0.2 (b)",
    ],
    [["1", "2", "3", "4", "5"], /too: 1 \(b\), 2 \(b\), 3 \(b\) and 2 more$/],
  ])("name VMs that another one reports too: %j", (addresses, text) => {
    const rivals = new Map(addresses.map((ip) => [ip, "b"]));
    expect(hypervisorAlerts(well, registered, rivals)).toEqual([
      {
        Kind: "claimed-twice",
        Severity: "bad",
        Subject: "",
        Text: typeof text === "string" ? text : expect.stringMatching(text),
      },
    ]);
  });

  it("leave subnets out that never had addresses here", () => {
    expect(kinds({ NumFreeAddresses: { a: 5, b: 0 } })).toEqual([]);
    expect(kinds({ NumFreeAddresses: { a: 5, b: 0 } }, new Map([["b", 1]]))).toEqual(["addresses bad"]);
  });
});

describe("the alert of the certificate", () => {
  const hour = 3600_000;
  it.each([
    [24 * hour + 1, undefined],
    [24 * hour, "warn"],
    [hour + 1, "warn"],
    [hour, "bad"],
    [0, "bad"],
    [-hour, "bad"],
    [Number.NaN, undefined],
  ])("with %d ms left is %s", (left, severity) => {
    expect(certificateAlert(1e12 + left, 1e12)?.Severity).toBe(severity);
  });
});
