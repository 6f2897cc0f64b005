import { sizeText } from "../base/texts.ts";

const SECTOR = 512;
const SUPERBLOCK = 1024;
const EXT_MAGIC = 0xef53;
/** Offset of a number in the superblock that no file-system can do without. */
const INODES_PER_GROUP = 40;
/** Offset of the number of sectors in the first entry of a partition table. */
const PARTITION_SECTORS = 458;
/** First byte of the only partition: 1 MiB. */
export const PARTITION_START = 2 ** 20;

/** What the resize tools find at the start of a volume. */
export type DiskLayout =
  /** `isReal`: a whole file-system, not one of the heads made here. */
  | { readonly kind: "ext"; readonly label: string; readonly isReal: boolean }
  | {
      readonly kind: "dos";
      readonly partitions: readonly { readonly offset: number; readonly size: number }[];
    }
  | { readonly kind: "unknown" };

/** Bytes to look at to tell the layout. */
export const LAYOUT_BYTES = 2 * SUPERBLOCK;

/** Reads the layout from the first bytes of a volume. */
export function layoutOf(head: Buffer): DiskLayout {
  if (head.length >= LAYOUT_BYTES && head.readUInt16LE(SUPERBLOCK + 56) === EXT_MAGIC) {
    const label = cString(head.subarray(SUPERBLOCK + 120, SUPERBLOCK + 136));
    return { kind: "ext", label, isReal: head.readUInt32LE(SUPERBLOCK + INODES_PER_GROUP) > 0 };
  }
  if (head.length < SECTOR || head.readUInt16LE(510) !== 0xaa55) return { kind: "unknown" };
  const partitions = [0, 1, 2, 3].map((index) => {
    const at = 446 + 16 * index;
    return { offset: head.readUInt32LE(at + 8) * SECTOR, size: head.readUInt32LE(at + 12) * SECTOR };
  });
  return { kind: "dos", partitions };
}

/** The error of the grow and shrink tools for this layout, or undefined if they work on it. */
export function resizeProblem(layout: DiskLayout): string | undefined {
  if (layout.kind === "ext") return undefined;
  if (layout.kind === "unknown") return "no DOS partition table found";
  const sizes = layout.partitions.map(({ size }) => size);
  if (sizes.slice(1).some((size) => size > 0)) {
    return `unsupported partition sizes: [${sizes.map(sizeText).join(",")}]`;
  }
  return undefined;
}

/** A boot sector with one Linux partition from 1 MiB to the end. */
export function bootSector(diskSize: number): Buffer {
  const sector = Buffer.alloc(SECTOR);
  sector.set([0xeb, 0x63, 0x90], 0);
  sector.set([0x80, 0x20, 0x21, 0x00, 0x83, 0xfe, 0xff, 0xff], 446);
  sector.writeUInt32LE(PARTITION_START / SECTOR, 454);
  sector.set(sectorsOf(diskSize - PARTITION_START), PARTITION_SECTORS);
  sector.writeUInt16LE(0xaa55, 510);
  return sector;
}

/** Where and what to write to give the first partition this size. */
export function partitionEntrySize(size: number): [offset: number, bytes: Buffer] {
  return [PARTITION_SECTORS, sectorsOf(size)];
}

function sectorsOf(size: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32LE(Math.min(Math.max(0, Math.floor(size / SECTOR)), 0xffffffff));
  return bytes;
}

/** The first 2 KiB of an ext4 file-system of this size: an empty boot block and a superblock. */
export function extHeader(size: number, label: string): Buffer {
  const head = Buffer.alloc(LAYOUT_BYTES);
  const blocks = Math.floor(size / 4096);
  head.writeUInt32LE(Math.max(16, Math.floor(blocks / 4)), SUPERBLOCK);
  head.writeUInt32LE(blocks % 2 ** 32, SUPERBLOCK + 4);
  head.writeUInt32LE(2, SUPERBLOCK + 24);
  head.writeUInt16LE(EXT_MAGIC, SUPERBLOCK + 56);
  head.writeUInt16LE(1, SUPERBLOCK + 58);
  head.writeUInt32LE(1, SUPERBLOCK + 76);
  head.write(label.slice(0, 16), SUPERBLOCK + 120, "latin1");
  return head;
}

function cString(bytes: Buffer): string {
  const end = bytes.indexOf(0);
  return bytes.subarray(0, end < 0 ? bytes.length : end).toString("latin1");
}
