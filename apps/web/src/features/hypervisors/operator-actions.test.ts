import type { HypervisorDetail } from "@stackdeck/api-types";
import { checkInput, requestSchema } from "@stackdeck/api-types";
import { describe, expect, it } from "vitest";
import {
  macOf,
  type OperatorAction,
  type OperatorMethod,
  operatorActions,
  readAddresses,
} from "./operator-actions.ts";

describe("addresses of a pool", () => {
  it.each([
    ["10.0.0.5", "52:54:0a:00:00:05"],
    ["10.0.0", ""],
    ["10.0.0.999", ""],
    ["fe80::1", ""],
  ])("makes the MAC of %s", (ip, mac) => {
    expect(macOf(ip)).toBe(mac);
  });

  it("reads a line for each, with or without a MAC", () => {
    expect(readAddresses("10.0.0.5\n\n aa:bb:cc:dd:ee:ff 10.0.0.6 \n10.0.0.7,AA:bb:cc:dd:ee:f0")).toEqual([
      { IpAddress: "10.0.0.5", MacAddress: "52:54:0a:00:00:05" },
      { IpAddress: "10.0.0.6", MacAddress: "aa:bb:cc:dd:ee:ff" },
      { IpAddress: "10.0.0.7", MacAddress: "AA:bb:cc:dd:ee:f0" },
    ]);
  });
});

describe("requests of operators", () => {
  const subnet = {
    Id: "lab",
    IpGateway: "10.0.0.1",
    IpMask: "255.255.255.0",
    DomainNameServers: ["10.0.0.2"],
  };
  const cases: [OperatorMethod, Record<string, unknown>, Record<string, unknown>][] = [
    ["SetDisabledState", {}, { Disable: true }],
    ["PowerOff", { StopVMs: true }, {}],
    ["ChangeOwners", { OwnerUsers: ["alice"], OwnerGroups: [] }, {}],
    ["ChangeAddressPool", { Add: "10.0.0.5", Remove: "10.0.0.6", TrimSubnet: "lab", TrimTo: "3" }, {}],
    ["UpdateSubnets", subnet, {}],
    ["UpdateSubnets", { ...subnet, VlanId: "7", Manage: true }, { change: "lab" }],
    ["UpdateSubnets", {}, { delete: "lab" }],
    ["RegisterExternalLeases", { Leases: "52:54:0a:00:00:05 10.0.0.5 box\n" }, {}],
    [
      "NetbootMachine",
      { MacAddress: "52:54:0a:00:00:05", IpAddress: "10.0.0.5", WaitTimeout: "5", OfferExpiration: "6" },
      {},
    ],
    [
      "ImportLocalVm",
      {
        Hostname: "a",
        IpAddress: "10.0.0.5",
        MacAddress: "52:54:0a:00:00:05",
        MemoryInMiB: "1G",
        MilliCPUs: "500",
        VolumeFilenames: "/a\n/b",
      },
      {},
    ],
  ];
  it.each(cases)("%s is what the contract takes", (method, values, preset) => {
    const action: OperatorAction = operatorActions[method];
    const request = action.request?.(values, preset) ?? values;
    expect(checkInput(requestSchema(action.method), request)).toMatchObject({ ok: true });
  });

  const updateSubnets: OperatorAction = operatorActions.UpdateSubnets;
  it("fills the form of a subnet with what it is", () => {
    const hypervisor = { SubnetDetails: [subnet] } as unknown as HypervisorDetail;
    expect(updateSubnets.initial?.(hypervisor, { change: "lab" })).toMatchObject({
      IpGateway: "10.0.0.1",
    });
    expect(updateSubnets.initial?.(hypervisor, {})).toEqual({});
  });
});
