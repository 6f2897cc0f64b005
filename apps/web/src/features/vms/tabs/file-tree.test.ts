import type { FileSystem } from "@stackdeck/api-types";
import { expect, it } from "vitest";
import { findInTree, treeOf } from "./file-tree.ts";

const scan = {
  EntryList: [
    { Name: "etc", InodeNumber: 2 },
    { Name: "init", InodeNumber: 5 },
  ],
  InodeTable: {
    "2": {
      EntryList: [
        { Name: "hosts", InodeNumber: 3 },
        { Name: "big", InodeNumber: 4 },
      ],
    },
    "3": { $type: "*filesystem.RegularInode", $value: { Size: 10 } },
    "4": { Size: 1000 },
    "5": { Symlink: "/sbin/init" },
  },
} as unknown as FileSystem;

it("makes a tree with sizes, largest first", () => {
  const root = treeOf(scan);
  expect(root.size).toBe(1010);
  expect(root.children.map((it) => [it.name, it.kind])).toEqual([
    ["etc", "directory"],
    ["init", "link"],
  ]);
  expect(root.children[0]?.children.map((it) => it.path)).toEqual(["/etc/big", "/etc/hosts"]);
});

it("finds by path", () => {
  expect(findInTree(treeOf(scan), "HOSTS", 5).map((it) => it.path)).toEqual(["/etc/hosts"]);
});

it("does not follow a directory that contains itself for ever", () => {
  const loop = {
    EntryList: [{ Name: "a", InodeNumber: 2 }],
    InodeTable: { "2": { EntryList: [{ Name: "a", InodeNumber: 2 }] } },
  } as unknown as FileSystem;
  expect(treeOf(loop).size).toBe(0);
});
