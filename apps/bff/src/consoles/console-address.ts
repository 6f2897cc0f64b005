import { isIP } from "node:net";
import type { ConsoleKind } from "./console-ports.ts";
import type { SerialAttachRequest } from "./serial-session.ts";

export interface ConsoleAddress {
  readonly ipAddress: string;
  readonly kind: ConsoleKind;
  readonly query: URLSearchParams;
}

const pathPattern = /^\/api\/v1\/vms\/([^/]+)\/console\/(serial|vnc|manager)$/;

/**
 * Reads the address of a console WebSocket.
 * @returns undefined when it is not one
 */
export function parseConsoleAddress(requestUrl: string | undefined): ConsoleAddress | undefined {
  if (requestUrl === undefined || !URL.canParse(requestUrl, "http://console")) return undefined;
  const url = new URL(requestUrl, "http://console");
  const match = pathPattern.exec(url.pathname);
  if (match === null) return undefined;
  const ipAddress = decoded(match[1] ?? "");
  if (isIP(ipAddress) === 0) return undefined;
  return { ipAddress, kind: match[2] as ConsoleKind, query: url.searchParams };
}

/** Reads what a viewer of the serial console asks for; what makes no sense is as if it was not said. */
export function parseSerialRequest(query: URLSearchParams): SerialAttachRequest {
  const epoch = query.get("epoch");
  const offset = wholeNumber(query.get("offset"), Number.MAX_SAFE_INTEGER);
  const plain = query.get("plain") === "1";
  return {
    resume: epoch !== null && offset !== undefined ? { epoch, offset } : undefined,
    wantsKeyboard: query.get("mode") !== "watch",
    acknowledges: query.get("flow") === "drawn" && !plain,
    plain,
    wholeHistory: query.get("history") === "all",
    size: {
      cols: Math.max(20, wholeNumber(query.get("cols"), 500) ?? 80),
      rows: Math.max(5, wholeNumber(query.get("rows"), 300) ?? 24),
    },
  };
}

function wholeNumber(text: string | null, max: number): number | undefined {
  if (text === null || !/^\d{1,16}$/.test(text)) return undefined;
  const value = Number(text);
  return value <= max ? value : undefined;
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return "";
  }
}
