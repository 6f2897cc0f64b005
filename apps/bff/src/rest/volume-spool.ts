import { type FileHandle, open, rm } from "node:fs/promises";
import { join } from "node:path";
import type { GetVmVolumeRequest } from "@stackdeck/api-types";
import {
  type ConnectionSource,
  downloadVolume,
  fullBlocks,
  hashesOfZeros,
} from "@stackdeck/hypervisor-client";

const readBytes = 256 * 1024;

/**
 * A volume on its way: written to a sparse file as fast as the hypervisor sends it, read as fast as the caller takes
 * it. Holes of the volume are neither sent nor stored.
 */
export class VolumeSpool {
  /** Resolves with the hypervisor's acceptance, rejects with its refusal. */
  readonly started: Promise<void>;
  readonly #file: FileHandle;
  readonly #folder: string;
  readonly #size: number;
  readonly #abort = new AbortController();
  #written = 0;
  #failure: unknown;
  #wake: (() => void)[] = [];
  #closed: Promise<void> | undefined;

  private constructor(
    file: FileHandle,
    o: { size: number; folder: string },
    receive: (spool: VolumeSpool) => Promise<void>,
  ) {
    this.#file = file;
    this.#folder = o.folder;
    this.#size = o.size;
    const finished = receive(this).then(
      () => this.#advance(o.size),
      (error) => {
        this.#failure = error;
        this.#advance(this.#written);
      },
    );
    this.started = this.#firstBytes(finished);
  }

  static async open(
    source: ConnectionSource,
    request: GetVmVolumeRequest,
    o: { size: number; folder: string },
  ): Promise<VolumeSpool> {
    const file = await open(join(o.folder, "volume"), "w+", 0o600);
    await file.truncate(o.size);
    return new VolumeSpool(file, o, (spool) => spool.#receive(source, request));
  }

  /** The bytes from start to end (exclusive), as they arrive. @throws what cut the transfer off */
  async *read(start: number, end: number): AsyncGenerator<Buffer> {
    let at = start;
    while (at < end) {
      while (this.#written <= at && this.#failure === undefined) await this.#more();
      if (this.#written <= at) throw this.#failure;
      const length = Math.min(readBytes, end - at, this.#written - at);
      const buffer = Buffer.allocUnsafe(length);
      const { bytesRead } = await this.#file.read(buffer, 0, length, at);
      yield buffer.subarray(0, bytesRead);
      at += bytesRead;
    }
  }

  /** Ends the transfer if it still runs and removes the file. */
  close(): Promise<void> {
    this.#closed ??= this.#close();
    return this.#closed;
  }

  async #close(): Promise<void> {
    this.#abort.abort(new Error("cancelled"));
    await this.#file.close().catch(() => {});
    await rm(this.#folder, { recursive: true, force: true });
  }

  async #receive(source: ConnectionSource, request: GetVmVolumeRequest): Promise<void> {
    const hashes = hashesOfZeros(fullBlocks(this.#size));
    const wish = { size: this.#size, hashes, signal: this.#abort.signal };
    for await (const stretch of downloadVolume(source, request, wish)) {
      // Blocks come in order: what lies before this one is a hole, and is whole already.
      this.#advance(stretch.offset);
      let at = stretch.offset;
      for await (const chunk of stretch.bytes) {
        await this.#file.write(chunk, 0, chunk.length, at);
        at += chunk.length;
        this.#advance(at);
      }
    }
  }

  async #firstBytes(finished: Promise<void>): Promise<void> {
    while (this.#written === 0 && this.#failure === undefined && this.#size > 0)
      await Promise.race([this.#more(), finished]);
    if (this.#failure !== undefined) throw this.#failure;
  }

  #advance(to: number): void {
    this.#written = Math.max(this.#written, to);
    for (const wake of this.#wake.splice(0)) wake();
  }

  #more(): Promise<void> {
    return new Promise((resolve) => this.#wake.push(resolve));
  }
}
