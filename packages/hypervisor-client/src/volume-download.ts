import { createHash } from "node:crypto";
import { Block, GetBlocksRequest, type GetVmVolumeRequest, wireTypeOf } from "@stackdeck/api-types";
import { type CallStream, sendBlockHashes } from "@stackdeck/srpc";
import type { ConnectionSource } from "./connection-source.ts";
import { checkReply, HypervisorError } from "./hypervisor-error.ts";
import { type CallControl, methodLine, wireTypes } from "./method-shape.ts";
import { getVmVolume } from "./streaming-methods.ts";

/** Blocks of 2^20 bytes: one hash each is little to send, and a hole is seldom smaller. */
export const VOLUME_BLOCK_ORDER = 20;
const blockBytes = 2 ** VOLUME_BLOCK_ORDER;

/** A stretch of a volume: `bytes` must be read before the next one is asked for. */
export interface VolumeStretch {
  readonly offset: number;
  readonly length: number;
  readonly bytes: AsyncIterable<Buffer>;
}

export interface VolumeWish extends CallControl {
  /** Size of the volume as VmInfo tells it, in bytes. */
  readonly size: number;
  /**
   * SHA-512 of each full block that is at hand already, one after the other (64 bytes each): only blocks that differ
   * are sent. None: everything is sent.
   */
  readonly hashes?: Uint8Array;
}

/** SHA-512 hashes that stand for `blocks` blocks of zeros: with these, holes of the volume are not sent. */
export function hashesOfZeros(blocks: number): Buffer {
  const one = createHash("sha512").update(Buffer.alloc(blockBytes)).digest();
  const all = Buffer.alloc(blocks * one.length);
  for (let index = 0; index < blocks; index += 1) one.copy(all, index * one.length);
  return all;
}

/** Number of full blocks of a volume. */
export function fullBlocks(size: number): number {
  return Math.floor(size / blockBytes);
}

/**
 * Downloads a volume, or what differs of it, in order of offset. The hypervisor refuses changes to the VM as long as
 * this lasts, so read on without delay.
 * @throws HypervisorError with the hypervisor's sentence; an error of the transport when the transfer was cut
 */
export async function* downloadVolume(
  source: ConnectionSource,
  request: GetVmVolumeRequest,
  wish: VolumeWish,
): AsyncGenerator<VolumeStretch> {
  const connection = await source.dedicated(wish);
  const stop = () => connection.close();
  wish.signal?.addEventListener("abort", stop, { once: true });
  try {
    const stream = await connection.open(methodLine(getVmVolume), { signal: wish.signal });
    const types = wireTypes(getVmVolume);
    await stream.send(types.request, request, wish);
    const reply = await stream.receive<{ Error?: string }>(types.response, wish);
    if (reply === undefined)
      throw new Error("GetVmVolume: the hypervisor closed the connection instead of answering");
    checkReply("GetVmVolume", reply);
    yield* receiveBlocks(stream, wish);
  } finally {
    wish.signal?.removeEventListener("abort", stop);
    connection.close();
  }
}

async function* receiveBlocks(stream: CallStream, wish: VolumeWish): AsyncGenerator<VolumeStretch> {
  const hashes = wish.hashes ?? new Uint8Array(0);
  const NumBlocks = hashes.length / 64;
  // Both directions fill up when the hashes are many: send them while the blocks are being read.
  const sending = sendBlockHashes(stream, {
    requestType: wireTypeOf(GetBlocksRequest),
    request: { BlockOrder: VOLUME_BLOCK_ORDER, NumBlocks },
    hashes,
    signal: wish.signal,
  });
  // A failure shows in the reads too; without a handler here it would end the process first.
  sending.catch(() => {});
  for (;;) {
    const block = await stream.receive<Block>(wireTypeOf(Block), wish);
    if (block === undefined) throw new Error("GetVmVolume: the transfer was cut off");
    if (block.Error !== "") throw new HypervisorError("GetVmVolume", block.Error);
    if (block.Size === 0) break;
    const offset = block.Index * blockBytes;
    if (offset + block.Size > wish.size)
      throw new Error("GetVmVolume: the hypervisor sent more than the volume's size");
    yield { offset, length: block.Size, bytes: stream.readExactly(block.Size, wish) };
  }
  await sending;
}
