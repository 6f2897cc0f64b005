import { ArchitectureType } from "@stackdeck/api-types";
import type { FormValues } from "../../ui/form/field-spec.ts";
import { parseSize } from "../../ui/format.ts";
import type { OperatorAction } from "./operator-action.ts";

const text = (values: FormValues, name: string) => String(values[name] ?? "").trim();

/** Takes over volume files that lie on the machine as a VM. */
export const importLocalVm: OperatorAction = {
  method: "ImportLocalVm",
  icon: "download",
  fields: () => [
    { kind: "text", name: "Hostname", label: "Host name" },
    { kind: "text", name: "IpAddress", label: "Address", mono: true },
    { kind: "text", name: "MacAddress", label: "MAC address", mono: true },
    {
      kind: "choice",
      name: "ArchitectureType",
      label: "Architecture",
      options: ArchitectureType.texts.map((text) => [text, text] as const),
    },
    { kind: "size", unit: "MiB", name: "MemoryInMiB", label: "Memory" },
    { kind: "number", name: "MilliCPUs", label: "CPU share, thousandths", min: 1 },
    {
      kind: "lines",
      name: "VolumeFilenames",
      label: "Volume files on the machine",
      hint: "One absolute path a line, the root first.",
      mono: true,
    },
    {
      kind: "file",
      name: "VerificationCookie",
      label: "Cookie file of the machine",
      hint: "Only root on the hypervisor's machine can read it.",
    },
    { kind: "check", name: "SkipMemoryCheck", label: "Do not test whether the memory can be had" },
  ],
  initial: () => ({ ArchitectureType: "amd64", MemoryInMiB: "1G", MilliCPUs: "1000" }),
  request: (values) => {
    const files = text(values, "VolumeFilenames")
      .split(/\s*\n\s*/)
      .filter(Boolean);
    return {
      Hostname: text(values, "Hostname"),
      Tags: { Name: text(values, "Hostname") },
      Address: { IpAddress: text(values, "IpAddress"), MacAddress: text(values, "MacAddress") },
      ArchitectureType: values["ArchitectureType"],
      MemoryInMiB: Math.round((parseSize(text(values, "MemoryInMiB"), "M") ?? 0) / 1024 ** 2),
      MilliCPUs: Number(values["MilliCPUs"]),
      VolumeFilenames: files,
      Volumes: files.map(() => ({})),
      VerificationCookie: values["VerificationCookie"] ?? "",
      SkipMemoryCheck: Boolean(values["SkipMemoryCheck"]),
    };
  },
};
