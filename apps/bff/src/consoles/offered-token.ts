import type { IncomingMessage } from "node:http";

/** A page or library that cannot send an Authorization header offers its API token as a subprotocol of this prefix. */
const prefix = "bearer.";

/**
 * Moves an API token that was offered as a subprotocol (`Sec-WebSocket-Protocol: binary, bearer.<token>`) to where it is
 * looked for. Never in an address: addresses are written to logs.
 */
export function takeOfferedToken(request: IncomingMessage): void {
  const offered = (request.headers["sec-websocket-protocol"] ?? "").split(",").map((name) => name.trim());
  const token = offered.find((name) => name.startsWith(prefix))?.slice(prefix.length);
  if (token !== undefined) request.headers.authorization ??= `Bearer ${token}`;
}

/** The subprotocol that is agreed on: a browser wants one of those it offered, and a token is none. */
export function chooseProtocol(offered: ReadonlySet<string>): string | false {
  for (const name of offered) if (!name.startsWith(prefix)) return name;
  return false;
}
