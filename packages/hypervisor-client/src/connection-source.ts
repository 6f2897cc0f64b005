import type { Connection } from "@stackdeck/srpc";

/** Where calls get their connections from: a pool in the server, single connections in tests. */
export interface ConnectionSource {
  /** Runs work on a connection that no other call uses meanwhile. */
  use<T>(
    work: (connection: Connection) => Promise<T>,
    options?: { signal?: AbortSignal | undefined },
  ): Promise<T>;
  /** A new connection for a stream, an upload or a console. The caller closes it. */
  dedicated(options?: { signal?: AbortSignal | undefined }): Promise<Connection>;
}
