import type { FieldSpec, FormValues } from "../ui/form/field-spec.ts";
import { parseSize } from "../ui/format.ts";
import type { VmActionSpec } from "./action-spec.ts";
import { safetyField, safetySnapshot } from "./safety-snapshot.ts";

const from = (kind: string) => (values: FormValues) => values["From"] === kind;

/** Where an image comes from; only the chosen source is sent. */
const imageSource: readonly FieldSpec[] = [
  {
    kind: "choice",
    name: "From",
    label: "Image from",
    options: [
      ["name", "the image server, by name"],
      ["url", "an address (URL)"],
    ],
  },
  {
    kind: "text",
    name: "ImageName",
    label: "Image",
    mono: true,
    placeholder: "debian/13/base",
    hint: "A directory stands for its newest image.",
    when: from("name"),
  },
  {
    kind: "text",
    name: "ImageURL",
    label: "Address",
    mono: true,
    placeholder: "https://images.example.com/disk.raw",
    when: from("url"),
    check: (text) => (/^(https?|file):\/\/./.test(text) ? undefined : "Begin with https://"),
  },
];

function sourceOf(values: FormValues): Record<string, unknown> {
  return values["From"] === "url" ? { ImageURL: values["ImageURL"] } : { ImageName: values["ImageName"] };
}

const freeBytes = (values: FormValues) => parseSize(String(values["MinimumFreeBytes"] ?? ""), "G") ?? 0;

const freeSpace: FieldSpec = {
  kind: "size",
  unit: "bytes",
  name: "MinimumFreeBytes",
  label: "Free space on the new root",
  optional: true,
};

export const imageActions: readonly VmActionSpec[] = [
  {
    method: "ReplaceVmImage",
    icon: "image",
    group: "image",
    inMenu: true,
    fields: ({ vm }) => [
      ...imageSource,
      freeSpace,
      {
        kind: "check",
        name: "SkipBackup",
        label: "Do not keep the present root volume",
        hint: "Without it there is no way back.",
      },
      ...(vm.state === "stopped"
        ? [
            {
              kind: "check",
              name: "PreDelete",
              label: "Delete the present root first, to save space",
            } as const,
          ]
        : []),
      { kind: "check", name: "SkipBootloader", label: "Keep kernel beside the root (no boot loader)" },
    ],
    initial: ({ info }) => ({ From: "name", ImageName: info.ImageName ?? "", MinimumFreeBytes: "256M" }),
    request: (values) => ({
      ...sourceOf(values),
      MinimumFreeBytes: freeBytes(values),
      RoundupPower: 28,
      SkipBackup: Boolean(values["SkipBackup"]),
      PreDelete: Boolean(values["PreDelete"]),
      SkipBootloader: Boolean(values["SkipBootloader"]),
    }),
  },
  {
    method: "PatchVmImage",
    icon: "edit",
    group: "image",
    inMenu: true,
    bulk: true,
    fields: () => [
      { kind: "text", name: "ImageName", label: "Image", mono: true, hint: "The image must have a filter." },
      {
        kind: "check",
        name: "SkipBackup",
        label: "Do not keep the present root volume",
        hint: "Without it there is no way back.",
      },
    ],
    initial: ({ info }) => ({ ImageName: info.ImageName ?? "" }),
  },
  {
    method: "RestoreVmImage",
    icon: "undo",
    group: "image",
    inMenu: true,
    fields: (context) => [safetyField(context, "root")],
    initial: () => ({ Safety: true }),
    first: (values, context) => safetySnapshot(values, context, "root"),
    request: () => ({}),
  },
  { method: "DiscardVmOldImage", icon: "trash", group: "image", inMenu: true },
  {
    method: "DebugVmImage",
    icon: "terminal",
    group: "image",
    inMenu: true,
    fields: () => [...imageSource, freeSpace],
    initial: ({ info }) => ({ From: "name", ImageName: info.ImageName ?? "", MinimumFreeBytes: "256M" }),
    request: (values) => ({ ...sourceOf(values), MinimumFreeBytes: freeBytes(values), RoundupPower: 28 }),
  },
];
