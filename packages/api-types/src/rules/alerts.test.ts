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
  hypervisorAlerts({ ...well, ...change }, counts).map(({ Kind, Severity }) => `${Kind} ${Severity}`);

describe("alerts of a hypervisor", () => {
  it.each([
    [{}, []],
    [{ Freshness: "stale", Problem: "connection refused" }, ["stale warn"]],
    [{ Freshness: "unreachable" }, ["unreachable bad"]],
    [{ Freshness: "connecting" }, []],
    [{ HealthStatus: "" }, []],
    [{ HealthStatus: "bad health-agent" }, ["unhealthy warn"]],
    [{ HealthStatus: "at risk", Disabled: true }, ["unhealthy bad", "disabled warn"]],
    [{ NumFreeAddresses: { a: 2 } }, ["addresses warn"]],
    [{ NumFreeAddresses: {} }, ["addresses bad"]],
  ])("for %j are %j", (change, expected) => {
    expect(kinds(change)).toEqual(expected);
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
