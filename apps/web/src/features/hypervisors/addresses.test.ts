import { describe, expect, it } from "vitest";
import {
  addressesProblem,
  ipProblem,
  macOf,
  macProblem,
  maskProblem,
  readAddresses,
  subnetOfAddress,
} from "./addresses.ts";

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

  it("reads ranges, over the end of a byte too", () => {
    expect(readAddresses("10.0.0.254-10.0.1.1").map(({ IpAddress }) => IpAddress)).toEqual([
      "10.0.0.254",
      "10.0.0.255",
      "10.0.1.0",
      "10.0.1.1",
    ]);
  });

  it.each([
    ["10.0.0.5", undefined],
    ["10.0.0.5-10.0.0.9\n10.1.0.1", undefined],
    ["10.0.0.9-10.0.0.5", "“10.0.0.9-10.0.0.5” is not an IPv4 address or a range of them"],
    ["10.0.0.300", "“10.0.0.300” is not an IPv4 address or a range of them"],
    ["52:54:00:00:00:01", "Each line needs an address"],
    ["10.0.0.0-10.255.255.255", "At most 1024 addresses at once"],
  ])("judges %j", (text, problem) => {
    expect(addressesProblem(text)).toBe(problem);
  });
});

describe("texts of a form", () => {
  it.each([
    ["255.255.252.0", true],
    ["255.255.255.255", true],
    ["0.0.0.0", true],
    ["255.0.255.0", false],
    ["255.255.255", false],
  ])("mask %s", (text, good) => {
    expect(maskProblem(text) === undefined).toBe(good);
  });

  it("knows addresses", () => {
    expect(ipProblem("10.0.0.1")).toBeUndefined();
    expect(ipProblem("10.0.0.1.5")).toBeDefined();
    expect(macProblem("52:54:00:12:34:5g")).toBeDefined();
  });

  it("finds the subnet of an address, above 127 too", () => {
    const subnets = [
      { Id: "low", IpGateway: "10.0.0.1", IpMask: "255.255.255.0" },
      { Id: "high", IpGateway: "192.168.4.1", IpMask: "255.255.252.0" },
    ];
    expect(subnetOfAddress("192.168.7.250", subnets)).toBe("high");
    expect(subnetOfAddress("10.0.0.77", subnets)).toBe("low");
    expect(subnetOfAddress("10.0.1.77", subnets)).toBeUndefined();
  });
});
