import { type MethodName, methods } from "@stackdeck/api-types";
import type { ActionGroup } from "../../actions/action-spec.ts";
import { type Caller, whyNot } from "../../actions/may-run.ts";
import { openVmAction } from "../../actions/open-action.ts";
import { groupLabels, vmActions } from "../../actions/registry.ts";
import type { VmSubject } from "../../actions/vm-subject.ts";
import type { MenuEntry } from "../../ui/menu.tsx";

/** Where menus lead besides dialogs. */
export interface VmMenuLinks {
  readonly openVm?: () => void;
  readonly openSerial: () => void;
  readonly openVnc: () => void;
  readonly copyAddress: () => void;
  readonly createLike?: () => void;
}

function entryOf(method: MethodName, vm: VmSubject, caller: Caller): MenuEntry {
  const action = vmActions.find((it) => it.method === method);
  const { label, destructive, confirm } = methods[method];
  return {
    label: confirm.level === "none" && !action?.fields ? label : `${label}…`,
    icon: action?.icon,
    danger: destructive,
    reason: whyNot(method, vm, caller),
    onSelect: () => openVmAction(method, vm.ip),
  };
}

/** The actions of some groups as menu entries, with the reason where one is refused. */
export function entriesOf(
  vm: VmSubject,
  caller: Caller,
  groups: readonly ActionGroup[],
): readonly MenuEntry[] {
  const entries: MenuEntry[] = [];
  for (const group of groups) {
    const actions = vmActions.filter((action) => action.group === group && action.inMenu);
    if (actions.length === 0) continue;
    entries.push({ kind: "heading", label: groupLabels[group] });
    for (const action of actions) entries.push(entryOf(action.method, vm, caller));
  }
  return entries;
}

const quick: readonly MethodName[] = [
  "StartVm",
  "StopVm",
  "RebootVm",
  "SnapshotVm",
  "ChangeVmTags",
  "MigrateVm",
];

/** The short menu of a row: the same rules as everywhere. */
export function rowMenu(vm: VmSubject, caller: Caller, links: VmMenuLinks): readonly MenuEntry[] {
  const running = vm.state === "running" ? undefined : "The VM is not running";
  return [
    ...(links.openVm ? [{ label: "Open", icon: "vms", onSelect: links.openVm } as const] : []),
    { label: "Serial console", icon: "terminal", onSelect: links.openSerial },
    {
      label: "Screen",
      icon: "screen",
      reason: vm.consoleType === "vnc" ? running : "It has no VNC screen",
      onSelect: links.openVnc,
    },
    { label: "Copy address", icon: "copy", onSelect: links.copyAddress },
    ...(links.createLike
      ? [{ label: "Another like this", icon: "plus", onSelect: links.createLike } as const]
      : []),
    { kind: "separator" },
    ...quick.map((method) => entryOf(method, vm, caller)),
    { kind: "separator" },
    entryOf("DestroyVm", vm, caller),
  ];
}
