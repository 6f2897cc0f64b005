import { endpoints } from "../client/connect-options.ts";
import type { CoderName } from "../transport/message-coder.ts";

/** What to do with a request that came on a new connection. */
export type Entrance =
  | {
      readonly kind: "srpc";
      readonly tls: boolean;
      readonly coder: CoderName;
      readonly withoutMethodPowers: boolean;
    }
  | { readonly kind: "refused"; readonly status: 301 | 400 | 404 | 405; readonly location?: string }
  | { readonly kind: "http" };

export interface EntranceRules {
  readonly hasTls: boolean;
  readonly requireTls: boolean;
  readonly hasUnauthenticated: boolean;
}

/** Decides by the request line of an HTTP head. */
export function decideEntrance(requestLine: string, rules: EntranceRules): Entrance {
  const [method, target = ""] = requestLine.split(" ");
  const mark = target.indexOf("?");
  const path = mark < 0 ? target : target.slice(0, mark);
  const query = mark < 0 ? "" : target.slice(mark + 1);
  const endpoint = endpoints.find(
    (e) => e.path === path || (e.path.endsWith("/") && path.startsWith(e.path)),
  );
  if (method !== "CONNECT") {
    if (endpoint === undefined || isPage(path)) return { kind: "http" };
    return { kind: "refused", status: 400 };
  }
  if (endpoint === undefined) {
    const withSlash = endpoints.find((e) => e.path === `${path}/`);
    if (withSlash !== undefined) return { kind: "refused", status: 301, location: withSlash.path };
    return { kind: "refused", status: 404 };
  }
  if (endpoint.tls && !rules.hasTls) return { kind: "refused", status: 404 };
  if (!endpoint.tls && rules.requireTls && !rules.hasUnauthenticated) return { kind: "refused", status: 405 };
  if (/%(?![0-9a-fA-F]{2})|;/.test(query)) return { kind: "refused", status: 400 };
  const withoutMethodPowers = new URLSearchParams(query).get("doNotUseMethodPowers") === "true";
  return { kind: "srpc", tls: endpoint.tls, coder: endpoint.coder, withoutMethodPowers };
}

const PAGE_PREFIX = "/_goSRPC_/";
/** Pages below the plain gob endpoint's path. */
export type PageName = "listMethods" | "listPublicMethods" | "getHostname";
const pageNames: readonly string[] = ["listMethods", "listPublicMethods", "getHostname"] satisfies PageName[];

function isPage(path: string): boolean {
  return pageOf(path) !== undefined;
}

/** The built-in page at a path, if there is one. */
export function pageOf(path: string): PageName | undefined {
  const name = path.startsWith(PAGE_PREFIX) ? path.slice(PAGE_PREFIX.length) : "";
  return pageNames.includes(name) ? (name as PageName) : undefined;
}

const reasons = { 301: "Moved Permanently", 400: "Bad Request", 404: "Not Found", 405: "Method Not Allowed" };

/** The bytes of a refusal, after which the connection is closed. */
export function refusalResponse(entrance: Extract<Entrance, { kind: "refused" }>): string {
  const { status, location } = entrance;
  const body = status === 404 ? "404 page not found\n" : "";
  return [
    `HTTP/1.0 ${status} ${reasons[status]}`,
    "Content-Type: text/plain; charset=utf-8",
    "X-Content-Type-Options: nosniff",
    ...(location === undefined ? [] : [`Location: ${location}`]),
    "Connection: close",
    `Content-Length: ${body.length}`,
    "",
    body,
  ].join("\r\n");
}
