import { refuse } from "../base/refusal.ts";
import type { DiskLayout } from "./disk-format.ts";
import { extHeader, LAYOUT_BYTES, layoutOf, partitionEntrySize, resizeProblem } from "./disk-format.ts";
import { resizeExt } from "./file-system-tools.ts";
import type { VmFiles } from "./vm-files.ts";

const SMALLEST_FILE_SYSTEM = 2 ** 20;

/** A volume file whose content is resized. */
interface Volume {
  readonly files: VmFiles;
  readonly name: string;
}

/** A file-system in a volume, and the size it shall have. */
interface Wish {
  readonly layout: DiskLayout & { kind: "ext" };
  /** Where it begins: 0, or where the partition does. */
  readonly offset: number;
  readonly size: number;
}

/** Makes the file-system of a volume, and its only partition, fit into fewer bytes. The volume itself stays as it is. */
export async function shrinkContent(volume: Volume, size: number): Promise<void> {
  const layout = await layoutAt(volume, 0);
  if (layout.kind === "ext") return resizeFileSystem(volume, { layout, offset: 0, size });
  const partition = onlyPartition(layout);
  const inner = size - partition.offset;
  if (inner < 0 || inner >= partition.size) refuse("size greater than existing partition");
  const fileSystem = await layoutAt(volume, partition.offset);
  if (fileSystem.kind !== "ext") refuse("no ext2 file-system found in partition");
  await resizeFileSystem(volume, { layout: fileSystem, offset: partition.offset, size: inner });
  await volume.files.write(volume.name, ...partitionEntrySize(inner));
}

/** Extends the only partition and the file-system to the end of a volume that has grown. */
export async function growContent(volume: Volume): Promise<void> {
  const size = volume.files.size(volume.name) ?? 0;
  const layout = await layoutAt(volume, 0);
  if (layout.kind === "ext") return resizeFileSystem(volume, { layout, offset: 0, size });
  const { offset } = onlyPartition(layout);
  await volume.files.write(volume.name, ...partitionEntrySize(size - offset));
  const fileSystem = await layoutAt(volume, offset);
  if (fileSystem.kind === "ext")
    await resizeFileSystem(volume, { layout: fileSystem, offset, size: size - offset });
}

function onlyPartition(layout: DiskLayout): { readonly offset: number; readonly size: number } {
  const problem = resizeProblem(layout);
  if (problem !== undefined) refuse(problem);
  return (layout.kind === "dos" ? layout.partitions[0] : undefined) ?? refuse("no DOS partition table found");
}

async function layoutAt({ files, name }: Volume, offset: number): Promise<DiskLayout> {
  const room = Math.max(0, (files.size(name) ?? 0) - offset);
  return layoutOf(await files.read(name, offset, Math.min(LAYOUT_BYTES, room)));
}

/** What was made here has a head and no body: a new head is enough. Anything else is left to the real tools. */
async function resizeFileSystem({ files, name }: Volume, { layout, offset, size }: Wish): Promise<void> {
  if (size < SMALLEST_FILE_SYSTEM) refuse(`size: ${size} too small`);
  if (layout.isReal) await files.changeOutside(name, (path) => resizeExt(path, offset, size));
  else await files.write(name, offset, extHeader(size, layout.label));
}
