import { rmSync } from "node:fs";
import { mkdir, mkdtemp } from "node:fs/promises";
import { join } from "node:path";
import type { GetVmVolumeRequest } from "@stackdeck/api-types";
import type { ConnectionSource } from "@stackdeck/hypervisor-client";
import { VolumeSpool } from "./volume-spool.ts";

/** What a copy is a copy of; another VM under the same address is another one. */
export interface SpoolKey {
  readonly userName: string;
  readonly hypervisor: string;
  readonly ip: string;
  readonly createdOn: string;
  readonly index: number;
  readonly size: number;
}

interface Kept {
  readonly id: string;
  readonly spool: VolumeSpool;
  readers: number;
  bytes: number;
  timer: NodeJS.Timeout | undefined;
}

/** A copy that is being read. */
export interface HeldSpool {
  readonly spool: VolumeSpool;
  /** Whether it is the one that was asked for by its tag. */
  readonly isAsked: boolean;
  /** Lets it go: kept for a later request, or removed. */
  release(keep: boolean): Promise<void>;
}

/** How long a copy is kept after the last request for it. */
const keptMs = 10 * 60_000;
/** Bytes on disk of all copies that are kept without being read. */
const maxKeptBytes = 16 * 2 ** 30;

/** Copies of volumes on disk, between a hypervisor and callers that read slowly or in several requests. */
export class VolumeSpools {
  readonly #directory: string;
  readonly #maxKeptBytes: number;
  readonly #kept = new Map<VolumeSpool, Kept>();

  /** Removes what an earlier process left: nobody knows its tags any more. */
  constructor(directory: string, limits: { maxKeptBytes?: number } = {}) {
    this.#directory = directory;
    this.#maxKeptBytes = limits.maxKeptBytes ?? maxKeptBytes;
    rmSync(directory, { recursive: true, force: true });
  }

  /**
   * A copy for a request: the one with the tag, any that is kept where `tag` is `any`, else a new one. It is ready to
   * be read from `from` on when this resolves.
   * @throws the hypervisor's refusal, or what cut the transfer off
   */
  async hold(
    key: SpoolKey,
    wish: { tag: string | undefined; from: number },
    transfer: { source: ConnectionSource; request: GetVmVolumeRequest },
  ): Promise<HeldSpool> {
    const found = this.#find(JSON.stringify(key), wish.tag);
    const kept = found ?? (await this.#create(key));
    kept.readers += 1;
    clearTimeout(kept.timer);
    const { spool } = kept;
    const release = (keep: boolean) => this.#release(kept, keep);
    try {
      const tag = spool.tag;
      await spool.start(transfer.source, transfer.request, found === undefined ? 0 : wish.from);
      return { spool, isAsked: found !== undefined && spool.tag === tag, release };
    } catch (error) {
      await release(found !== undefined);
      throw error;
    }
  }

  async close(): Promise<void> {
    await Promise.all([...this.#kept.values()].map((kept) => this.#remove(kept)));
  }

  #find(id: string, tag: string | undefined): Kept | undefined {
    if (tag === undefined) return undefined;
    return [...this.#kept.values()].findLast(
      (kept) => kept.id === id && (tag === "any" || kept.spool.tag === tag),
    );
  }

  async #create(key: SpoolKey): Promise<Kept> {
    await mkdir(this.#directory, { recursive: true, mode: 0o700 });
    const folder = await mkdtemp(join(this.#directory, "volume-"));
    const spool = await VolumeSpool.create({ size: key.size, folder });
    const kept = { id: JSON.stringify(key), spool, readers: 0, bytes: 0, timer: undefined };
    this.#kept.set(spool, kept);
    return kept;
  }

  async #release(kept: Kept, keep: boolean): Promise<void> {
    kept.readers -= 1;
    if (kept.readers > 0 || !this.#kept.has(kept.spool)) return;
    if (!keep) return this.#remove(kept);
    // Nobody waits: the hypervisor must not go on refusing changes to the VM for this.
    await kept.spool.pause();
    kept.bytes = await kept.spool.storedBytes();
    if (kept.readers > 0) return;
    clearTimeout(kept.timer);
    kept.timer = setTimeout(() => void this.#remove(kept), keptMs).unref();
    // The one that was used last is the last one to go.
    this.#kept.delete(kept.spool);
    this.#kept.set(kept.spool, kept);
    await this.#makeRoom();
  }

  async #makeRoom(): Promise<void> {
    const idle = [...this.#kept.values()].filter(({ readers }) => readers === 0);
    let sum = idle.reduce((bytes, kept) => bytes + kept.bytes, 0);
    for (const kept of idle) {
      if (sum <= this.#maxKeptBytes) return;
      sum -= kept.bytes;
      await this.#remove(kept);
    }
  }

  #remove(kept: Kept): Promise<void> {
    clearTimeout(kept.timer);
    this.#kept.delete(kept.spool);
    return kept.spool.close();
  }
}
