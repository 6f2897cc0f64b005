import { type Volume, VolumeInterface } from "@stackdeck/api-types";
import type { FieldSpec, FormValues } from "../ui/form/field-spec.ts";
import { formatBytes, parseSize, plural, sizeText } from "../ui/format.ts";
import type { ActionContext, VmActionSpec } from "./action-spec.ts";

const volumesOf = ({ info }: ActionContext) => info.Volumes ?? [];

/** Which volume: asked for, unless the row it was opened from says so. */
function volumeField(context: ActionContext, from = 0): FieldSpec {
  return {
    kind: "choice",
    name: "VolumeIndex",
    label: "Volume",
    options: volumesOf(context)
      .map(
        (volume, index) =>
          [
            String(index),
            `${index}: ${index === 0 ? "root, " : ""}${formatBytes(volume.Size ?? 0)}`,
          ] as const,
      )
      .slice(from),
  };
}

const indexOf = (preset: Readonly<Record<string, unknown>>, otherwise = 0) =>
  String(preset["VolumeIndex"] ?? otherwise);

const orderOf = (typed: unknown) =>
  String(typed)
    .split(/[\s,]+/)
    .map(Number);

/** The volumes as they will be. */
function orderNote(order: readonly number[], context: ActionContext): string | undefined {
  const volumes = volumesOf(context);
  const places = order.map(
    (index) => volumes[index] && `${index} (${formatBytes(volumes[index].Size ?? 0)})`,
  );
  if (places.includes(undefined)) return undefined;
  const root = order[0] === 0 ? "" : ` Volume ${order[0]} becomes the root: the VM boots from it.`;
  return `The order will be ${places.join(", ")}.${root}`;
}

/** The volume that is to be moved, as storages look at it. */
function placedVolume(values: FormValues, context: ActionContext) {
  const index = Number(values["VolumeIndex"]);
  const { Size = 0, VirtualSize = 0, Snapshots } = volumesOf(context)[index] ?? {};
  const hasSnapshots = Object.keys(Snapshots ?? {}).length > 0;
  const refused = hasSnapshots ? "Not while it has snapshots" : undefined;
  return { index, bytes: Math.max(Size, VirtualSize), refused };
}

/** What the hypervisor has against moving a volume wherever. */
function whyUnmovable(volume: Volume | undefined): string | undefined {
  const names = Object.keys(volume?.Snapshots ?? {});
  if (names.length === 0) return undefined;
  return `It has ${plural(names.length, "snapshot")} (${names.slice(0, 5).join(", ")}): the hypervisor moves a volume only without. Discard what is not needed first.`;
}

/** Adding, growing, moving and deleting volumes. */
export const volumeActions: readonly VmActionSpec[] = [
  {
    method: "AddVmVolumes",
    icon: "plus",
    group: "volumes",
    inMenu: true,
    fields: () => [
      { kind: "sizes", name: "VolumeSizes", label: "Sizes", hint: "One volume for each size, at least 16M." },
    ],
    initial: () => ({ VolumeSizes: ["10G"] }),
  },
  {
    method: "ChangeVmVolumeSize",
    icon: "disk",
    group: "volumes",
    inMenu: true,
    fields: (context) => [
      volumeField(context),
      { kind: "size", unit: "bytes", name: "VolumeSize", label: "New size" },
    ],
    initial: (context) => ({
      VolumeIndex: indexOf(context.preset),
      VolumeSize: sizeText(volumesOf(context)[Number(indexOf(context.preset))]?.Size ?? 0),
    }),
    request: (values) => ({
      VolumeIndex: Number(values["VolumeIndex"]),
      VolumeSize: parseSize(String(values["VolumeSize"]), "G"),
    }),
  },
  {
    method: "ChangeVmVolumeInterfaces",
    icon: "link",
    group: "volumes",
    inMenu: true,
    fields: (context) =>
      volumesOf(context).map((_volume, index) => ({
        kind: "choice",
        name: `Interface${index}`,
        label: index === 0 ? "Root volume" : `Volume ${index}`,
        options: VolumeInterface.texts.map((text) => [text, text] as const),
      })),
    initial: (context) =>
      Object.fromEntries(
        volumesOf(context).map((volume, index) => [`Interface${index}`, volume.Interface ?? "virtio"]),
      ),
    request: (values, context) => ({
      Interfaces: volumesOf(context).map((_volume, index) => values[`Interface${index}`]),
    }),
  },
  {
    method: "ChangeVmVolumeStorageIndex",
    icon: "move",
    group: "volumes",
    inMenu: true,
    fields: (context, values) => [
      volumeField(context),
      {
        kind: "storage",
        name: "StorageIndex",
        label: "Move it to",
        vm: context.vm,
        volume: placedVolume(values, context),
        hint: "The volume is copied there, then removed from where it was.",
      },
    ],
    initial: ({ preset }) => ({ VolumeIndex: indexOf(preset), StorageIndex: "" }),
    note: (values, context) => whyUnmovable(volumesOf(context)[placedVolume(values, context).index]),
    request: (values) => ({
      VolumeIndex: Number(values["VolumeIndex"]),
      StorageIndex: Number(values["StorageIndex"]),
    }),
  },
  {
    method: "ReorderVmVolumes",
    icon: "group",
    group: "volumes",
    fields: (context) => [
      {
        kind: "text",
        name: "Order",
        label: "Present numbers in their new order",
        check: (text) =>
          text
            .split(/[\s,]+/)
            .map(Number)
            .sort((a, b) => a - b)
            .every((value, index) => value === index) &&
          text.split(/[\s,]+/).length === volumesOf(context).length
            ? undefined
            : "Name every volume once, for example 0, 2, 1",
      },
    ],
    initial: (context) => ({
      Order:
        context.preset["Order"] ??
        volumesOf(context)
          .map((_volume, index) => index)
          .join(", "),
    }),
    request: (values) => ({ VolumeIndices: orderOf(values["Order"]) }),
    note: (values, context) => orderNote(orderOf(values["Order"]), context),
  },
  {
    method: "DeleteVmVolume",
    icon: "trash",
    group: "volumes",
    fields: (context) => [volumeField(context, 1)],
    initial: ({ preset }) => ({ VolumeIndex: indexOf(preset, 1) }),
    request: (values) => ({ VolumeIndex: Number(values["VolumeIndex"]) }),
    note: (values, context) =>
      `${formatBytes(volumesOf(context)[Number(values["VolumeIndex"])]?.Size ?? 0)} are deleted. Volumes after it move down by one.`,
  },
];
