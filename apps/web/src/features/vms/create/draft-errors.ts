import type { Problem } from "@stackdeck/api-types";
import { tagsProblem } from "../../../ui/form/tags-input.tsx";
import { parseSize } from "../../../ui/format.ts";
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
      return draft.imageName.trim() ? {} : { imageName: "Name an image" };
    case "url":
      return /^(https?|file):\/\/./.test(draft.imageUrl.trim()) ? {} : { imageUrl: "Begin with https://" };
    case "file":
      return file ? {} : { file: "Choose a file" };
    case "empty":
      return (parseSize(draft.freeSpace, "G") ?? 0) > 0 ? {} : { freeSpace: "Give the size of the root" };
  }
}

const isWhole = (text: string, least: number, most: number) =>
  /^-?\d+$/.test(text.trim()) && Number(text) >= least && Number(text) <= most;

function advancedErrors(draft: CreateDraft, count: number): DraftErrors {
  const errors: Record<string, string> = {};
  if (draft.virtualCpus && !isWhole(draft.virtualCpus, 1, 1024)) errors["virtualCpus"] = "A whole number";
  if (draft.cpuPriority && !isWhole(draft.cpuPriority, -20, 19)) errors["cpuPriority"] = "−20 to 19";
  if (draft.dhcpWait && !isWhole(draft.dhcpWait, 0, 3600)) errors["dhcpWait"] = "0 to 3600 seconds";
  if (draft.networkQueues && !isWhole(draft.networkQueues, 1, 256)) errors["networkQueues"] = "1 to 256";
  if (draft.requestIp && !/^\d{1,3}(\.\d{1,3}){3}$/.test(draft.requestIp.trim()))
    errors["requestIp"] = "An IPv4 address";
  else if (draft.requestIp && count > 1)
    errors["requestIp"] = "One VM has one address: leave it empty for several";
  if (draft.storageIndices && !/^\d+(\s*,\s*\d+)*$/.test(draft.storageIndices.trim()))
    errors["storageIndices"] = "Numbers with commas: 0,1";
  return errors;
}

/** What is wrong, by field; empty when it can be sent. */
export function draftErrors(draft: CreateDraft, file?: File): DraftErrors {
  const errors: Record<string, string> = { ...sourceErrors(draft, file) };
  const count = Number(draft.count);
  if (!Number.isInteger(count) || count < 1 || count > mostAtOnce) errors["count"] = `1 to ${mostAtOnce}`;
  const first = Number(draft.firstNumber);
  if (!Number.isInteger(first) || first < 0 || first > 99_999) errors["firstNumber"] = "0 to 99999";
  if (draft.hostname.trim() === "") errors["hostname"] = "Give it a name";
  else if (!namePattern.test(draft.hostname.replaceAll("%", "1")))
    errors["hostname"] = "Letters, digits, dots and dashes";
  else if (count > 1 && !draft.hostname.includes("%"))
    errors["hostname"] = "Put a % where the number goes, for example web-%";
  if (count > 1 && draft.source === "file") errors["count"] = "One at a time from a file";
  if ((parseSize(draft.memory, "M") ?? 0) < 1024 ** 2) errors["memory"] = "A size such as 512M or 4G";
  if (!(Number(draft.milliCpus) >= 1)) errors["milliCpus"] = "At least 1";
  Object.assign(errors, advancedErrors(draft, count));
  // Hypervisors answer a create without a subnet in ways that help nobody, so one is always named.
  if (draft.subnet === "") errors["subnet"] = "Choose the subnet of its address";
  const badVolume = draft.volumes.find((text) => (parseSize(text, "G") ?? 0) < 16 * 1024 ** 2);
  if (badVolume !== undefined) errors["volumes"] = `“${badVolume}” is not a size of at least 16M`;
  if (draft.freeSpace && parseSize(draft.freeSpace, "G") === undefined)
    errors["freeSpace"] = "A size such as 256M";
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
