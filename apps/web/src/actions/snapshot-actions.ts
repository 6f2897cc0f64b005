import type { FieldSpec } from "../ui/form/field-spec.ts";
import { formatBytes } from "../ui/format.ts";
import type { ActionContext, VmActionSpec } from "./action-spec.ts";

/** Names of all snapshots of a VM; the unnamed one is "". */
export function snapshotNames({ info }: Pick<ActionContext, "info">): readonly string[] {
  return [...new Set((info.Volumes ?? []).flatMap((volume) => Object.keys(volume.Snapshots ?? {})))].sort();
}

export const labelOfSnapshot = (name: string) => name || "(unnamed)";

const force: FieldSpec = {
  kind: "check",
  name: "ForceIfNotStopped",
  label: "Even though the VM is not stopped",
};

function nameField(context: ActionContext): FieldSpec {
  return {
    kind: "choice",
    name: "Name",
    label: "Snapshot",
    options: snapshotNames(context).map((name) => [name, labelOfSnapshot(name)] as const),
  };
}

/** A snapshot keeps no time: one in its name is the only record. */
function timedName(now: Date): string {
  return now.toISOString().slice(0, 16).replace(/[-:]/g, "").replace("T", "-");
}

/** Sizes that a restore would bring back and the record does not know of. */
function resized({ info }: ActionContext, name: string): boolean {
  return (info.Volumes ?? []).some((volume) => {
    const size = volume.Snapshots?.[name];
    return size !== undefined && size !== volume.Size;
  });
}

export const snapshotActions: readonly VmActionSpec[] = [
  {
    method: "SnapshotVm",
    icon: "camera",
    group: "snapshots",
    inMenu: true,
    bulk: {
      fields: [
        {
          kind: "text",
          name: "Name",
          label: "Name",
          optional: true,
          hint: "A snapshot with an existing name replaces the old one. Each is a full copy.",
          check: (text) => (/[.:/]/.test(text) ? "Without dots, colons and slashes" : undefined),
        },
        { kind: "check", name: "RootOnly", label: "Only the root volumes" },
        { ...force, label: "Also of VMs that are not stopped", hint: "Those will be as after a power cut." },
      ],
      initial: () => ({ Name: timedName(new Date()), RootOnly: false, ForceIfNotStopped: false }),
    },
    fields: ({ vm }) => [
      {
        kind: "text",
        name: "Name",
        label: "Name",
        optional: true,
        hint: "A snapshot with an existing name replaces the old one.",
        check: (text) => (/[.:/]/.test(text) ? "Without dots, colons and slashes" : undefined),
      },
      { kind: "check", name: "RootOnly", label: "Only the root volume" },
      ...(vm.state === "stopped" ? [] : [{ ...force, hint: "It will be as after a power cut." }]),
    ],
    initial: ({ preset }) => ({
      Name: preset["Name"] ?? timedName(new Date()),
      RootOnly: false,
      ForceIfNotStopped: false,
    }),
    note: (_values, { info }) =>
      `A snapshot is a full copy: up to ${formatBytes((info.Volumes ?? []).reduce((sum, it) => sum + (it.Size ?? 0), 0))}.`,
  },
  {
    method: "RestoreVmFromSnapshot",
    icon: "undo",
    group: "snapshots",
    fields: (context) => [
      nameField(context),
      {
        kind: "check",
        name: "Retain",
        label: "Keep the snapshot",
        hint: "Otherwise it is used up. Servers of April 2025 use it up in any case.",
      },
      ...(context.vm.state === "stopped" ? [] : [force]),
    ],
    initial: (context) => ({
      Name: context.preset["Name"] ?? snapshotNames(context)[0] ?? "",
      Retain: true,
      ForceIfNotStopped: false,
    }),
    request: (values) => ({
      Name: values["Name"],
      Retain: values["Retain"],
      ForceIfNotStopped: values["ForceIfNotStopped"] ?? false,
    }),
    note: (values, context) =>
      resized(context, String(values["Name"]))
        ? "A volume was resized since this snapshot: after the restore the VM may fail to start until the volume has been grown beyond both sizes."
        : undefined,
  },
  {
    method: "DiscardVmSnapshot",
    icon: "trash",
    group: "snapshots",
    fields: (context) => [nameField(context)],
    initial: (context) => ({ Name: context.preset["Name"] ?? snapshotNames(context)[0] ?? "" }),
    request: (values) => ({ Name: values["Name"] }),
  },
];
