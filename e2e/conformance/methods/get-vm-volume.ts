import { createHash } from "node:crypto";
import { check, equal } from "../checks.ts";
import type { Client, Message, OpenCall } from "../client.ts";
import { readBytes } from "../client.ts";
import { blockType, getBlocksRequestType } from "../contract.ts";
import { suite } from "../suite.ts";
import { vmRules } from "../vm-rules.ts";

/** Opens a volume's block exchange; the caller closes it. */
async function openVolume(client: Client, request: Message): Promise<OpenCall> {
  const call = await client.open("GetVmVolume");
  await call.send(request);
  const { Error: error } = await call.expect();
  check(!error, `GetVmVolume to begin, but it answered: ${error}`);
  return call;
}

/** Reads blocks until the empty one; the number of bytes and their places. */
async function readBlocks(call: OpenCall, order: number, into: Buffer): Promise<number> {
  let transferred = 0;
  for (;;) {
    const block = await call.stream.receive<Message>(blockType, { timeoutMs: 30_000 });
    check(block !== undefined && !block.Error, `a block, got ${JSON.stringify(block)}`);
    const size = Number(block.Size ?? 0);
    if (size === 0) return transferred;
    (await readBytes(call, size)).copy(into, Number(block.Index ?? 0) * 2 ** order);
    transferred += size;
  }
}

/** A volume of zeros with a few bytes somewhere. */
function sparseImage(): Buffer {
  const image = Buffer.alloc(1 << 18);
  image.write("first", 0);
  image.write("in the middle", 70_000);
  image.write("last", image.length - 4);
  return image;
}

export const getVmVolume = suite("GetVmVolume", (test) => {
  vmRules(test, "GetVmVolume");

  test("gives the whole volume when no block is known", async ({ newVm, owner }) => {
    const image = sparseImage();
    const { ip } = await newVm({ image });
    const call = await openVolume(owner, { IpAddress: ip, VolumeIndex: 0 });
    await call.stream.send(getBlocksRequestType, { BlockOrder: 16, NumBlocks: 0 });
    const copy = Buffer.alloc(image.length);
    equal(await readBlocks(call, 16, copy), image.length, "the bytes sent");
    check(copy.equals(image), "the copy to equal the volume");
    await call.close();
  });

  test("sends only the blocks that differ", async ({ newVm, owner }) => {
    const image = sparseImage();
    const { ip } = await newVm({ image });
    const order = 12;
    const call = await openVolume(owner, { IpAddress: ip, VolumeIndex: 0 });
    const count = image.length >> order;
    const hash = createHash("sha512")
      .update(Buffer.alloc(1 << order))
      .digest();
    await call.stream.send(getBlocksRequestType, { BlockOrder: order, NumBlocks: count });
    await call.stream.write(Buffer.concat(Array.from({ length: count }, () => hash)));
    const copy = Buffer.alloc(image.length);
    equal(await readBlocks(call, order, copy), 3 << order, "the bytes sent");
    check(copy.equals(image), "the copy to equal the volume");
    await call.close();
  });

  test("refuses a block order outside 9 to 32", async ({ newVm, owner }) => {
    const { ip } = await newVm();
    const call = await openVolume(owner, { IpAddress: ip, VolumeIndex: 0 });
    await call.stream.send(getBlocksRequestType, { BlockOrder: 8, NumBlocks: 0 });
    const block = await call.stream.receive<Message>(blockType, { timeoutMs: 30_000 });
    equal(block?.Error, "bad block order", "the error of the block");
    await call.close();
  });

  test("names a wrong index", async ({ newVm, owner }) => {
    const { ip } = await newVm();
    await owner.refused("GetVmVolume", { IpAddress: ip, VolumeIndex: 7 }, "index too large");
  });
});
