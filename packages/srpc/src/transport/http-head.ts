import { SrpcError } from "../errors.ts";
import type { ByteChannel } from "./byte-channel.ts";
import type { Deadline } from "./wait.ts";

/** Most bytes of an HTTP head that are looked at. */
const MAX_HEAD_BYTES = 16 * 1024;

/**
 * An HTTP head, its empty line included; what follows stays in the channel. Undefined when the stream ends first.
 * @throws SrpcError LIMIT beyond 16 KiB.
 */
export async function readHttpHead(channel: ByteChannel, deadline: Deadline): Promise<Buffer | undefined> {
  let head: Buffer = Buffer.alloc(0);
  for (;;) {
    const chunk = await channel.read(undefined, deadline.rest());
    if (chunk === undefined) return undefined;
    const before = head.length;
    head = before === 0 ? chunk : Buffer.concat([head, chunk]);
    const end = headEnd(head, Math.max(0, before - 3));
    if (end >= 0) {
      channel.unread(head.subarray(end));
      return head.subarray(0, end);
    }
    if (head.length > MAX_HEAD_BYTES) throw new SrpcError("LIMIT", "an HTTP head is too long");
  }
}

/** Index after the empty line that ends a head, whichever line ends it uses; -1 when not there yet. */
function headEnd(bytes: Buffer, from: number): number {
  for (let i = bytes.indexOf(10, from); i >= 0; i = bytes.indexOf(10, i + 1)) {
    if (bytes[i + 1] === 10) return i + 2;
    if (bytes[i + 1] === 13 && bytes[i + 2] === 10) return i + 3;
  }
  return -1;
}
