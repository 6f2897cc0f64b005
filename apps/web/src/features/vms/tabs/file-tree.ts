import type { FileSystem } from "@stackdeck/api-types";
import { byName } from "../../../ui/by-name.ts";

/** A file or directory of a scanned root volume. */
export interface TreeEntry {
  readonly name: string;
  readonly path: string;
  readonly kind: "directory" | "file" | "link" | "special";
  /** Bytes in it; of a directory: in everything below it. */
  readonly size: number;
  readonly target: string;
  readonly children: readonly TreeEntry[];
}

interface LooseInode {
  readonly EntryList?:
    | readonly ({ readonly Name: string; readonly InodeNumber: number } | undefined)[]
    | undefined;
  readonly Size?: number;
  readonly Symlink?: string;
  readonly Rdev?: number;
}

/** Trees deeper than this are cut: the data come from a disk that anybody may have written. */
const deepest = 64;

/** Turns a scan into a tree with sizes, largest first. The kind of an inode is told by its fields. */
export function treeOf(fileSystem: FileSystem): TreeEntry {
  const table = fileSystem.InodeTable as Readonly<Record<string, unknown>>;
  const visit = (name: string, path: string, inode: LooseInode | undefined, depth: number): TreeEntry => {
    if (inode?.EntryList !== undefined || inode === (fileSystem as unknown)) {
      const children =
        depth > deepest
          ? []
          : entriesOf(inode).map((it) => {
              const below = path === "/" ? `/${it.Name}` : `${path}/${it.Name}`;
              return visit(it.Name, below, looseInode(table[String(it.InodeNumber)]), depth + 1);
            });
      children.sort((a, b) => b.size - a.size || byName(a.name, b.name));
      const size = children.reduce((sum, child) => sum + child.size, 0);
      return { name, path, kind: "directory", size, target: "", children };
    }
    const kind = inode?.Symlink !== undefined ? "link" : inode?.Rdev !== undefined ? "special" : "file";
    return { name, path, kind, size: inode?.Size ?? 0, target: inode?.Symlink ?? "", children: [] };
  };
  return visit("/", "/", fileSystem as unknown as LooseInode, 0);
}

function entriesOf(inode: LooseInode | undefined) {
  return (inode?.EntryList ?? []).filter((it) => it !== undefined && it !== null);
}

/** The inode inside the contract's form of a variant, which names its type beside it. */
function looseInode(value: unknown): LooseInode | undefined {
  if (typeof value !== "object" || value === null) return undefined;
  return ("$value" in value ? value.$value : value) as LooseInode;
}

/** The entries whose path contains a text, at most so many. */
export function findInTree(root: TreeEntry, text: string, most: number): readonly TreeEntry[] {
  const found: TreeEntry[] = [];
  const visit = (entry: TreeEntry) => {
    if (found.length >= most) return;
    if (entry.path.toLowerCase().includes(text.toLowerCase())) found.push(entry);
    for (const child of entry.children) visit(child);
  };
  visit(root);
  return found;
}
