import type { FieldSpec, FormValues } from "../ui/form/field-spec.ts";
import { formatBytes } from "../ui/format.ts";
import type { ActionContext, VmActionSpec } from "./action-spec.ts";
import { whyUnsupported } from "./may-run.ts";
import { safetyField, safetySnapshot, timedName } from "./safety-snapshot.ts";

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

const retain: FieldSpec = {
  kind: "check",
  name: "Retain",
  label: "Keep the snapshot",
  hint: "Otherwise it is used up.",
};

function nameField(context: ActionContext): FieldSpec {
  return {
    kind: "choice",
    name: "Name",
    label: "Snapshot",
    options: snapshotNames(context).map((name) => [name, labelOfSnapshot(name)] as const),
  };
}

/** Which volumes a restore puts others in the place of. */
const replacedBy = ({ info }: ActionContext, name: unknown) =>
  (info.Volumes ?? []).slice(1).some((volume) => Object.hasOwn(volume.Snapshots ?? {}, String(name)))
    ? "all"
    : "root";

/** Sizes that a restore would bring back and the record does not know of. */
function resized({ info }: ActionContext, name: string): boolean {
  return (info.Volumes ?? []).some((volume) => {
    const size = volume.Snapshots?.[name];
    return size !== undefined && size !== volume.Size;
  });
}

/** What goes wrong with a restore that the record tells beforehand. */
function restoreNote(values: FormValues, context: ActionContext): string | undefined {
  if (!canRetain(context)) return "This hypervisor is too old to keep the snapshot: the restore uses it up.";
  const name = String(values["Name"]);
  if (resized(context, name))
    return "A volume was resized since this snapshot: after the restore the VM may fail to start until the volume has been grown beyond both sizes.";
  const volumes = context.info.Volumes ?? [];
  const isPartial = volumes.some((volume) => !Object.hasOwn(volume.Snapshots ?? {}, name));
  return isPartial && values["Retain"] === true
    ? "The snapshot does not hold all volumes. Kept, it is restored, but the hypervisor answers with an error all the same."
    : undefined;
}

/** Whether the VM's hypervisor heeds the wish to keep a snapshot; an old one would use it up. */
const canRetain = ({ vm }: ActionContext) =>
  whyUnsupported("RestoreVmFromSnapshot", vm, { Retain: true }) === undefined;

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
          check: (text) => (/[.:/]/.test(text) ? "Leave out dots, colons and slashes" : undefined),
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
        check: (text) => (/[.:/]/.test(text) ? "Leave out dots, colons and slashes" : undefined),
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
      ...(canRetain(context) ? [retain] : []),
      safetyField(context, replacedBy(context, context.preset["Name"])),
      ...(context.vm.state === "stopped" ? [] : [force]),
    ],
    initial: (context) => ({
      Name: context.preset["Name"] ?? snapshotNames(context)[0] ?? "",
      Retain: canRetain(context),
      Safety: true,
      ForceIfNotStopped: false,
    }),
    first: (values, context) => safetySnapshot(values, context, replacedBy(context, values["Name"])),
    request: (values) => ({
      Name: values["Name"],
      Retain: values["Retain"],
      ForceIfNotStopped: values["ForceIfNotStopped"] ?? false,
    }),
    note: restoreNote,
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
