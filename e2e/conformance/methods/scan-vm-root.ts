import { check, equal } from "../checks.ts";
import type { Message } from "../client.ts";
import { suite } from "../suite.ts";
import { vmRules } from "../vm-rules.ts";

interface Entry {
  readonly Name: string;
  readonly InodeNumber: number;
}

export const scanVmRoot = suite("ScanVmRoot", (test) => {
  vmRules(test, "ScanVmRoot", { allowedOn: "none" });

  test(
    "lists the file tree of the root to its owners",
    async ({ newVm, owner, member, admin, target }) => {
      const { ip } = await newVm({ request: { ImageName: target.image } });
      for (const caller of [member, admin]) await caller.ok("ScanVmRoot", { IpAddress: ip });
      const answer = await owner.ok("ScanVmRoot", { IpAddress: ip });
      const tree = answer.FileSystem as Message & { EntryList: Entry[]; InodeTable: Record<string, Message> };
      check(tree.EntryList.length > 0, "entries in the root directory");
      const named = tree.EntryList.every((entry) => tree.InodeTable[String(entry.InodeNumber)] !== undefined);
      equal(named, true, "whether every entry has an inode");
    },
    { needsImage: true },
  );

  test(
    "a filter leaves out what it matches",
    async ({ newVm, owner, target }) => {
      const { ip } = await newVm({ request: { ImageName: target.image } });
      const answer = await owner.ok("ScanVmRoot", {
        IpAddress: ip,
        Filter: { FilterLines: ["/etc(|/.*)$"] },
      });
      const entries = (answer.FileSystem as { EntryList: Entry[] }).EntryList;
      check(!entries.some((entry) => entry.Name === "etc"), "the directory to be left out");
    },
    { needsImage: true },
  );
});
