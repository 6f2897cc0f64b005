import { type Connection, type ConnectOptions, connect } from "@stackdeck/srpc";

/** Where calls get their connections from: a pool in the server, single connections in tools and tests. */
export interface ConnectionSource {
  /** Runs work on a connection that no other call uses meanwhile. */
  use<T>(
    work: (connection: Connection) => Promise<T>,
    options?: { signal?: AbortSignal | undefined },
  ): Promise<T>;
  /** A new connection for a stream, an upload or a console. The caller closes it. */
  dedicated(options?: { signal?: AbortSignal | undefined }): Promise<Connection>;
}

/** A source without a pool: every call connects anew and closes afterwards. */
export function directConnections(options: ConnectOptions): ConnectionSource {
  const dedicated: ConnectionSource["dedicated"] = (call) => connect({ ...options, signal: call?.signal });
  return {
    dedicated,
    async use(work, call) {
      const connection = await dedicated(call);
      try {
        return await work(connection);
      } finally {
        connection.close();
      }
    },
  };
}
