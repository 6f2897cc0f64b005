import { Resolver } from "node:dns/promises";
import { BlockList, isIP } from "node:net";
import { invalidInput } from "./api-error.ts";

/** What this host itself, its link, clouds' metadata services and no single host are reached by (IPv4). */
const forbiddenNets = [
  ["0.0.0.0", 8],
  ["127.0.0.0", 8],
  ["169.254.0.0", 16],
  ["100.100.100.200", 32],
  ["192.0.0.192", 32],
  ["224.0.0.0", 3],
] as const;
/** The same for IPv6, and all mapped addresses: nobody serves images under one. */
const forbiddenNets6 = [
  ["::", 127],
  ["::ffff:0:0", 96],
  ["fe80::", 10],
  ["fd00:ec2::254", 128],
  ["ff00::", 8],
] as const;
/** Names that mean such an address wherever they are looked up. */
const forbiddenNames =
  /^(.*\.)?localhost$|^localhost\.localdomain$|^ip6-(localhost|loopback)$|^instance-data(\.ec2\.internal)?$|^metadata(\.google\.internal)?$/;

// Apart: one list would take each IPv4 address for a mapped one.
const forbidden4 = new BlockList();
const forbidden6 = new BlockList();
for (const [net, bits] of forbiddenNets6) forbidden6.addSubnet(net, bits, "ipv6");
for (const [net, bits] of forbiddenNets) {
  forbidden4.addSubnet(net, bits, "ipv4");
  // Translators make an IPv4 address of these: NAT64, IPv4-compatible, 6to4.
  forbidden6.addSubnet(`64:ff9b::${net}`, 96 + bits, "ipv6");
  forbidden6.addSubnet(`::${net}`, 96 + bits, "ipv6");
  forbidden6.addSubnet(`2002:${hexPair(net)}::`, 16 + bits, "ipv6");
}

/** Looks a host name up; the answers in text form, none when nobody knows it. */
export type LookUp = (host: string) => Promise<readonly string[]>;

/** A server that cannot be reached must not keep the caller waiting. */
const lookUpMs = 1000;

/**
 * Holds an image address to the policy: the hypervisor fetches it from inside the network, so it must not become a way
 * to places that the caller cannot reach. Loopback, link-local and metadata addresses are refused whatever the policy
 * says, under a name too. What the hypervisor's own resolver says, and where a server sends it on to, only the
 * hypervisor sees: against that help patterns that name hosts.
 * @throws ApiError that names the field
 */
export async function requireAllowedImageUrl(
  patterns: readonly string[],
  text: string | undefined,
  lookUp: LookUp = askDns,
): Promise<void> {
  if (text === undefined || text === "") return;
  const reason = refusal(patterns, text) ?? (await refusalOfName(text, lookUp));
  if (reason !== undefined) throw invalidInput([{ field: "ImageURL", message: reason }]);
}

function refusal(patterns: readonly string[], text: string): string | undefined {
  // Readers of addresses differ in what they make of these: the hypervisor must see the host that is looked at here.
  if (/[\s\\\p{Cc}]/u.test(text)) return "must hold no spaces, control characters or backslashes";
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url === undefined) return "is not a URL";
  if (url.username !== "" || url.password !== "") return "must not hold a user name or password";
  const host = hostOf(url);
  if (isForbiddenAddress(host) || forbiddenNames.test(host))
    return "names a host that images must not come from";
  if (patterns.some((pattern) => allows(pattern, url))) return undefined;
  return `is not allowed; allowed are: ${patterns.join(", ") || "none"}`;
}

async function refusalOfName(text: string, lookUp: LookUp): Promise<string | undefined> {
  const host = hostOf(new URL(text));
  if (host === "" || isIP(host) !== 0) return undefined;
  const addresses = await lookUp(host);
  return addresses.some(isForbiddenAddress)
    ? "names a host whose address is one that images must not come from"
    : undefined;
}

/** Without brackets and without the dot that a full name may end in. */
function hostOf(url: URL): string {
  return url.hostname
    .replace(/^\[|\]$/g, "")
    .replace(/\.+$/, "")
    .toLowerCase();
}

function isForbiddenAddress(host: string): boolean {
  const family = isIP(host);
  if (family === 4) return forbidden4.check(host, "ipv4");
  return family === 6 && forbidden6.check(host, "ipv6");
}

async function askDns(host: string): Promise<readonly string[]> {
  const resolver = new Resolver({ timeout: lookUpMs, tries: 1 });
  const timer = setTimeout(() => resolver.cancel(), lookUpMs);
  const none = () => [];
  try {
    const answers = [resolver.resolve4(host).catch(none), resolver.resolve6(host).catch(none)];
    return (await Promise.all(answers)).flat();
  } finally {
    clearTimeout(timer);
  }
}

function hexPair(net: string): string {
  const [a = 0, b = 0, c = 0, d = 0] = net.split(".").map(Number);
  return `${((a << 8) | b).toString(16)}:${((c << 8) | d).toString(16)}`;
}

/** Whether scheme and host fit a pattern, and the path where it has one: a host's part never fits a path. */
function allows(pattern: string, url: URL): boolean {
  const [, place = "", path = "/*"] = /^([^/]*\/\/[^/]*)(\/.*)?$/.exec(pattern) ?? [];
  return wildcardMatches(place, `${url.protocol}//${url.host}`) && wildcardMatches(path, url.pathname);
}

/** `*` stands for any run of characters; everything else for itself. */
function wildcardMatches(pattern: string, text: string): boolean {
  const source = pattern.split("*").map((part) => part.replace(/[.+?^${}()|[\]\\]/g, "\\$&"));
  return new RegExp(`^${source.join(".*")}$`).test(text);
}
