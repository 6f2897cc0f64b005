import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { bootSector, extHeader, LAYOUT_BYTES, layoutOf, PARTITION_START } from "./disk-format.ts";
import { growContent, shrinkContent } from "./resize.ts";
import { VmFiles } from "./vm-files.ts";

const MIB = 2 ** 20;
const INODES_PER_GROUP = 1024 + 40;
let directory: string;
let files: VmFiles;

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), "simulator-resize-"));
  files = new VmFiles({ directories: [directory], imageContent: () => Buffer.alloc(0), ip: "10.0.0.1" });
});

afterEach(() => {
  vi.unstubAllEnvs();
  rmSync(directory, { recursive: true, force: true });
});

/** A head that looks like that of a whole file-system. */
function realHeader(size: number): Buffer {
  const head = extHeader(size, "data");
  head.writeUInt32LE(1024, INODES_PER_GROUP);
  return head;
}

/** A volume of 8 MiB that begins with these bytes, with others where its partition begins. */
async function volume(head: Buffer, partition: Buffer = Buffer.alloc(0)) {
  files.create("root", 0, 8 * MIB);
  await files.write("root", 0, head);
  await files.write("root", PARTITION_START, partition);
  return { files, name: "root" };
}

async function resize(made: { files: VmFiles; name: string }, size: number): Promise<void> {
  if (size < 8 * MIB) await shrinkContent(made, size);
  await made.files.resize(made.name, size);
  if (size > 8 * MIB) await growContent(made);
}

const layoutAt = async (offset: number) => layoutOf(await files.read("root", offset, LAYOUT_BYTES));
const blocksAt = async (offset: number) => (await files.read("root", offset + 1024 + 4, 4)).readUInt32LE();

describe("a file-system that was made here", () => {
  it.each([4 * MIB, 16 * MIB])("fills a volume of %d bytes, and keeps its label", async (size) => {
    await resize(await volume(extHeader(8 * MIB, "data")), size);
    expect(await layoutAt(0)).toEqual({ kind: "ext", label: "data", isReal: false });
    expect(await blocksAt(0)).toBe(size / 4096);
  });

  it.each([4 * MIB, 16 * MIB])("fills its partition of a volume of %d bytes", async (size) => {
    const code = bootSector(8 * MIB).fill("code", 0x10, 0x100);
    await resize(await volume(code, extHeader(7 * MIB, "rootfs")), size);
    const inner = size - PARTITION_START;
    expect(await layoutAt(0)).toMatchObject({
      partitions: [{ offset: PARTITION_START, size: inner }, {}, {}, {}],
    });
    expect(await blocksAt(PARTITION_START)).toBe(inner / 4096);
    expect((await files.read("root", 0x10, 4)).toString(), "the code of the boot sector").toBe("code");
  });
});

it.each([
  ["nothing", Buffer.alloc(0), Buffer.alloc(0), 4 * MIB, "no DOS partition table found"],
  ["nothing", Buffer.alloc(0), Buffer.alloc(0), 16 * MIB, "no DOS partition table found"],
  ["less than a file-system needs", extHeader(8 * MIB, ""), Buffer.alloc(0), 4096, "size: 4096 too small"],
  [
    "an empty partition",
    bootSector(8 * MIB),
    Buffer.alloc(0),
    4 * MIB,
    "no ext2 file-system found in partition",
  ],
  [
    "less than before the partition",
    bootSector(8 * MIB),
    realHeader(7 * MIB),
    4096,
    "size greater than existing partition",
  ],
  [
    "a small partition",
    bootSector(3 * MIB),
    extHeader(2 * MIB, ""),
    4 * MIB,
    "size greater than existing partition",
  ],
])("%s cannot be resized", async (_what, head, partition, size, text) => {
  await expect(resize(await volume(head, partition), size)).rejects.toThrow(text);
});

it("an empty partition grows with the volume", async () => {
  await resize(await volume(bootSector(8 * MIB)), 16 * MIB);
  expect(await layoutAt(0)).toMatchObject({ partitions: [{ size: 15 * MIB }, {}, {}, {}] });
});

describe("a file-system that came from outside", () => {
  /** Stands in for a tool: notes its arguments, leaves a mark in the file, ends with the code. */
  function tool(name: string, code: number): void {
    const path = join(directory, name);
    const mark = `printf '${name}' | dd of="\${target%%\\?*}" bs=1 seek=4000000 conv=notrunc status=none`;
    const lines = [
      "#!/bin/sh",
      `echo "${name} $*" >> ${directory}/log`,
      `target=${name === "e2fsck" ? "$3" : "$1"}`,
    ];
    writeFileSync(path, [...lines, mark, `echo 'said\nthis' >&2; exit ${code}`, ""].join("\n"));
    chmodSync(path, 0o755);
    vi.stubEnv("PATH", `${directory}:${process.env["PATH"]}`);
  }
  const log = () => readFileSync(join(directory, "log"), "utf8").replaceAll(files.path("root"), "FILE");

  it.each([
    ["in the volume", 6 * MIB, 0, "e2fsck -f -y FILE\nresize2fs FILE 12288s\n"],
    ["in the volume", 16 * MIB, 0, "e2fsck -f -y FILE\nresize2fs FILE 32768s\n"],
    [
      "in a partition",
      6 * MIB,
      PARTITION_START,
      "e2fsck -f -y FILE?offset=1048576\nresize2fs FILE?offset=1048576 10240s\n",
    ],
  ])("%s is left to the tools: %d bytes", async (_where, size, offset, called) => {
    for (const name of ["e2fsck", "resize2fs"]) tool(name, name === "e2fsck" ? 1 : 0);
    const made =
      offset === 0 ? volume(realHeader(8 * MIB)) : volume(bootSector(8 * MIB), realHeader(7 * MIB));
    await resize(await made, size);
    expect(log()).toBe(called);
    expect((await files.read("root", 4_000_000, 9)).toString(), "what the tool wrote").toBe("resize2fs");
    expect((await layoutAt(offset)).kind).toBe("ext");
  });

  it.each([
    ["e2fsck", 8, 0],
    ["resize2fs", 0, 1],
  ])("%s has the word when it fails", async (name, checked, resized) => {
    tool("e2fsck", checked);
    tool("resize2fs", resized);
    const made = await volume(realHeader(8 * MIB));
    const text = `error running ${name} for: ${files.path("root")}: exit status ${checked + resized}: said\\nthis\\n`;
    await expect(resize(made, 6 * MIB)).rejects.toThrow(text);
    expect(files.size("root"), "the volume of a failed shrink").toBe(8 * MIB);
  });
});
