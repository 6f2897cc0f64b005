import { SrpcError } from "../errors.ts";
import type { ByteChannel } from "../transport/byte-channel.ts";
import { readHttpHead } from "../transport/http-head.ts";
import type { Deadline } from "../transport/wait.ts";

const CONNECTED = "Connected to Go SRPC";

/**
 * Asks for an endpoint with HTTP CONNECT. Written and parsed by hand: the answer has bare line feeds and no
 * headers, which HTTP clients refuse. Resolves when the server has agreed.
 * @throws SrpcError NO_ENDPOINT (404), MISSING_CERTIFICATE (405), BAD_CERTIFICATE (401), PROTOCOL otherwise.
 */
export async function requestEndpoint(
  channel: ByteChannel,
  target: string,
  deadline: Deadline,
): Promise<void> {
  await channel.write(Buffer.from(`CONNECT ${target} HTTP/1.0\n\n`, "latin1"), deadline.rest());
  const bytes = await readHttpHead(channel, deadline);
  if (bytes === undefined)
    throw new SrpcError("PEER_CLOSED", "the server closed instead of answering CONNECT");
  const head = bytes.toString("latin1");
  const statusLine = head.slice(0, head.indexOf("\n")).trimEnd();
  const match = /^HTTP\/1\.[01] (\d{3})(?: (.*))?$/.exec(statusLine);
  if (match === null) throw new SrpcError("PROTOCOL", "the answer to CONNECT is no HTTP: not an SRPC server");
  const [, status, reason = ""] = match;
  if (status === "200" && reason === CONNECTED) {
    if (channel.hasSurplus)
      throw new SrpcError("PROTOCOL", "the server sent bytes after its answer to CONNECT");
    return;
  }
  if (status === "404") throw new SrpcError("NO_ENDPOINT", `no SRPC endpoint ${target}`);
  if (status === "405")
    throw new SrpcError("MISSING_CERTIFICATE", "the server requires a client certificate");
  if (status === "401") throw new SrpcError("BAD_CERTIFICATE", "the server refused the client certificate");
  throw new SrpcError("PROTOCOL", `unexpected HTTP response: ${status} ${reason.slice(0, 200)}`);
}
