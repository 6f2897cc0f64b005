import type { StorageInfo, VmInfo, Volume } from "@stackdeck/api-types";
import { refuse } from "../base/refusal.ts";
import { sizeText } from "../base/texts.ts";
import { effectiveSize } from "../state/capacity.ts";
import type { VmFiles } from "./vm-files.ts";

const GIB = 2 ** 30;

/** One volume directory. */
export interface Backend {
  readonly directory: string;
  /** Size of its file-system in bytes. */
  readonly sizeBytes: number;
  /** Bytes that other things take on it. */
  readonly usedBytes: number;
  /** True for the root file-system, which keeps a reserve of 1 GiB. */
  readonly isRoot: boolean;
}

/** A VM as storage sees it. */
export interface StorageUser {
  readonly info: VmInfo;
  readonly files: VmFiles;
  /** File name of each volume, in order. */
  readonly volumeFiles: readonly string[];
}

/** Accounting of the storage backends. */
export class Storage {
  readonly backends: readonly Backend[];
  readonly #users: () => Iterable<StorageUser>;
  readonly #reserveBytes: number;

  constructor(options: {
    backends: readonly Backend[];
    users: () => Iterable<StorageUser>;
    reserveBytes: number;
  }) {
    this.backends = options.backends;
    this.#users = options.users;
    this.#reserveBytes = options.reserveBytes;
  }

  get totalBytes(): number {
    return this.backends.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0);
  }

  /** Fill level of every backend, as GetVmVolumeStorageConfiguration tells it. */
  infos(): StorageInfo[] {
    return this.backends.map((backend, index) => {
      let taken = backend.usedBytes;
      for (const { files } of this.#users()) taken += files.bytesOn(index);
      const free = Math.max(0, backend.sizeBytes - taken);
      const available = Math.max(0, free - Math.floor(backend.sizeBytes / 20));
      const reserve = this.#reserveBytes + (backend.isRoot ? GIB : 0);
      return {
        AvailableBytes: available,
        FreeBytes: free,
        SizeBytes: backend.sizeBytes,
        UsableBytes: Math.max(0, available - reserve),
      };
    });
  }

  /** Bytes that can still be given to volumes on each backend. */
  usable(): number[] {
    const allocated = this.backends.map(() => 0);
    for (const { info, files, volumeFiles } of this.#users()) {
      for (const [index, volume] of (info.Volumes ?? []).entries()) {
        const backend = files.backend(volumeFiles[index] ?? "");
        if (backend !== undefined) allocated[backend] = (allocated[backend] ?? 0) + effectiveSize(volume);
      }
    }
    return this.infos().map(({ SizeBytes, UsableBytes }, index) =>
      Math.max(0, Math.min(UsableBytes, SizeBytes - (allocated[index] ?? 0))),
    );
  }

  /**
   * Backend for each volume, in order: the first with room, or each time the next one when spreading, or those named
   * in `wanted`. An index that does not exist yields undefined: the real server falls over it.
   */
  place(volumes: readonly Volume[], spread: boolean, wanted: readonly number[] = []): number[] | undefined {
    const usable = this.usable();
    let first = 0;
    const chosen: number[] = [];
    for (const [index, volume] of volumes.entries()) {
      const size = effectiveSize(volume);
      const named = wanted[index];
      if (named !== undefined) {
        if (named >= usable.length) return undefined;
        if (size >= (usable[named] ?? 0)) refuse(`storage[${named}] does not have ${sizeText(size)} free`);
      }
      const backend = named ?? nextWithRoom(usable, size, first);
      usable[backend] = (usable[backend] ?? 0) - size;
      if (spread) first = (backend + 1) % usable.length;
      chosen.push(backend);
    }
    return chosen;
  }

  /** Refuses unless a backend has more than so many bytes to give. */
  requireSpace(needs: ReadonlyMap<number, number>): void {
    const usable = this.usable();
    for (const [backend, bytes] of needs)
      if (bytes >= (usable[backend] ?? 0)) refuse("not enough free space");
  }
}

function nextWithRoom(usable: readonly number[], size: number, first: number): number {
  for (let step = 0; step < usable.length; step++) {
    const backend = (first + step) % usable.length;
    if (size < (usable[backend] ?? 0)) return backend;
  }
  return refuse(`not enough free space for ${sizeText(size)} volume`);
}

/** Name of the file of a volume made at this index. */
export function volumeFileName(index: number): string {
  return index === 0 ? "root" : `secondary-volume.${index - 1}`;
}

/** True for the files that may lie beside a root that has no boot loader. */
export function rootSourceName(name: string): boolean {
  return name === "kernel" || name === "initrd";
}
