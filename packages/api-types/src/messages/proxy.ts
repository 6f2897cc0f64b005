/** Connections through an SRPC proxy. */

import type { Plain } from "../wire/schema.ts";
import { duration, text } from "../wire/schema.ts";
import { errorReply, field, struct } from "../wire/struct.ts";

export const ConnectRequest = struct("ConnectRequest", "Ask an SRPC proxy for a connection.", {
  Address: field(text, "host:port"),
  Network: field(text, '"tcp"'),
  Timeout: field(duration, "how long to try (ns)"),
});
export type ConnectRequest = Plain<typeof ConnectRequest>;

export const ConnectResponse = errorReply("ConnectResponse");
export type ConnectResponse = Plain<typeof ConnectResponse>;
