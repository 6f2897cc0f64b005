import { type MethodName, methods } from "@stackdeck/api-types";
import type { ActionGroup } from "../../actions/action-spec.ts";
import { type Caller, callerReason, whyNot } from "../../actions/may-run.ts";
import { openVmAction } from "../../actions/open-action.ts";
import { groupLabels, vmActions } from "../../actions/registry.ts";
import type { VmSubject } from "../../actions/vm-subject.ts";
import type { IconName } from "../../ui/icon.tsx";
import type { MenuEntry } from "../../ui/menu.tsx";

/** Where the menu leads besides dialogs. */
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

/** Groups of actions in the order menus show them. */
const menuGroups: readonly ActionGroup[] = [
  "configure",
  "volumes",
  "snapshots",
  "image",
  "data",
  "identity",
  "move",
  "look",
];
const groupIcons: Partial<Record<ActionGroup, IconName>> = {
  configure: "settings",
  volumes: "disk",
  snapshots: "camera",
  image: "image",
  data: "file",
  identity: "key",
  move: "move",
  look: "eye",
};

/** Needed once in the life of a VM. */
const onceOnly: readonly MethodName[] = ["AcknowledgeVm", "CommitImportedVm"];

/** The menu of a VM, the same in the list and on its page: by the same rules and with the same reasons. */
export function vmMenu(vm: VmSubject, caller: Caller, links: VmMenuLinks): readonly MenuEntry[] {
  const running = vm.state === "running" ? undefined : "The VM is not running";
  const power = vmActions.filter((action) => action.group === "power" && action.inMenu);
  const isOnce = (method: MethodName) => onceOnly.includes(method);
  return [
    ...(links.openVm ? [{ label: "Open", icon: "vms", onSelect: links.openVm } as const] : []),
    {
      label: "Serial console",
      icon: "terminal",
      reason: callerReason("ConnectToVmSerialPort", caller, vm),
      onSelect: links.openSerial,
    },
    {
      label: "Screen",
      icon: "screen",
      reason:
        callerReason("ConnectToVmConsole", caller, vm) ??
        (vm.consoleType === "vnc" ? running : "It has no VNC screen"),
      onSelect: links.openVnc,
    },
    { kind: "separator" },
    ...power
      .filter(({ method }) => !methods[method].destructive && !isOnce(method))
      .map((action) => entryOf(action.method, vm, caller)),
    { kind: "separator" },
    {
      kind: "menu",
      label: "New and imported",
      icon: "check",
      entries: onceOnly.map((method) => entryOf(method, vm, caller)),
    },
    ...menuGroups.flatMap((group): MenuEntry[] => {
      const entries = vmActions
        .filter((action) => action.group === group && action.inMenu)
        .map((action) => entryOf(action.method, vm, caller));
      return entries.length === 0
        ? []
        : [{ kind: "menu", label: groupLabels[group], icon: groupIcons[group], entries }];
    }),
    { kind: "separator" },
    { label: "Copy address", icon: "copy", onSelect: links.copyAddress },
    ...(links.createLike
      ? [{ label: "Another like this", icon: "plus", onSelect: links.createLike } as const]
      : []),
    { kind: "separator" },
    ...power
      .filter((action) => methods[action.method].destructive)
      .map((action) => entryOf(action.method, vm, caller)),
  ];
}
