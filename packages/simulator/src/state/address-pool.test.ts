import type { Address, Subnet, VmInfo } from "@stackdeck/api-types";
import { describe, expect, it } from "vitest";
import { macForIp } from "../base/net.ts";
import { AddressPool } from "./address-pool.ts";
import { Subnets } from "./subnets.ts";

const lab: Subnet = { Id: "lab", IpGateway: "10.1.0.1", IpMask: "255.255.255.0", DomainNameServers: [] };
const dmz: Subnet = { Id: "dmz", IpGateway: "10.2.0.1", IpMask: "255.255.255.0", DomainNameServers: [] };
const address = (ip: string): Address => ({ IpAddress: ip, MacAddress: macForIp(ip) });

function pool(ips: readonly string[], vms: readonly VmInfo[] = []) {
  const subnets = new Subnets([lab, dmz]);
  const list = ips.map(address);
  const changes: boolean[] = [];
  const made = new AddressPool({
    lists: { registered: list, free: list },
    subnets,
    vms: () => vms,
    onChange: ({ all }) => changes.push(all),
  });
  return { pool: made, subnets, changes };
}

function vm(ip: string): VmInfo {
  return {
    Address: address(ip),
    ChangedStateOn: "",
    CreatedOn: "",
    IdentityExpires: "",
    MemoryInMiB: 1,
    MilliCPUs: 1,
    State: "stopped",
  };
}

const freeIps = (made: AddressPool) => made.free.map(({ IpAddress }) => IpAddress);

describe("address pool", () => {
  it("takes the first free address of the subnet and returns it at the end", () => {
    const { pool: made, changes } = pool(["10.2.0.5", "10.1.0.5", "10.1.0.6"]);
    const taken = made.take("lab", undefined, "lab");
    expect(taken.IpAddress).toBe("10.1.0.5");
    made.release(taken);
    expect(freeIps(made)).toEqual(["10.2.0.5", "10.1.0.6", "10.1.0.5"]);
    expect(changes).toEqual([false, false]);
    expect(made.freeCounts()).toEqual({ lab: 2, dmz: 1 });
  });

  it.each([
    ["lab", "10.2.0.5", "address: 10.2.0.5 not found in free pool"],
    ["lab", "10.1.0.9", "address: 10.1.0.9 not found in free pool"],
    ["lab", undefined, "no free address in subnet: lab"],
  ])("refuses %s %s", (subnet, ip, text) => {
    const { pool: made } = pool(["10.2.0.5"]);
    expect(() => made.take(subnet, ip, subnet)).toThrow(text);
  });

  it.each([
    [{ IpAddress: "10.1.0.7", MacAddress: "nonsense" }, "address nonsense: invalid MAC address"],
    [address("192.168.0.1"), "no subnet matching: 192.168.0.1"],
    [address("10.1.0.5"), "duplicate IP address: 10.1.0.5"],
    [{ IpAddress: "10.1.0.7", MacAddress: macForIp("10.1.0.5") }, "duplicate MAC address: 52:54:0a:01:00:05"],
  ])("refuses to add %o", (entry, text) => {
    const { pool: made } = pool(["10.1.0.5"]);
    expect(() => made.add([entry])).toThrow(text);
  });

  it("adds a VM's own address to the registered list only", () => {
    const { pool: made } = pool([], [vm("10.1.0.8")]);
    made.add([address("10.1.0.8"), address("10.1.0.9")]);
    expect(freeIps(made)).toEqual(["10.1.0.9"]);
    expect(made.registered).toHaveLength(2);
  });

  it("removes by IP and MAC, and refuses what is used or unknown", () => {
    const { pool: made } = pool(["10.1.0.5", "10.1.0.6"], [vm("10.1.0.7")]);
    expect(() => made.remove([address("10.1.0.7")], { reportUsed: true })).toThrow(
      "cannot remove 10.1.0.7 from free list because it is used",
    );
    expect(() => made.remove([address("10.1.0.7")], { reportUsed: false })).toThrow(
      "IPs: map[10.1.0.7:{}] not in free pool",
    );
    made.remove([{ MacAddress: macForIp("10.1.0.5") }], { reportUsed: true });
    expect(freeIps(made)).toEqual(["10.1.0.6"]);
    expect(made.registered).toHaveLength(1);
  });

  it("trims per subnet, the empty key for all", () => {
    const { pool: made } = pool(["10.1.0.5", "10.1.0.6", "10.2.0.5", "10.2.0.6"]);
    made.trim({ lab: 0, "": 1 });
    expect(freeIps(made)).toEqual(["10.2.0.5"]);
  });

  it("fails every operation while a free address has no subnet", () => {
    const { pool: made, subnets } = pool(["10.1.0.5", "10.2.0.5"]);
    subnets.replace([lab]);
    expect(() => made.take("lab", undefined, "lab")).toThrow("no matching subnet for: 10.2.0.5\n");
  });
});
