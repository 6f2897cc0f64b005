/** Addresses as operators type them: IPv4, MAC, ranges, and the subnet they lie in. */

const macPattern = /^([0-9a-f]{2}:){5}[0-9a-f]{2}$/i;
const rangePattern = /^([\d.]+)-([\d.]+)$/;
/** Addresses that one range may name: a slip of the hand must not make millions. */
const longestRange = 1024;

/** An IPv4 address as a number; undefined when the text is none. */
export function ipNumber(text: string): number | undefined {
  const parts = text.split(".");
  if (parts.length !== 4 || parts.some((part) => !/^\d{1,3}$/.test(part) || Number(part) > 255))
    return undefined;
  return parts.reduce((number, part) => number * 256 + Number(part), 0);
}

const ipText = (number: number) =>
  [24, 16, 8, 0].map((shift) => Math.floor(number / 2 ** shift) % 256).join(".");

/** Why a text is no IPv4 address, for a form. */
export function ipProblem(text: string): string | undefined {
  return ipNumber(text) === undefined ? "This is not an IPv4 address such as 10.0.0.1" : undefined;
}

/** Why a text is no network mask: ones first, then zeros. */
export function maskProblem(text: string): string | undefined {
  const number = ipNumber(text);
  const zeros = number === undefined ? -1 : 2 ** 32 - number;
  return zeros > 0 && Number.isInteger(Math.log2(zeros))
    ? undefined
    : "This is not a network mask such as 255.255.255.0";
}

/** Why a text is no MAC address. */
export function macProblem(text: string): string | undefined {
  return macPattern.test(text) ? undefined : "This is not a MAC address such as 52:54:00:12:34:56";
}

/** The MAC address that pools give to an IPv4 address: 52:54 and its four bytes. */
export function macOf(ip: string): string {
  const number = ipNumber(ip);
  if (number === undefined) return "";
  const bytes = ip.split(".").map((byte) => Number(byte).toString(16).padStart(2, "0"));
  return ["52", "54", ...bytes].join(":");
}

export interface PoolAddress {
  readonly IpAddress: string;
  readonly MacAddress: string;
}

function ofLine(line: string): readonly PoolAddress[] {
  const words = line.split(/[\s,]+/);
  const mac = words.find((word) => macPattern.test(word)) ?? "";
  const ip = words.find((word) => word !== mac) ?? "";
  const range = rangePattern.exec(ip);
  const first = ipNumber(range?.[1] ?? "");
  const last = ipNumber(range?.[2] ?? "");
  if (mac !== "" || first === undefined || last === undefined || last < first)
    return [{ IpAddress: ip, MacAddress: mac || macOf(ip) }];
  const count = Math.min(last - first + 1, longestRange + 1);
  return Array.from({ length: count }, (_, step) => {
    const IpAddress = ipText(first + step);
    return { IpAddress, MacAddress: macOf(IpAddress) };
  });
}

/** `IP`, `MAC IP` or `IP-IP` a line, as the address pool wants them; an address without a MAC gets the customary one. */
export function readAddresses(text: string): PoolAddress[] {
  const lines = text.split("\n").map((line) => line.trim());
  return lines.filter(Boolean).flatMap(ofLine);
}

/** Why lines of addresses cannot be taken: the first that is wrong. */
export function addressesProblem(text: string): string | undefined {
  const all = readAddresses(text);
  if (all.length > longestRange) return `At most ${longestRange} addresses at once`;
  const wrong = all.find(
    ({ IpAddress, MacAddress }) => IpAddress !== "" && (ipProblem(IpAddress) || macProblem(MacAddress)),
  );
  if (wrong) return `“${wrong.IpAddress}” is not an IPv4 address or a range of them`;
  return all.some(({ IpAddress }) => IpAddress === "") ? "Each line needs an address" : undefined;
}

/** What a subnet must have to say whether an address lies in it. */
interface Network {
  readonly Id?: unknown;
  readonly IpGateway?: unknown;
  readonly IpMask?: unknown;
}

/** The subnet an address lies in, by gateway and mask. */
export function subnetOfAddress(ip: string, subnets: readonly Network[]): string | undefined {
  const number = ipNumber(ip);
  if (number === undefined) return undefined;
  const found = subnets.find(({ IpGateway, IpMask }) => {
    const gateway = ipNumber(String(IpGateway));
    const mask = ipNumber(String(IpMask));
    return gateway !== undefined && mask !== undefined && ((number ^ gateway) & mask) === 0;
  });
  return found === undefined ? undefined : String(found.Id);
}
