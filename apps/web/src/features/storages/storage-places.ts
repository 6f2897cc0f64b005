import type { StorageInfo } from "@stackdeck/api-types";
import { formatBytes } from "../../ui/format.ts";

/** A place where a hypervisor keeps volumes. */
export interface StoragePlace {
  /** Its number, as requests name it. */
  readonly index: number;
  /** Path on the hypervisor, where that is known. */
  readonly directory: string | undefined;
  /** How full it is, 0 to 1. */
  readonly usedShare: number;
  /** What can still be given to volumes. */
  readonly usableBytes: number;
  /** The same in words, of how much. */
  readonly room: string;
  /** Why a volume can not go there. */
  readonly reason: string | undefined;
}

/** A volume as storages look at it. */
export interface PlacedVolume {
  readonly bytes: number;
  /** Where it lies now. */
  readonly current?: number | undefined;
  /** Why it can not be moved wherever. */
  readonly refused?: string | undefined;
}

/** The storages of a hypervisor as places for a volume of so many bytes that lies in one of them now, or in none. */
export function storagePlaces(
  infos: readonly StorageInfo[],
  volume: PlacedVolume,
  directories: readonly string[] = [],
): readonly StoragePlace[] {
  // Paths are told by number only where there are as many of them.
  const isNamed = directories.length === infos.length;
  return infos.map(({ UsableBytes = 0, SizeBytes = 0 }, index) => ({
    index,
    directory: isNamed ? directories[index] : undefined,
    usableBytes: UsableBytes,
    usedShare: 1 - UsableBytes / Math.max(1, SizeBytes),
    room: `${formatBytes(UsableBytes)} usable of ${formatBytes(SizeBytes)}`,
    reason: reasonOf(index, UsableBytes, volume),
  }));
}

function reasonOf(
  index: number,
  usable: number,
  { bytes, current, refused }: PlacedVolume,
): string | undefined {
  if (index === current) return "It is there now";
  if (refused !== undefined) return refused;
  // The hypervisor asks for more room than it takes.
  return bytes < usable ? undefined : `Too little room: the volume has ${formatBytes(bytes)}`;
}

/** A list of storages by volume with one changed. Lists have no gaps: those before it that had none get the same. */
export function withStorage(
  storages: readonly number[],
  volume: number,
  storage: number | undefined,
): readonly number[] {
  if (storage === undefined) return storages.slice(0, volume);
  return Array.from({ length: Math.max(storages.length, volume + 1) }, (_, index) =>
    index === volume ? storage : (storages[index] ?? storage),
  );
}
