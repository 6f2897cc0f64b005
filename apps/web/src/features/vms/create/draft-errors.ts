import type { Problem } from "@stackdeck/api-types";
import { numberProblem } from "../../../ui/form/number-problem.ts";
import { tagsProblem } from "../../../ui/form/tags-input.tsx";
import { parseSize } from "../../../ui/format.ts";
import { ipProblem } from "../../hypervisors/addresses.ts";
import type { CreateDraft } from "./create-draft.ts";

export type DraftErrors = Readonly<Partial<Record<keyof CreateDraft | "file", string>>>;

const namePattern = /^[a-zA-Z0-9]([a-zA-Z0-9.-]*[a-zA-Z0-9])?$/;
/** More at once is a mistake far more often than a wish. */
const mostAtOnce = 50;
/** What the server takes inside the request, in bytes. */
const mostUserData = 1024 * 1024;

function sourceErrors(draft: CreateDraft, file: File | undefined): DraftErrors {
  switch (draft.source) {
    case "name":
      return draft.imageName.trim() ? {} : { imageName: "Name an image, such as debian/13/base" };
    case "url":
      return /^(https?|file):\/\/./.test(draft.imageUrl.trim()) ? {} : { imageUrl: "Begin with https://" };
    case "file":
      return file ? {} : { file: "Choose a file" };
    case "empty":
      return (parseSize(draft.freeSpace, "G") ?? 0) > 0 ? {} : { freeSpace: "Give the size of the root" };
  }
}

/** Whole numbers that may be asked for, by field. */
const limits = {
  count: { min: 1, max: mostAtOnce, whole: true },
  firstNumber: { min: 0, max: 99_999, whole: true },
  milliCpus: { min: 1, whole: true },
  virtualCpus: { min: 1, max: 1024, whole: true },
  cpuPriority: { min: -20, max: 19, whole: true },
  dhcpWait: { min: 0, max: 3600, whole: true },
  networkQueues: { min: 1, max: 256, whole: true },
} as const;
/** Those of them that may be empty. */
const optional: readonly string[] = ["virtualCpus", "cpuPriority", "dhcpWait", "networkQueues"];

function numberErrors(draft: CreateDraft): DraftErrors {
  const names = Object.keys(limits) as (keyof typeof limits)[];
  const asked = names.filter((name) => !(optional.includes(name) && draft[name] === ""));
  return Object.fromEntries(
    asked.flatMap((name) => {
      const problem = numberProblem(draft[name], limits[name]);
      return problem === undefined ? [] : [[name, problem]];
    }),
  );
}

function nameError(hostname: string, count: number): string | undefined {
  if (hostname === "") return "Give it a name";
  if (!namePattern.test(hostname.replaceAll("%", "1")))
    return "Use letters, digits, dots and dashes, with a letter or digit at both ends";
  return count > 1 && !hostname.includes("%")
    ? "Put a % where the number goes, for example web-%"
    : undefined;
}

function advancedErrors(draft: CreateDraft, count: number): DraftErrors {
  const errors: Record<string, string> = {};
  const address = draft.requestIp.trim();
  const badAddress = address === "" ? undefined : ipProblem(address);
  if (badAddress !== undefined) errors["requestIp"] = badAddress;
  else if (draft.requestIp && count > 1)
    errors["requestIp"] = "One VM has one address: leave it empty for several";
  if (draft.storageIndices && !/^\d+(\s*,\s*\d+)*$/.test(draft.storageIndices.trim()))
    errors["storageIndices"] = "Type numbers with commas, such as 0,1";
  return errors;
}

/** What is wrong, by field; empty when it can be sent. */
export function draftErrors(draft: CreateDraft, file?: File): DraftErrors {
  const errors: Record<string, string> = { ...sourceErrors(draft, file), ...numberErrors(draft) };
  const count = Number(draft.count);
  const badName = nameError(draft.hostname.trim(), count);
  if (badName !== undefined) errors["hostname"] = badName;
  if (count > 1 && draft.source === "file") errors["count"] = "One at a time from a file";
  if ((parseSize(draft.memory, "M") ?? 0) < 1024 ** 2) errors["memory"] = "Type a size such as 512M or 4G";
  Object.assign(errors, advancedErrors(draft, count));
  // Hypervisors answer a create without a subnet in ways that help nobody, so one is always named.
  if (draft.subnet === "") errors["subnet"] = "Choose the subnet of its address";
  const badVolume = draft.volumes.find((text) => (parseSize(text, "G") ?? 0) < 16 * 1024 ** 2);
  if (badVolume !== undefined) errors["volumes"] = `“${badVolume}” is not a size of at least 16M`;
  if (draft.freeSpace && parseSize(draft.freeSpace, "G") === undefined)
    errors["freeSpace"] = "Type a size such as 256M";
  const badTags = tagsProblem(draft.tags);
  if (badTags !== undefined) errors["tags"] = badTags;
  if (new TextEncoder().encode(draft.userData).length > mostUserData)
    errors["userData"] = "More than 1 MiB can not be sent";
  return errors;
}

/** Fields of the request and where they are asked for. */
const askedIn: Readonly<Record<string, keyof CreateDraft | "file">> = {
  Hostname: "hostname",
  ImageName: "imageName",
  ImageURL: "imageUrl",
  ImageDataSize: "file",
  MinimumFreeBytes: "freeSpace",
  MemoryInMiB: "memory",
  MilliCPUs: "milliCpus",
  VirtualCPUs: "virtualCpus",
  SecondaryVolumes: "volumes",
  SubnetId: "subnet",
  OwnerUsers: "ownerUsers",
  OwnerGroups: "ownerGroups",
  Tags: "tags",
  UserData: "userData",
  CpuPriority: "cpuPriority",
  DhcpTimeout: "dhcpWait",
  Address: "requestIp",
  SecondarySubnetIDs: "secondarySubnets",
  StorageIndices: "storageIndices",
  NetworkEntries: "networkQueues",
  VirtualiserImageName: "virtualiserImage",
  ExtraKernelOptions: "extraKernelOptions",
};

/** What the server found wrong, by field; a field that was changed since is not blamed any more. */
export function errorsOfProblem(
  problem: Problem | undefined,
  sent: CreateDraft | undefined,
  draft: CreateDraft,
): DraftErrors {
  const errors: Record<string, string> = {};
  for (const { field, message } of problem?.errors ?? []) {
    const name = askedIn[field.split(/[.[]/)[0] ?? ""];
    if (name === undefined || sent === undefined) continue;
    if (name === "file" || sent[name] === draft[name]) errors[name] = message;
  }
  return errors;
}
