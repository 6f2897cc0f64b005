import { createHash } from "node:crypto";
import type { GetVmVolumeRequest, GetVmVolumeResponse, MethodName, Methods } from "@stackdeck/api-types";
import {
  Block,
  GetBlocksRequest,
  requestSchema,
  responseSchema,
  wireTypeOf,
  zeroOf,
} from "@stackdeck/api-types";
import type { CallStream, Connection } from "@stackdeck/srpc";
import { sendBlockHashes } from "@stackdeck/srpc";
import { refuse } from "../base/refusal.ts";
import type { VmFiles } from "../disk/vm-files.ts";

type Request<N extends MethodName> = Partial<Methods[N]["request"]>;
type Response<N extends MethodName> = NonNullable<Methods[N]["response"]>;

const ORDER = 20;
const BLOCK = 2 ** ORDER;

/** Calls to another hypervisor; a business error is refused with its text. */
export class PeerCalls {
  readonly #connection: Connection;

  constructor(connection: Connection) {
    this.#connection = connection;
  }

  close(): void {
    this.#connection.close();
  }

  async call<N extends MethodName>(name: N, request: Request<N>): Promise<Response<N>> {
    const schema = responseSchema(name);
    if (schema === undefined) throw new TypeError(`${name} has no answer`);
    const response = await this.#connection.call<Response<N>>(`Hypervisor.${name}`, {
      request: { ...(zeroOf(requestSchema(name)) as object), ...request },
      requestType: wireTypeOf(requestSchema(name)),
      responseType: wireTypeOf(schema),
    });
    const { Error: text } = response as { Error?: string };
    if (text !== undefined && text !== "") refuse(text);
    return response;
  }

  async userData(request: Request<"GetVmUserData">): Promise<Buffer> {
    const stream = await this.#open("GetVmUserData", request);
    const response = await this.#receive("GetVmUserData", stream);
    const data = await readAll(stream, response.Length);
    stream.finish();
    return data;
  }

  /** Makes a local file equal to a remote volume; only blocks that differ travel. */
  async pullVolume(
    request: Partial<GetVmVolumeRequest>,
    files: VmFiles,
    name: string,
  ): Promise<GetVmVolumeResponse> {
    const stream = await this.#open("GetVmVolume", request);
    const response = await this.#receive("GetVmVolume", stream);
    const size = files.size(name) ?? 0;
    const hashes = await hashesOf(files, name, Math.floor(size / BLOCK));
    const blocks = { BlockOrder: ORDER, NumBlocks: hashes.length / 64 };
    const sent = sendBlockHashes(stream, {
      requestType: wireTypeOf(GetBlocksRequest),
      request: blocks,
      hashes,
    });
    sent.catch(() => stream.abort());
    for (let block = await nextBlock(stream); block.Size > 0; block = await nextBlock(stream)) {
      let offset = block.Index * BLOCK;
      for await (const part of pieces(stream, block.Size)) {
        await files.write(name, offset, part);
        offset += part.length;
      }
    }
    await sent;
    stream.finish();
    return response;
  }

  async #open<N extends MethodName>(name: N, request: Request<N>): Promise<CallStream> {
    const stream = await this.#connection.open(`Hypervisor.${name}`);
    await stream.send(wireTypeOf(requestSchema(name)), {
      ...(zeroOf(requestSchema(name)) as object),
      ...request,
    });
    await stream.flush();
    return stream;
  }

  async #receive<N extends "GetVmUserData" | "GetVmVolume">(
    name: N,
    stream: CallStream,
  ): Promise<Response<N>> {
    const schema = responseSchema(name);
    const response = schema && (await stream.receive<Response<N>>(wireTypeOf(schema)));
    if (response === undefined) return refuse("EOF");
    if (response.Error !== "") {
      stream.finish();
      refuse(response.Error);
    }
    return response;
  }
}

async function nextBlock(stream: CallStream): Promise<Block> {
  const block = (await stream.receive<Block>(wireTypeOf(Block))) ?? refuse("unexpected EOF");
  return block.Error === "" ? block : refuse(block.Error);
}

async function hashesOf(files: VmFiles, name: string, count: number): Promise<Buffer> {
  const zero = createHash("sha512").update(Buffer.alloc(BLOCK)).digest();
  const hashes: Buffer[] = [];
  for (let block = 0; block < count; block++) {
    const offset = block * BLOCK;
    const hole = files.isHole(name, offset, BLOCK);
    hashes.push(
      hole
        ? zero
        : createHash("sha512")
            .update(await files.read(name, offset, BLOCK))
            .digest(),
    );
  }
  return Buffer.concat(hashes);
}

/** Incoming bytes in pieces of up to a block, so that small packets do not become small writes. */
async function* pieces(stream: CallStream, length: number): AsyncGenerator<Buffer> {
  let parts: Buffer[] = [];
  let size = 0;
  for await (const part of stream.readExactly(length)) {
    parts.push(part);
    size += part.length;
    if (size < BLOCK) continue;
    yield Buffer.concat(parts);
    parts = [];
    size = 0;
  }
  if (size > 0) yield Buffer.concat(parts);
}

async function readAll(stream: CallStream, length: number): Promise<Buffer> {
  const parts: Buffer[] = [];
  if (length > 0) for await (const part of stream.readExactly(length)) parts.push(part);
  return Buffer.concat(parts);
}
