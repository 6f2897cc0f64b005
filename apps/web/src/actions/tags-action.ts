import { rowsOf, type TagRows, tagsOf } from "../ui/form/tags-input.tsx";
import type { VmActionSpec } from "./action-spec.ts";

/** Tags of a VM after some are set and some taken away. */
function mergedTags(
  tags: Readonly<Record<string, string>>,
  set: TagRows,
  remove: readonly string[],
): Record<string, string> {
  const kept = Object.entries(tags).filter(([name]) => !remove.includes(name));
  return Object.fromEntries([...kept, ...Object.entries(tagsOf(set))]);
}

/** Changing the tags of a VM, or of many at once. */
export const tagsAction: VmActionSpec = {
  method: "ChangeVmTags",
  icon: "tag",
  group: "configure",
  inMenu: true,
  fields: () => [{ kind: "tags", name: "Tags", label: "Tags" }],
  initial: ({ info }) => ({ Tags: rowsOf(info.Tags) }),
  bulk: {
    summary: "Set some tags and take others away.",
    fields: [
      {
        kind: "tags",
        name: "Set",
        label: "Tags to set",
        hint: "The other tags of each VM stay as they are.",
      },
      {
        kind: "list",
        name: "Remove",
        label: "Tags to take away",
        optional: true,
        placeholder: "names of tags",
      },
    ],
    initial: () => ({ Set: [["", ""]], Remove: [] }),
    request: (values, vm) => ({
      Tags: mergedTags(vm.tags ?? {}, values["Set"] as TagRows, values["Remove"] as readonly string[]),
    }),
  },
  undo: ({ info }) => ({ method: "ChangeVmTags", request: { Tags: info.Tags ?? {} } }),
};
