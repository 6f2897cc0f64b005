/** Scanned file trees. */

import type { Plain } from "../wire/schema.ts";
import { int32, int64, list, mapOf, named, pointer, text, uint32, uint64, variant } from "../wire/schema.ts";
import { embed, field, struct } from "../wire/struct.ts";
import { Hash } from "./named.ts";

export const Filter = struct(
  "Filter",
  "List of path patterns to leave out; nil and empty differ in meaning for some callers.",
  {
    FilterLines: field(list(text), 'regular expressions on paths, anchored at the start; a lone "!" inverts'),
  },
);
export type Filter = Plain<typeof Filter>;

export const FileMode = named("FileMode", "Unix mode bits with the file type, as in st_mode.", uint32);
export type FileMode = Plain<typeof FileMode>;

export const RegularInode = struct("RegularInode", "A plain file.", {
  Mode: field(FileMode, "mode bits"),
  Uid: field(uint32, "Unix user"),
  Gid: field(uint32, "Unix group"),
  MtimeNanoSeconds: field(int32, "its nanoseconds"),
  MtimeSeconds: field(int64, "time of last change, seconds since 1970"),
  Size: field(uint64, "bytes"),
  Hash: field(Hash, "SHA-512 of the content"),
});
export type RegularInode = Plain<typeof RegularInode>;

export const ComputedRegularInode = struct(
  "ComputedRegularInode",
  "A file whose content another service makes.",
  {
    Mode: field(FileMode, "mode bits"),
    Uid: field(uint32, "Unix user"),
    Gid: field(uint32, "Unix group"),
    Source: field(text, "host:port of the service"),
  },
);
export type ComputedRegularInode = Plain<typeof ComputedRegularInode>;

export const SymlinkInode = struct("SymlinkInode", "A symbolic link.", {
  Uid: field(uint32, "Unix user"),
  Gid: field(uint32, "Unix group"),
  Symlink: field(text, "target"),
});
export type SymlinkInode = Plain<typeof SymlinkInode>;

export const SpecialInode = struct("SpecialInode", "A device, pipe or socket.", {
  Mode: field(FileMode, "mode bits"),
  Uid: field(uint32, "Unix user"),
  Gid: field(uint32, "Unix group"),
  MtimeNanoSeconds: field(int32, "its nanoseconds"),
  MtimeSeconds: field(int64, "time of last change, seconds since 1970"),
  Rdev: field(uint64, "device number"),
});
export type SpecialInode = Plain<typeof SpecialInode>;

export const DirectoryEntry = struct("DirectoryEntry", "A name in a directory.", {
  Name: field(text, "file name"),
  InodeNumber: field(uint64, "inode number"),
});
export type DirectoryEntry = Plain<typeof DirectoryEntry>;

export const DirectoryInode = struct("DirectoryInode", "A directory.", {
  EntryList: field(list(pointer(DirectoryEntry)), "entries, sorted"),
  EntriesByName: field(mapOf(pointer(DirectoryEntry)), "the same by name; usually nil on the wire"),
  Mode: field(FileMode, "mode bits"),
  Uid: field(uint32, "Unix user"),
  Gid: field(uint32, "Unix group"),
});
export type DirectoryInode = Plain<typeof DirectoryInode>;

export const GenericInode = variant(
  "GenericInode",
  "One of RegularInode, ComputedRegularInode, SymlinkInode, SpecialInode, DirectoryInode, sent as pointer under the registered names of the implementations list.",
  {
    "*filesystem.RegularInode": RegularInode,
    "*filesystem.ComputedRegularInode": ComputedRegularInode,
    "*filesystem.SymlinkInode": SymlinkInode,
    "*filesystem.SpecialInode": SpecialInode,
    "*filesystem.DirectoryInode": DirectoryInode,
  },
);
export type GenericInode = Plain<typeof GenericInode>;

export const InodeTable = named("InodeTable", "Inode number to inode.", mapOf(GenericInode, uint64));
export type InodeTable = Plain<typeof InodeTable>;

export const FileSystem = struct(
  "FileSystem",
  "A scanned file tree; the embedded DirectoryInode is the root directory.",
  {
    InodeTable: field(InodeTable, "all inodes"),
    NumRegularInodes: field(uint64, "number of plain files"),
    TotalDataBytes: field(uint64, "bytes in plain files"),
    DirectoryCount: field(uint64, "number of directories"),
    DirectoryInode: embed(DirectoryInode, "the root directory"),
  },
);
export type FileSystem = Plain<typeof FileSystem>;
