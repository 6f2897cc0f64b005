import { SrpcError } from "../errors.ts";
import type { CallStream } from "../transport/call-stream.ts";
import type { WaitOptions } from "../transport/wait.ts";
import type { WireType } from "../wire-type.ts";

const HASH_BYTES = 64;
/** The server's read buffer; it takes each hash with one read of it. */
const WRITE_BYTES = 4096;

export interface BlockHashesOptions extends WaitOptions {
  readonly requestType: WireType;
  /** The GetBlocksRequest, whose NumBlocks must be the number of hashes. */
  readonly request: unknown;
  /** All SHA-512 values one after the other; a multiple of 64 bytes. */
  readonly hashes: Uint8Array;
}

/**
 * Sends a block request and its hashes so that no hash lies across a boundary of the server's buffer: the
 * request in a write of its own, then writes of a multiple of 64 bytes. A hash that is torn is refused by the
 * server, and the rest would be taken for method lines.
 */
export async function sendBlockHashes(stream: CallStream, options: BlockHashesOptions): Promise<void> {
  const { hashes } = options;
  if (hashes.length % HASH_BYTES !== 0) throw new SrpcError("LIMIT", "block hashes must be 64 bytes each");
  await stream.send(options.requestType, options.request, options);
  await stream.flush(options);
  for (let start = 0; start < hashes.length; start += WRITE_BYTES) {
    await stream.write(hashes.subarray(start, start + WRITE_BYTES), options);
    await stream.flush(options);
  }
}
