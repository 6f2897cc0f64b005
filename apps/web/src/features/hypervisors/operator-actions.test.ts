import type { HypervisorDetail } from "@stackdeck/api-types";
import { checkInput, requestSchema } from "@stackdeck/api-types";
import { describe, expect, it } from "vitest";
import type { OperatorAction } from "./operator-action.ts";
import { notStopped, type OperatorMethod, operatorActions } from "./operator-actions.ts";

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
    ["ChangeAddressPool", { Addresses: "10.0.0.5-10.0.0.9" }, { part: "add" }],
    ["ChangeAddressPool", { Addresses: "10.0.0.6" }, { part: "remove" }],
    ["ChangeAddressPool", { Subnet: "lab", Keep: "3" }, { part: "limit" }],
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

  it("powers off only when nothing runs any more, or when it is told to stop what runs", () => {
    const powerOff: OperatorAction = operatorActions.PowerOff;
    const idle = { NumVMs: 2, NumVMsByState: { stopped: 2 } } as unknown as HypervisorDetail;
    const busy = {
      NumVMs: 4,
      NumVMsByState: { stopped: 1, running: 2, crashed: 1 },
    } as unknown as HypervisorDetail;
    expect(notStopped(busy)).toBe(3);
    expect(powerOff.facts?.(busy, {})).toHaveLength(2);
    expect(powerOff.refusal?.(busy, {})).toContain("3 VMs are not stopped");
    expect(powerOff.refusal?.(busy, { StopVMs: true })).toBeUndefined();
    expect(powerOff.refusal?.(idle, {})).toBeUndefined();
    expect(powerOff.fields(idle, {})).toEqual([]);
  });
});
