import type { CallStream } from "@stackdeck/srpc";
import type { ConnectionSource } from "./connection-source.ts";
import { checkReply } from "./hypervisor-error.ts";
import { type CallControl, type MethodShape, methodLine, wireTypes } from "./method-shape.ts";

/** Time for the hypervisor to attach us, in milliseconds. */
const ATTACH_TIMEOUT_MS = 20_000;

/**
 * Opens a console: after the answer only raw bytes follow. Closing the stream (`abort`) detaches.
 * @throws HypervisorError with the hypervisor's sentence when it refuses
 */
export async function openByteChannel(
  source: ConnectionSource,
  method: MethodShape,
  request: unknown,
  control: CallControl = {},
): Promise<CallStream> {
  const connection = await source.dedicated(control);
  try {
    const limits = { timeoutMs: ATTACH_TIMEOUT_MS, ...control };
    const types = wireTypes(method);
    const stream = await connection.open(methodLine(method), limits);
    await stream.send(types.request, request, limits);
    const reply = await stream.receive(types.response, limits);
    if (reply === undefined)
      throw new Error(`${method.name}: the hypervisor closed the connection instead of answering`);
    checkReply(method.name, reply);
    return stream;
  } catch (error) {
    connection.close();
    throw error;
  }
}
