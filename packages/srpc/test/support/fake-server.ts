import { type Duplex, duplexPair } from "node:stream";
import { ClientConnection } from "../../src/client/client-connection.ts";
import { ByteChannel } from "../../src/transport/byte-channel.ts";

/** A client's connection and the server's end of it, which the test plays itself. */
export function pair(coder: "gob" | "json" = "gob"): {
  connection: ClientConnection;
  far: Duplex;
  sent: () => string;
} {
  const [near, far] = duplexPair();
  const chunks: Buffer[] = [];
  far.on("data", (chunk: Buffer) => chunks.push(chunk));
  const peer = { host: "fake", port: 1, endpoint: "/", tls: false };
  const connection = new ClientConnection(new ByteChannel(near), { coder, peer });
  return { connection, far, sent: () => Buffer.concat(chunks).toString("latin1") };
}
