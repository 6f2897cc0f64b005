import { tagsOf } from "../../../ui/form/tags-input.tsx";
import { parseSize } from "../../../ui/format.ts";
import { type CreateDraft, storagesOf } from "./create-draft.ts";
import { numbersOf, withNumber } from "./draft-request.ts";

/** Port of a hypervisor unless it says otherwise. */
const usualPort = "6976";

/** Quotes a word for a POSIX shell. */
export function shellWord(text: string): string {
  return /^[\w@%+=:,./-]+$/.test(text) ? text : `'${text.replaceAll("'", `'\\''`)}'`;
}

type Flag = readonly [name: string, value: string];

function sourceFlags(draft: CreateDraft): Flag[] {
  switch (draft.source) {
    case "name":
      return [
        ["imageName", draft.imageName || "IMAGE"],
        ...(draft.freeSpace === "256M" ? [] : ([["minFreeBytes", draft.freeSpace]] as const)),
        ...(draft.skipBootloader ? ([["skipBootloader", "true"]] as const) : []),
      ];
    case "url":
      return [["imageURL", draft.imageUrl || "URL"]];
    case "file":
      return [["imageFile", "FILE"]];
    case "empty":
      return [["minFreeBytes", draft.freeSpace]];
  }
}

/** A value of a flag unless it is the standard one. */
function rareFlags(draft: CreateDraft): Flag[] {
  const all: readonly (readonly [name: string, value: string, standard: string])[] = [
    ["consoleType", draft.consoleType, "none"],
    ["machineType", draft.machineType, "auto"],
    ["firmwareType", draft.firmwareType, "default"],
    ["cpuPriority", draft.cpuPriority || "0", "0"],
    ["extraKernelOptions", draft.extraKernelOptions, ""],
    ["dhcpTimeout", `${draft.dhcpWait || "0"}s`, "60s"],
    ["requestIPs", draft.requestIp.trim(), ""],
    ["secondarySubnetIDs", draft.secondarySubnets.join(","), ""],
    ["numNetworkQueues", draft.networkQueues, ""],
    ["volumeInterfaces", interfacesOf(draft), ""],
    ["storageIndices", draft.source === "name" ? storagesOf(draft.storageIndices).join(",") : "", ""],
    ["watchdogModel", draft.watchdogModel, "none"],
    ["watchdogAction", draft.watchdogModel === "none" ? "none" : draft.watchdogAction, "none"],
    ["virtualiserImageName", draft.virtualiserImage.trim(), ""],
  ];
  const flags = {
    destroyProtection: draft.destroyProtection,
    destroyOnPowerdown: draft.destroyOnPowerdown,
    spreadVolumes: draft.spreadVolumes,
    doNotStart: draft.doNotStart,
    enableNetboot: draft.enableNetboot,
    disableVirtIO: draft.disableVirtIo,
    skipMemoryCheck: draft.skipMemoryCheck,
  };
  return [
    ...all.filter(([, value, standard]) => value !== standard).map(([name, value]) => [name, value] as const),
    ...Object.entries(flags).flatMap(([name, on]) => (on ? [[name, "true"] as const] : [])),
  ];
}

/** The first is of the root, the others of the further volumes. */
function interfacesOf(draft: CreateDraft): string {
  if (draft.volumeInterface === "virtio") return "";
  return [0, ...draft.volumes].map(() => draft.volumeInterface).join(",");
}

function placeFlags(draft: CreateDraft): Flag[] {
  if (draft.hypervisor === "") return [];
  const [host = "", port = usualPort] = draft.hypervisor.split(":");
  const name: Flag = ["hypervisorHostname", host];
  return port === usualPort ? [name] : [name, ["hypervisorPortNum", port]];
}

/** All flags of `create-vm` for one VM of a draft. */
export function flagsOf(draft: CreateDraft, number: number): readonly Flag[] {
  const tags = Object.entries(tagsOf(draft.tags));
  const sized: readonly Flag[] = [
    ["memory", `${Math.round((parseSize(draft.memory, "M") ?? 0) / 1024 ** 2)}M`],
    ["milliCPUs", draft.milliCpus],
    ["vCPUs", draft.virtualCpus],
    ["secondaryVolumeSizes", draft.volumes.join(",")],
    ["subnetId", draft.subnet],
    ["ownerUsers", draft.ownerUsers.join(",")],
    ["ownerGroups", draft.ownerGroups.join(",")],
    ["vmTags", tags.map(([key, value]) => `${key}=${withNumber(value, number)}`).join(",")],
  ];
  return [
    ["vmHostname", withNumber(draft.hostname || "NAME", number)],
    ...sourceFlags(draft),
    ...sized.filter(([name, value]) => value !== "" && !(name === "milliCPUs" && value === "250")),
    ...(draft.initialiseVolumes && draft.volumes.length > 0
      ? ([["initialiseSecondaryVolumes", "true"]] as const)
      : []),
    // With an image name newer servers wait for ever for user data sent along: it follows by itself.
    ...(draft.userData && draft.source !== "name" ? ([["userDataFile", "user-data"]] as const) : []),
    ...rareFlags(draft),
    ...placeFlags(draft),
  ];
}

function command(subcommand: string, flags: readonly Flag[]): string {
  const words = flags.map(([name, value]) => `-${name}=${shellWord(value)}`);
  return ["vm-control", ...words, subcommand].join(" \\\n  ");
}

/** The `vm-control` commands that do the same as the form; of several VMs the first, and how to go on. */
export function commandOf(draft: CreateDraft): string {
  const [first = 1, ...others] = numbersOf(draft);
  // The tool knows no VM without an image, except in a whole request.
  const create =
    draft.source === "empty"
      ? command("create-vm", [["requestFile", "request.json"], ...placeFlags(draft)])
      : command("create-vm", flagsOf(draft, first));
  const userData =
    draft.userData && draft.source === "name"
      ? `\n${command("replace-vm-user-data ADDRESS", [["userDataFile", "user-data"], ...placeFlags(draft)])}`
      : "";
  const last = others.at(-1);
  const more =
    last === undefined
      ? ""
      : `\n# the same for ${withNumber(draft.hostname || "NAME", last)} and those between`;
  return create + userData + more;
}
