import type { FieldSpec } from "../ui/form/field-spec.ts";
import { formatBytes, plural } from "../ui/format.ts";
import type { ActionContext, VmActionSpec } from "./action-spec.ts";

const dhcpWait: FieldSpec = {
  kind: "seconds",
  name: "DhcpTimeout",
  label: "Wait for its address, seconds",
  hint: "Reports whether the guest asked for its address in time. Empty: do not wait.",
  optional: true,
  min: 0,
  max: 3600,
};

/** What goes with a VM, in numbers. */
function lossOf({ info }: ActionContext): string {
  const volumes = info.Volumes ?? [];
  const sum = (sizes: readonly number[]) => formatBytes(sizes.reduce((all, size) => all + size, 0));
  const held = volumes.flatMap((volume) => Object.entries(volume.Snapshots ?? {}));
  const snapshots = new Set(held.map(([name]) => name)).size;
  const copies = snapshots === 0 ? "no snapshots" : plural(snapshots, "snapshot");
  const copied = snapshots === 0 ? "" : ` of ${sum(held.map(([, size]) => size))}`;
  return `This deletes ${plural(volumes.length, "volume")} of ${sum(volumes.map((it) => it.Size ?? 0))} and ${copies}${copied}.`;
}

/** Starting, stopping and ending VMs. */
export const powerActions: readonly VmActionSpec[] = [
  {
    method: "StartVm",
    icon: "play",
    group: "power",
    bulk: true,
    inMenu: true,
    done: ({ vm }, answer) =>
      (answer as { DhcpTimedOut?: boolean } | null)?.DhcpTimedOut
        ? `${vm.name} was started, but did not ask for its address in time`
        : `${vm.name} was started`,
  },
  {
    method: "StopVm",
    icon: "stop",
    group: "power",
    bulk: true,
    inMenu: true,
    done: ({ vm }) => `${vm.name} has stopped`,
  },
  {
    method: "RebootVm",
    icon: "reboot",
    group: "power",
    bulk: true,
    inMenu: true,
    fields: () => [dhcpWait],
    done: ({ vm }) => `${vm.name} was asked to restart`,
  },
  {
    method: "DestroyVm",
    icon: "trash",
    group: "power",
    bulk: true,
    inMenu: true,
    note: (_values, context) => lossOf(context),
    done: ({ vm }) => `${vm.name} is being destroyed`,
  },
  { method: "AcknowledgeVm", icon: "check", group: "power", bulk: true, inMenu: true },
  { method: "CommitImportedVm", icon: "check", group: "power", inMenu: true },
];
