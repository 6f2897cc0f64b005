import type { CallStream } from "@stackdeck/srpc";
import type { ConnectionSource } from "./connection-source.ts";
import { outcomeOf } from "./hypervisor-error.ts";
import { type CallControl, type MethodShape, methodLine, wireTypes } from "./method-shape.ts";

/**
 * Runs one streaming call on a connection of its own, which is closed afterwards however it ends. A connection is
 * cheap beside what these calls do, and a refused upload leaves bytes behind that a server would run as method lines.
 */
export async function rawCall<T>(
  source: ConnectionSource,
  method: MethodShape,
  request: unknown,
  work: (stream: CallStream) => Promise<T>,
  control: CallControl = {},
): Promise<T> {
  const connection = await source.dedicated(control);
  const abort = () => connection.close();
  control.signal?.addEventListener("abort", abort, { once: true });
  let sent = false;
  try {
    control.signal?.throwIfAborted();
    const stream = await connection.open(methodLine(method), { signal: control.signal });
    sent = true;
    await stream.send(wireTypes(method).request, request, control);
    return await work(stream);
  } catch (error) {
    throw sent ? outcomeOf(method.name, error) : error;
  } finally {
    control.signal?.removeEventListener("abort", abort);
    connection.close();
  }
}
