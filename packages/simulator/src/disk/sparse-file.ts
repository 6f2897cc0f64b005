import { constants } from "node:fs";
import { mkdir, open } from "node:fs/promises";
import { dirname } from "node:path";
import { CHUNK, ChunkSet } from "./chunk-set.ts";

/** What is known of a file without opening it. */
export interface FileEntry {
  /** Number of the storage backend it lies on. */
  backend: number;
  /** Bytes. */
  size: number;
  /** Where it holds data. */
  chunks: ChunkSet;
  /** What the first use must write into it: made on demand, so that a thousand idle VMs cost nothing. */
  pristine?: Pristine | undefined;
}

/** Content that can be made at any time from its description. */
export type Pristine =
  | { readonly kind: "image"; readonly name: string; readonly label: string }
  | { readonly kind: "ext4"; readonly label: string };

/** Reads a range; holes come back as zeros without touching the disk. */
export async function readRange(
  path: string,
  entry: FileEntry,
  offset: number,
  length: number,
): Promise<Buffer> {
  const buffer = Buffer.alloc(length);
  if (!entry.chunks.touches(offset, length)) return buffer;
  const file = await open(path, "r");
  try {
    await file.read(buffer, 0, length, offset);
  } finally {
    await file.close();
  }
  return buffer;
}

/** Writes at an offset; chunks of nothing but zeros stay holes unless they held data before. */
export async function writeRange(
  path: string,
  entry: FileEntry,
  offset: number,
  data: Buffer,
): Promise<void> {
  await mkdir(dirname(path), { recursive: true });
  const file = await open(path, constants.O_RDWR | constants.O_CREAT);
  try {
    await file.truncate(entry.size);
    for (let start = 0; start < data.length; start += CHUNK) {
      const part = data.subarray(start, start + CHUNK);
      if (isZero(part) && !entry.chunks.touches(offset + start, part.length)) continue;
      await file.write(part, 0, part.length, offset + start);
      entry.chunks.add(offset + start, part.length);
    }
  } finally {
    await file.close();
  }
}

/** Copies content, leaving the holes. */
export async function copyContent(
  from: string,
  source: FileEntry,
  to: string,
  target: FileEntry,
): Promise<void> {
  for (const { offset, length } of source.chunks.ranges(source.size)) {
    for (let done = 0; done < length; done += COPY_STEP) {
      const step = Math.min(COPY_STEP, length - done);
      await writeRange(to, target, offset + done, await readRange(from, source, offset + done, step));
    }
  }
}

const COPY_STEP = 1024 * 1024;
const ZEROS = Buffer.alloc(CHUNK);

/** True if every byte is zero. */
export function isZero(data: Buffer): boolean {
  return data.length <= CHUNK
    ? data.equals(ZEROS.subarray(0, data.length))
    : Array.from({ length: Math.ceil(data.length / CHUNK) }).every((_, part) =>
        isZero(data.subarray(part * CHUNK, (part + 1) * CHUNK)),
      );
}

/** A new entry full of zeros. */
export function emptyEntry(backend: number, size: number, pristine?: Pristine): FileEntry {
  return { backend, size, chunks: new ChunkSet(), ...(pristine !== undefined && { pristine }) };
}
