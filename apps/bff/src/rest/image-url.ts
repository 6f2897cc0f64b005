import { isIP } from "node:net";
import { invalidInput } from "./api-error.ts";

/**
 * Holds an image address to the policy: the hypervisor fetches it from inside the network, so it must not become a way
 * to places that the caller cannot reach. Link-local and loopback addresses are refused whatever the policy says.
 * @throws ApiError that names the field
 */
export function requireAllowedImageUrl(patterns: readonly string[], url: string | undefined): void {
  if (url === undefined || url === "") return;
  const reason = refusal(patterns, url);
  if (reason !== undefined) throw invalidInput([{ field: "ImageURL", message: reason }]);
}

function refusal(patterns: readonly string[], text: string): string | undefined {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url === undefined) return "is not a URL";
  if (url.username !== "" || url.password !== "") return "must not hold a user name or password";
  if (isForbiddenHost(url.hostname)) return "names a host that images must not come from";
  const place = `${url.protocol}//${url.host}`;
  if (patterns.some((pattern) => globMatches(pattern, place))) return undefined;
  return `is not allowed; allowed are: ${patterns.join(", ") || "none"}`;
}

function isForbiddenHost(hostname: string): boolean {
  const host = hostname.replace(/^\[|\]$/g, "").toLowerCase();
  if (host === "localhost" || host.endsWith(".localhost")) return true;
  if (isIP(host) === 4) return /^(127\.|169\.254\.|0\.)/.test(host);
  if (isIP(host) === 6)
    return host === "::1" || host === "::" || /^fe[89ab]/.test(host) || host.startsWith("::ffff:");
  return false;
}

/** `*` stands for any run of characters; everything else for itself. */
function globMatches(pattern: string, text: string): boolean {
  const source = pattern.split("*").map((part) => part.replace(/[.+?^${}()|[\]\\]/g, "\\$&"));
  return new RegExp(`^${source.join(".*")}$`).test(text);
}
