import { createHash } from "node:crypto";
import type { FileSystem, GenericInode } from "@stackdeck/api-types";
import type { Image } from "./catalogue.ts";

const MODE = {
  directory: 0o040755,
  file: 0o100644,
  program: 0o100755,
  link: 0o120777,
  device: 0o020620,
} as const;
const BUILT = Date.UTC(2026, 7, 14, 6) / 1000;

interface Entry {
  readonly path: string;
  readonly inode: GenericInode;
}

/** A small but complete file tree for a root made from an image. */
export function scanRoot(image: Image, hostname: string, exclude: readonly string[]): FileSystem {
  const patterns = exclude.map((line) => new RegExp(`^(?:${line})`));
  const entries = treeEntries(image, hostname).filter(
    ({ path }) => !patterns.some((pattern) => pattern.test(path)),
  );
  const table: Record<string, GenericInode> = {};
  const directories = new Map<string, { Name: string; InodeNumber: number }[]>([["/", []]]);
  let number = 1;
  for (const { path, inode } of entries) {
    const slash = path.lastIndexOf("/");
    const parent = directories.get(slash === 0 ? "/" : path.slice(0, slash));
    // What lies in a directory that is left out is left out too.
    if (parent === undefined) continue;
    number++;
    table[String(number)] = inode;
    parent.push({ Name: path.slice(slash + 1), InodeNumber: number });
    if (inode.$type === "*filesystem.DirectoryInode") directories.set(path, inode.$value.EntryList);
  }
  const files = Object.values(table).filter((inode) => inode.$type === "*filesystem.RegularInode");
  return {
    InodeTable: table,
    NumRegularInodes: files.length,
    TotalDataBytes: files.reduce((sum, { $value }) => sum + ("Size" in $value ? $value.Size : 0), 0),
    DirectoryCount: directories.size,
    EntryList: directories.get("/") ?? [],
    EntriesByName: {},
    Mode: MODE.directory,
    Uid: 0,
    Gid: 0,
  };
}

function treeEntries(image: Image, hostname: string): Entry[] {
  const texts: Readonly<Record<string, string>> = {
    "/bin/busybox": "\x7fELF busybox\n",
    "/boot/grub/grub.cfg": "set default=0\nmenuentry 'Linux' { linux /boot/vmlinuz }\n",
    "/boot/vmlinuz": "\x7fELF kernel\n".repeat(4096),
    "/etc/fstab": "LABEL=rootfs / ext4 defaults 0 1\n",
    "/etc/hostname": `${hostname}\n`,
    "/etc/hosts": "127.0.0.1 localhost\n",
    "/etc/os-release": `IMAGE=${image.name}\n`,
    "/etc/passwd": "root:x:0:0:root:/root:/bin/sh\ndemo:x:1000:1000::/home/demo:/bin/sh\n",
    "/etc/ssh/sshd_config": "PasswordAuthentication no\n",
    "/home/demo/notes.txt": "Things to try.\n",
    "/root/.profile": "export PS1='# '\n",
    "/usr/bin/env": "\x7fELF env\n",
    "/usr/share/doc/README": "Nothing here is real.\n",
    "/var/log/messages": "",
    ...image.files,
  };
  const links: Readonly<Record<string, string>> = { "/bin/sh": "busybox", "/etc/mtab": "/proc/self/mounts" };
  const entries = [
    ...Object.entries(texts).map(([path, text]) => ({ path, inode: file(path, text) })),
    ...Object.entries(links).map(([path, target]) => ({ path, inode: link(target) })),
    { path: "/dev/console", inode: device(0x0501) },
  ];
  const parents = new Set(entries.flatMap(({ path }) => parentsOf(path)));
  for (const empty of ["/proc", "/sys", "/tmp", "/run"]) parents.add(empty);
  const all = [...entries, ...[...parents].map((path) => ({ path, inode: directory() }))];
  return all.sort((a, b) => (a.path < b.path ? -1 : 1));
}

function parentsOf(path: string): string[] {
  const parts = path.split("/").slice(1, -1);
  return parts.map((_, index) => `/${parts.slice(0, index + 1).join("/")}`);
}

function file(path: string, text: string): GenericInode {
  const data = Buffer.from(text, "latin1");
  const program = path.includes("/bin/");
  return {
    $type: "*filesystem.RegularInode",
    $value: {
      Mode: program ? MODE.program : MODE.file,
      Uid: path.startsWith("/home/demo") ? 1000 : 0,
      Gid: path.startsWith("/home/demo") ? 1000 : 0,
      MtimeNanoSeconds: 0,
      MtimeSeconds: BUILT,
      Size: data.length,
      Hash: data.length === 0 ? "0".repeat(128) : createHash("sha512").update(data).digest("hex"),
    },
  };
}

function link(target: string): GenericInode {
  return { $type: "*filesystem.SymlinkInode", $value: { Uid: 0, Gid: 0, Symlink: target } };
}

function device(rdev: number): GenericInode {
  const $value = { Mode: MODE.device, Uid: 0, Gid: 5, MtimeNanoSeconds: 0, MtimeSeconds: BUILT, Rdev: rdev };
  return { $type: "*filesystem.SpecialInode", $value };
}

function directory(): GenericInode {
  const $value = { EntryList: [], EntriesByName: {}, Mode: MODE.directory, Uid: 0, Gid: 0 };
  return { $type: "*filesystem.DirectoryInode", $value };
}
