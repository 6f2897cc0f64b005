import { describe, expect, it } from "vitest";
import { type DhcpRow, dhcpMatches, pcapOf } from "./dhcp-rows.ts";

const row: DhcpRow = {
  On: "2026-01-01T00:00:01.500Z",
  Interface: "br0",
  Packet: btoa("hello"),
  Decoded: {
    MessageType: "discover",
    ClientMac: "52:54:0a:00:00:05",
    ClientIp: "",
    RequestedIp: "",
    Hostname: "web-1",
    VendorClass: "",
  },
};

describe("DHCP packets", () => {
  it.each([
    ["", true],
    ["WEB", true],
    ["52:54", true],
    ["offer", false],
  ])("filter %j", (text, matches) => {
    expect(dhcpMatches(row, text)).toBe(matches);
  });

  it("writes a capture file with one packet", () => {
    const file = pcapOf([row]);
    const view = new DataView(file.buffer);
    expect(file.length).toBe(24 + 16 + 28 + 5);
    expect(view.getUint32(0)).toBe(0xa1b2c3d4);
    expect(view.getUint32(24)).toBe(1_767_225_601);
    expect(view.getUint32(28)).toBe(500_000);
    expect(view.getUint16(40 + 20)).toBe(68);
    // The header's words and its checksum add up to all ones.
    let sum = 0;
    for (let at = 40; at < 60; at += 2) sum += view.getUint16(at);
    expect((sum & 0xffff) + (sum >> 16)).toBe(0xffff);
    expect(new TextDecoder().decode(file.subarray(68))).toBe("hello");
  });
});
