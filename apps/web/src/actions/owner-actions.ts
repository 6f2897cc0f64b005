import type { VmActionSpec } from "./action-spec.ts";

/** Changing whose a VM is. */
export const ownerActions: readonly VmActionSpec[] = [
  {
    method: "ChangeVmOwnerUsers",
    icon: "user",
    group: "configure",
    bulk: true,
    inMenu: true,
    fields: ({ info }) => [
      {
        kind: "list",
        name: "OwnerUsers",
        label: "Owners",
        optional: true,
        placeholder: "user name",
        fixed: (info.OwnerUsers ?? []).slice(0, 1),
      },
    ],
    initial: ({ info }) => ({ OwnerUsers: (info.OwnerUsers ?? []).slice(1) }),
    request: (values, { info }) => ({
      OwnerUsers: [...(info.OwnerUsers ?? []).slice(0, 1), ...(values["OwnerUsers"] as readonly string[])],
    }),
  },
  {
    method: "ChangeVmOwnerGroups",
    icon: "user",
    group: "configure",
    bulk: true,
    inMenu: true,
    fields: () => [
      { kind: "list", name: "OwnerGroups", label: "Owner groups", optional: true, placeholder: "group" },
    ],
    initial: ({ info }) => ({ OwnerGroups: info.OwnerGroups ?? [] }),
  },
  { method: "BecomePrimaryVmOwner", icon: "user", group: "configure", bulk: true, inMenu: true },
];
