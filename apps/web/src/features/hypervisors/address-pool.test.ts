import type { VmRow } from "@stackdeck/api-types";
import { describe, expect, it } from "vitest";
import { poolRowMatches, poolRows } from "./address-pool.ts";

const address = (IpAddress: string) => ({ IpAddress, MacAddress: `mac of ${IpAddress}` });
const pool = {
  AddressPool: [address("10.0.0.10"), address("10.0.0.9"), address("10.1.0.5"), address("10.1.0.6")],
  SubnetDetails: [
    { Id: "a", IpGateway: "10.0.0.1", IpMask: "255.255.255.0" },
    { Id: "b", IpGateway: "10.1.0.1", IpMask: "255.255.255.0" },
  ],
  NumFreeAddresses: { a: 1, b: 1 },
};
const vms = [{ IpAddress: "10.0.0.9", Hostname: "web" } as VmRow];

describe("rows of the address pool", () => {
  const rows = poolRows(pool, vms);

  it("come in the order of the addresses, with their VM and subnet", () => {
    expect(rows.map(({ IpAddress, Subnet, Vm }) => [IpAddress, Subnet, Vm?.Hostname])).toEqual([
      ["10.0.0.9", "a", "web"],
      ["10.0.0.10", "a", undefined],
      ["10.1.0.5", "b", undefined],
      ["10.1.0.6", "b", undefined],
    ]);
  });

  it("are surely free only where the hypervisor counts as many", () => {
    expect(rows.map(({ IsSurelyFree }) => IsSurelyFree)).toEqual([false, true, false, false]);
  });

  it("are found by address, VM, subnet and use", () => {
    const found = (text: string) => rows.filter((row) => poolRowMatches(row, text)).length;
    expect([found("10.1."), found("WEB"), found("b"), found("free"), found("")]).toEqual([2, 1, 3, 3, 4]);
  });
});
