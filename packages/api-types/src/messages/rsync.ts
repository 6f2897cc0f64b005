/** The block protocol of volume downloads. */

import type { Plain } from "../wire/schema.ts";
import { uint8, uint64 } from "../wire/schema.ts";
import { errorField, field, struct } from "../wire/struct.ts";

export const GetBlocksRequest = struct("GetBlocksRequest", "Start of the block protocol.", {
  BlockOrder: field(uint8, "block size is 2 to this power bytes; 9 to 32"),
  NumBlocks: field(
    uint64,
    "number of whole blocks the client has (and of hashes that follow); 0: send everything",
  ),
});
export type GetBlocksRequest = Plain<typeof GetBlocksRequest>;

export const Block = struct("Block", "Header of one stretch of raw block data.", {
  Error: errorField,
  Index: field(uint64, "number of the first block"),
  Size: field(uint64, "number of raw bytes that follow; 0 ends the stream"),
});
export type Block = Plain<typeof Block>;
