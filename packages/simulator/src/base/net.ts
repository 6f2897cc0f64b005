import { isIPv4 } from "node:net";

/** An IPv4 address as an unsigned number, or undefined if it is none. */
export function ipNumber(ip: string | undefined): number | undefined {
  if (ip === undefined || !isIPv4(ip)) return undefined;
  return ip.split(".").reduce((sum, part) => sum * 256 + Number(part), 0);
}

/** How the server prints an address in its messages: an absent one reads "<nil>". */
export function ipMessage(ip: string | undefined): string {
  return ip === undefined || ip === "" ? "<nil>" : ip;
}

/** True for an absent address and for 0.0.0.0. */
export function isUnspecified(ip: string | undefined): boolean {
  return ip === undefined || ip === "" || ip === "0.0.0.0" || ip === "::";
}

/** True if `ip` lies in the network given by gateway and mask. */
export function inNetwork(ip: string | undefined, gateway: string, mask: string): boolean {
  const [address, gate, bits] = [ipNumber(ip), ipNumber(gateway), ipNumber(mask)];
  if (address === undefined || gate === undefined || bits === undefined) return false;
  return (address & bits) >>> 0 === (gate & bits) >>> 0;
}

const MAC = /^[0-9a-fA-F]{2}(:[0-9a-fA-F]{2}){5}$/;

/** True for six pairs of hex digits joined by colons. */
export function isMac(text: string): boolean {
  return MAC.test(text);
}

/** The MAC address a fleet manager gives to an IP address: 52:54 and its four bytes. */
export function macForIp(ip: string): string {
  return ["52", "54", ...ip.split(".").map((part) => Number(part).toString(16).padStart(2, "0"))].join(":");
}

/** True if the TCP peer is this machine. */
export function isLoopback(address: string | undefined): boolean {
  if (address === undefined) return false;
  const plain = address.startsWith("::ffff:") ? address.slice(7) : address;
  return plain === "::1" || plain.startsWith("127.");
}

/** Orders addresses by number, so that 10.0.0.9 comes before 10.0.0.10. */
export function compareIps(a: string, b: string): number {
  return (ipNumber(a) ?? 0) - (ipNumber(b) ?? 0);
}
