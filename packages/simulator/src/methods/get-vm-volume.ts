import { createHash } from "node:crypto";
import type { GetVmVolumeRequest } from "@stackdeck/api-types";
import { Block, GetBlocksRequest, wireTypeOf, zeroOf } from "@stackdeck/api-types";
import type { CallStream } from "@stackdeck/srpc";
import { DroppedConnection, refuse } from "../base/refusal.ts";
import { openVm } from "../state/access.ts";
import type { Vm } from "../state/vm.ts";
import type { Call } from "./define.ts";
import { refusalText, streamMethod } from "./define.ts";

const HASH_BYTES = 64;
const PIECE = 1024 * 1024;

export const getVmVolume = streamMethod("GetVmVolume", async (call, stream) => {
  const request = await stream.receive();
  let vm: Vm;
  try {
    vm = await openVolume(call, request);
  } catch (error) {
    await stream.send({ Error: refusalText(error) });
    return;
  }
  vm.mutationsBlocked = true;
  try {
    await stream.send({ ExtraFiles: extraFiles(vm, request) });
    await serveBlocks(stream.raw, vm, request.VolumeIndex);
  } finally {
    vm.mutationsBlocked = false;
  }
});

async function openVolume({ hypervisor, caller }: Call, request: GetVmVolumeRequest): Promise<Vm> {
  const vm = await openVm(hypervisor, caller, request.IpAddress, { token: request.AccessToken });
  if (request.VolumeIndex === 0 && vm.separateBoot && !request.GetExtraFiles && !request.IgnoreExtraFiles) {
    refuse("cannot get root volume with separate initrd");
  }
  if (request.VolumeIndex >= vm.volumeFiles.length) refuse("index too large");
  const name = vm.volumeFile(request.VolumeIndex);
  if (!vm.files.has(name)) refuse(`open ${vm.files.path(name)}: no such file or directory`);
  return vm;
}

function extraFiles(vm: Vm, request: GetVmVolumeRequest): Record<string, string> {
  if (request.VolumeIndex !== 0 || !vm.separateBoot || !request.GetExtraFiles) return {};
  const content = (name: string) => Buffer.from(`${name} of ${vm.info.ImageName ?? ""}\n`).toString("base64");
  return { initrd: content("initrd"), kernel: content("kernel") };
}

/** The server's side of the block protocol. */
async function serveBlocks(stream: CallStream, vm: Vm, index: number): Promise<void> {
  const name = vm.volumeFile(index);
  const size = vm.info.Volumes?.[index]?.Size ?? 0;
  const request = await stream.receive<GetBlocksRequest>(wireTypeOf(GetBlocksRequest));
  if (request === undefined) throw new DroppedConnection("the client went away");
  const { BlockOrder: order, NumBlocks: count } = request;
  if (order < 9 || order > 32) {
    await sendBlock(stream, { Error: "bad block order" });
    return;
  }
  const blockSize = 2 ** order;
  const zeroHash = createHash("sha512")
    .update(Buffer.alloc(Math.min(blockSize, PIECE)))
    .digest();
  const hashOf = blockSize <= PIECE ? zeroHash : undefined;
  for (let block = 0; block < count; block++) {
    const wanted = await readHash(stream);
    const offset = block * blockSize;
    const hole =
      hashOf !== undefined && offset + blockSize <= size && vm.files.isHole(name, offset, blockSize);
    const actual = hole ? hashOf : await hashRange(vm, name, offset, Math.min(blockSize, size - offset));
    if (actual.equals(wanted)) continue;
    await sendBlock(stream, { Index: block, Size: blockSize });
    await sendRange(stream, vm, name, { offset, length: blockSize });
  }
  const offset = Math.min(size, count * blockSize);
  const length = size - offset;
  if (length > 0) {
    await sendBlock(stream, { Index: count, Size: length });
    await sendRange(stream, vm, name, { offset, length });
  }
  await sendBlock(stream, {});
}

async function sendBlock(stream: CallStream, block: Partial<Block>): Promise<void> {
  await stream.send(wireTypeOf(Block), { ...zeroOf(Block), ...block });
}

async function readHash(stream: CallStream): Promise<Buffer> {
  const parts: Buffer[] = [];
  for await (const part of stream.readExactly(HASH_BYTES)) parts.push(part);
  return Buffer.concat(parts);
}

async function hashRange(vm: Vm, name: string, offset: number, length: number): Promise<Buffer> {
  const hash = createHash("sha512");
  for (let done = 0; done < length; done += PIECE) {
    hash.update(await vm.files.read(name, offset + done, Math.min(PIECE, length - done)));
  }
  return hash.digest();
}

async function sendRange(
  stream: CallStream,
  vm: Vm,
  name: string,
  range: { readonly offset: number; readonly length: number },
): Promise<void> {
  const zeros = Buffer.alloc(PIECE);
  for (let done = 0; done < range.length; done += PIECE) {
    const length = Math.min(PIECE, range.length - done);
    const offset = range.offset + done;
    const hole = vm.files.isHole(name, offset, length);
    await stream.write(hole ? zeros.subarray(0, length) : await vm.files.read(name, offset, length));
  }
}
