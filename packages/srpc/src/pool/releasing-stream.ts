import type { CallStream } from "../transport/call-stream.ts";
import type { Lease } from "./connection-pool.ts";

/** The same stream, whose end gives its connection back to the pool. */
export function releasingStream(stream: CallStream, lease: Lease): CallStream {
  // However the connection ends (error, abort, the end of a hijacked channel), its place becomes free.
  lease.connection.closed.then(lease.release, lease.release);
  return {
    send: (type, value, options) => stream.send(type, value, options),
    write: (bytes, options) => stream.write(bytes, options),
    flush: (options) => stream.flush(options),
    receive: (type, options) => stream.receive(type, options),
    read: (max, options) => stream.read(max, options),
    readExactly: (length, options) => stream.readExactly(length, options),
    readLine: (options) => stream.readLine(options),
    finish: () => {
      stream.finish();
      lease.release();
    },
    abort: (reason) => {
      stream.abort(reason);
      lease.release();
    },
    duplex: () => stream.duplex(),
  };
}
