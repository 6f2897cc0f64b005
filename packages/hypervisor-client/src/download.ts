import type { ConnectionSource } from "./connection-source.ts";
import { checkReply } from "./hypervisor-error.ts";
import { type CallControl, type MethodShape, methodLine, wireTypes } from "./method-shape.ts";

export interface Download {
  /** Bytes that will come; 0 when there is nothing, which is no error. */
  readonly length: number;
  /** Must be read to the end or returned from, else the connection stays open. A cut transfer throws. */
  readonly bytes: AsyncIterable<Uint8Array>;
}

/**
 * Opens a download: a reply with `Length`, then so many bytes.
 * @throws HypervisorError when the reply holds an error
 */
export async function openDownload(
  source: ConnectionSource,
  method: MethodShape,
  request: unknown,
  control: CallControl = {},
): Promise<Download> {
  const connection = await source.dedicated(control);
  try {
    const types = wireTypes(method);
    const stream = await connection.open(methodLine(method), { signal: control.signal });
    await stream.send(types.request, request, control);
    const reply = await stream.receive<{ Error?: string; Length?: number }>(types.response, control);
    if (reply === undefined)
      throw new Error(`${method.name}: the hypervisor closed the connection instead of answering`);
    checkReply(method.name, reply);
    const length = reply.Length ?? 0;
    return { length, bytes: closing(stream.readExactly(length, control), () => connection.close()) };
  } catch (error) {
    connection.close();
    throw error;
  }
}

/** Passes chunks on and calls `close` at the end, also when the reader stops early. */
export async function* closing(chunks: AsyncIterable<Buffer>, close: () => void): AsyncGenerator<Buffer> {
  try {
    yield* chunks;
  } finally {
    close();
  }
}
