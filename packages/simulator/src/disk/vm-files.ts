import { rename, rm } from "node:fs/promises";
import { join } from "node:path";
import { refuse } from "../base/refusal.ts";
import { ChunkSet } from "./chunk-set.ts";
import { bootSector, extHeader, PARTITION_START } from "./disk-format.ts";
import type { FileEntry, Pristine } from "./sparse-file.ts";
import { copyContent, emptyEntry, readRange, writeRange } from "./sparse-file.ts";

/** A file entry as it is stored. */
export interface StoredFile {
  readonly name: string;
  readonly backend: number;
  readonly size: number;
  readonly chunks: string;
  readonly pristine?: Pristine | undefined;
}

export interface VmFilesOptions {
  /** Directories of the storage backends. */
  readonly directories: readonly string[];
  /** Makes the bytes of an image from its name. */
  readonly imageContent: (name: string) => Buffer;
  readonly ip: string;
  readonly stored?: readonly StoredFile[] | undefined;
}

/** The volume files of one VM: root, secondary volumes, snapshots, old and debug roots. */
export class VmFiles {
  readonly #options: VmFilesOptions;
  readonly #entries = new Map<string, FileEntry>();
  #ip: string;

  constructor(options: VmFilesOptions) {
    this.#options = options;
    this.#ip = options.ip;
    for (const { name, backend, size, chunks, pristine } of options.stored ?? []) {
      this.#entries.set(name, { backend, size, chunks: ChunkSet.fromText(chunks), pristine });
    }
  }

  stored(): StoredFile[] {
    return [...this.#entries].map(([name, { backend, size, chunks, pristine }]) => ({
      name,
      backend,
      size,
      chunks: chunks.toText(),
      ...(pristine !== undefined && { pristine }),
    }));
  }

  names(): string[] {
    return [...this.#entries.keys()];
  }

  has(name: string): boolean {
    return this.#entries.has(name);
  }

  /** Size in bytes; undefined when there is no such file. */
  size(name: string): number | undefined {
    return this.#entries.get(name)?.size;
  }

  backend(name: string): number | undefined {
    return this.#entries.get(name)?.backend;
  }

  /** Bytes all files take on a backend. */
  bytesOn(backend: number): number {
    let sum = 0;
    for (const entry of this.#entries.values()) if (entry.backend === backend) sum += entry.size;
    return sum;
  }

  /** Where the file lies, or would lie on the given backend. */
  path(name: string, backend = this.#entries.get(name)?.backend ?? 0): string {
    return join(this.directory(backend), name);
  }

  directory(backend: number): string {
    return join(this.#options.directories[backend] ?? "", this.#ip);
  }

  create(name: string, backend: number, size: number, pristine?: Pristine): void {
    this.#entries.set(name, emptyEntry(backend, size, pristine));
  }

  async remove(name: string): Promise<void> {
    const entry = this.#entries.get(name);
    if (entry === undefined) return;
    this.#entries.delete(name);
    await rm(this.path(name, entry.backend), { force: true });
  }

  async removeAll(): Promise<void> {
    const backends = new Set([...this.#entries.values()].map(({ backend }) => backend));
    this.#entries.clear();
    for (const backend of backends) await rm(this.directory(backend), { recursive: true, force: true });
  }

  /** Renames within the backend; an existing target is replaced. */
  async rename(from: string, to: string): Promise<void> {
    const entry = this.#entry(from);
    const [source, target] = [this.path(from), this.path(to, entry.backend)];
    await this.remove(to);
    this.#entries.delete(from);
    this.#entries.set(to, entry);
    await rename(source, target).catch(ignoreMissing);
  }

  /** Copies to a new name, on the same or another backend. */
  async copy(from: string, to: string, backend = this.#entry(from).backend): Promise<void> {
    const source = this.#entry(from);
    const sourcePath = this.path(from);
    if (source.pristine !== undefined) {
      this.create(to, backend, source.size, source.pristine);
      return;
    }
    const target = emptyEntry(backend, source.size);
    const targetPath = this.path(to, backend);
    await rm(targetPath, { force: true });
    await copyContent(sourcePath, source, targetPath, target);
    this.#entries.set(to, target);
  }

  /** Moves to another backend under the same or another name. */
  async moveTo(from: string, to: string, backend: number): Promise<void> {
    await this.copy(from, `${to}.moving`, backend);
    await this.remove(from);
    await this.rename(`${to}.moving`, to);
  }

  async resize(name: string, size: number): Promise<void> {
    await this.#materialise(name);
    const entry = this.#entry(name);
    entry.size = size;
    entry.chunks.truncate(size);
    await writeRange(this.path(name), entry, 0, Buffer.alloc(0));
  }

  async read(name: string, offset: number, length: number): Promise<Buffer> {
    await this.#materialise(name);
    return readRange(this.path(name), this.#entry(name), offset, length);
  }

  async write(name: string, offset: number, data: Buffer): Promise<void> {
    await this.#materialise(name);
    await writeRange(this.path(name), this.#entry(name), offset, data);
  }

  /** Lets a program change the content of a file, whose size stays. */
  async changeOutside(name: string, change: (path: string) => Promise<void>): Promise<void> {
    await this.write(name, 0, Buffer.alloc(0));
    const entry = this.#entry(name);
    try {
      await change(this.path(name));
    } finally {
      // Nobody knows what was written where.
      entry.chunks.add(0, entry.size);
    }
  }

  /** True if the range reads as zeros without looking. */
  isHole(name: string, offset: number, length: number): boolean {
    const entry = this.#entry(name);
    return entry.pristine === undefined && !entry.chunks.touches(offset, length);
  }

  /** The VM has another address now: its directories carry the new name. */
  async moveToAddress(ip: string): Promise<void> {
    const backends = new Set([...this.#entries.values()].map(({ backend }) => backend));
    const old = new Map([...backends].map((backend) => [backend, this.directory(backend)]));
    this.#ip = ip;
    for (const [backend, directory] of old) {
      await rename(directory, this.directory(backend)).catch(ignoreMissing);
    }
  }

  #entry(name: string): FileEntry {
    return this.#entries.get(name) ?? refuse(`stat ${this.path(name)}: no such file or directory`);
  }

  async #materialise(name: string): Promise<void> {
    const entry = this.#entry(name);
    const { pristine } = entry;
    if (pristine === undefined) return;
    entry.pristine = undefined;
    const path = this.path(name, entry.backend);
    if (pristine.kind === "ext4") {
      await writeRange(path, entry, 0, clipped(extHeader(entry.size, pristine.label), entry.size));
      return;
    }
    await writeRange(path, entry, 0, clipped(bootSector(entry.size), entry.size));
    if (entry.size <= PARTITION_START) return;
    const partition = entry.size - PARTITION_START;
    await writeRange(path, entry, PARTITION_START, clipped(extHeader(partition, pristine.label), partition));
    const content = this.#options.imageContent(pristine.name);
    const room = Math.max(0, entry.size - 2 * PARTITION_START);
    await writeRange(path, entry, 2 * PARTITION_START, clipped(content, room));
  }
}

function clipped(data: Buffer, size: number): Buffer {
  return data.subarray(0, Math.max(0, size));
}

function ignoreMissing(error: NodeJS.ErrnoException): void {
  if (error.code !== "ENOENT") throw error;
}
