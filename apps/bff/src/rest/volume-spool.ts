import { createHash, randomUUID } from "node:crypto";
import { type FileHandle, open, rm } from "node:fs/promises";
import { join } from "node:path";
import type { GetVmVolumeRequest } from "@stackdeck/api-types";
import {
  type ConnectionSource,
  downloadVolume,
  fullBlocks,
  hashesOfZeros,
  VOLUME_BLOCK_ORDER,
} from "@stackdeck/hypervisor-client";

const readBytes = 256 * 1024;
const blockBytes = 2 ** VOLUME_BLOCK_ORDER;
const hashBytes = 64;

/**
 * A volume on its way: written to a sparse file as fast as the hypervisor sends it, read as fast as callers take it.
 * Holes of the volume are neither sent nor stored. A transfer that was cut off goes on where it was: the blocks that
 * are at hand are compared by their hashes, and only others are sent.
 */
export class VolumeSpool {
  /** Stands for exactly these bytes; a new one when the volume turns out to have changed between two transfers. */
  tag = `"${randomUUID()}"`;
  readonly size: number;
  readonly #file: FileHandle;
  readonly #folder: string;
  #abort = new AbortController();
  #running: Promise<void> | undefined;
  #pausing: Promise<void> | undefined;
  /** Bytes from the start that are as the hypervisor has them, in the present transfer. */
  #written = 0;
  /** Bytes from the start that an earlier transfer brought. */
  #known = 0;
  #isChanged = false;
  #failure: unknown;
  #wake: (() => void)[] = [];
  #closed: Promise<void> | undefined;

  private constructor(file: FileHandle, o: { size: number; folder: string }) {
    this.#file = file;
    this.#folder = o.folder;
    this.size = o.size;
  }

  static async create(o: { size: number; folder: string }): Promise<VolumeSpool> {
    const file = await open(join(o.folder, "volume"), "wx+", 0o600);
    await file.truncate(o.size);
    return new VolumeSpool(file, o);
  }

  get isWhole(): boolean {
    return this.#written === this.size;
  }

  /** Bytes on disk. */
  async storedBytes(): Promise<number> {
    return (await this.#file.stat()).blocks * 512;
  }

  /**
   * Sees to it that the transfer runs or is over. Resolves when what lies before `upTo` is known to be as it was in an
   * earlier transfer, or is known to have changed: the tag is another one then.
   * @throws the hypervisor's refusal, or what cut the transfer off
   */
  async start(source: ConnectionSource, request: GetVmVolumeRequest, upTo: number): Promise<void> {
    await this.#pausing;
    if (!this.isWhole) this.#running ??= this.#transfer(source, request);
    const least = Math.min(upTo, this.#known);
    while (this.#written <= least && !this.isWhole && !this.#isChanged && this.#failure === undefined)
      await this.#more();
    if (this.#failure !== undefined && this.#written <= least) throw this.#failure;
  }

  /** Ends a transfer that nobody waits for any more; what has arrived stays for the next one. */
  pause(): Promise<void> {
    this.#pausing = this.#pause();
    return this.#pausing;
  }

  async #pause(): Promise<void> {
    this.#abort.abort(new Error("cancelled"));
    await this.#running;
    if (this.isWhole) return;
    this.#known = Math.max(this.#known, this.#written);
    this.#running = undefined;
    this.#written = 0;
    this.#isChanged = false;
    this.#failure = undefined;
    this.#abort = new AbortController();
  }

  /** The bytes from start to end (exclusive), as they arrive. @throws what cut the transfer off */
  async *read(start: number, end: number, signal: AbortSignal): AsyncGenerator<Buffer> {
    const wake = () => this.#advance(this.#written);
    signal.addEventListener("abort", wake, { once: true });
    try {
      for (let at = start; at < end; ) {
        while (this.#written <= at && this.#failure === undefined && !signal.aborted) await this.#more();
        signal.throwIfAborted();
        if (this.#written <= at) throw this.#failure;
        const length = Math.min(readBytes, end - at, this.#written - at);
        const { bytesRead, buffer } = await this.#file.read(Buffer.allocUnsafe(length), 0, length, at);
        yield buffer.subarray(0, bytesRead);
        at += bytesRead;
      }
    } finally {
      signal.removeEventListener("abort", wake);
    }
  }

  /** Ends the transfer if it still runs and removes the file. */
  close(): Promise<void> {
    this.#closed ??= this.#close();
    return this.#closed;
  }

  async #close(): Promise<void> {
    this.#abort.abort(new Error("cancelled"));
    await this.#running;
    await this.#file.close().catch(() => {});
    await rm(this.#folder, { recursive: true, force: true });
  }

  async #transfer(source: ConnectionSource, request: GetVmVolumeRequest): Promise<void> {
    try {
      await this.#receive(source, request);
      this.#advance(this.size);
    } catch (error) {
      this.#failure = error;
      this.#advance(this.#written);
    }
  }

  async #receive(source: ConnectionSource, request: GetVmVolumeRequest): Promise<void> {
    const { signal } = this.#abort;
    const wish = { size: this.size, hashes: await this.#hashes(), signal };
    for await (const stretch of downloadVolume(source, request, wish)) {
      // Blocks come in order: what lies before this one is the same here and there.
      this.#advance(stretch.offset);
      let at = stretch.offset;
      for await (const chunk of stretch.bytes) {
        await this.#compare(chunk, at);
        await this.#file.write(chunk, 0, chunk.length, at);
        at += chunk.length;
        this.#advance(at);
      }
    }
  }

  /** Hashes of all full blocks as they are in the file: what has not come yet is zeros there. */
  async #hashes(): Promise<Buffer> {
    const hashes = hashesOfZeros(fullBlocks(this.size));
    const known = Math.min(Math.ceil(this.#known / blockBytes), hashes.length / hashBytes);
    const block = Buffer.allocUnsafe(known === 0 ? 0 : blockBytes);
    for (let index = 0; index < known; index += 1) {
      this.#abort.signal.throwIfAborted();
      await this.#file.read(block, 0, blockBytes, index * blockBytes);
      createHash("sha512")
        .update(block)
        .digest()
        .copy(hashes, index * hashBytes);
    }
    return hashes;
  }

  /** Bytes that callers have been given already must not be others now: the tag would lie. */
  async #compare(chunk: Buffer, at: number): Promise<void> {
    const length = Math.min(chunk.length, this.#known - at);
    if (length <= 0 || this.#isChanged) return;
    const { buffer } = await this.#file.read(Buffer.allocUnsafe(length), 0, length, at);
    if (buffer.equals(chunk.subarray(0, length))) return;
    this.#isChanged = true;
    this.tag = `"${randomUUID()}"`;
  }

  #advance(to: number): void {
    this.#written = Math.max(this.#written, to);
    for (const wake of this.#wake.splice(0)) wake();
  }

  #more(): Promise<void> {
    return new Promise((resolve) => this.#wake.push(resolve));
  }
}
