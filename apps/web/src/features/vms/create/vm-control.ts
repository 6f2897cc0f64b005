import { tagsOf } from "../../../ui/form/tags-input.tsx";
import { parseSize } from "../../../ui/format.ts";
import { type CreateDraft, nameOfNth } from "./create-draft.ts";

/** Quotes a word for a POSIX shell. */
export function shellWord(text: string): string {
  return /^[\w@%+=:,./-]+$/.test(text) ? text : `'${text.replaceAll("'", `'\\''`)}'`;
}

/** The `vm-control` command that does the same as the form. */
export function commandOf(draft: CreateDraft): string {
  const flags: (readonly [string, string])[] = [["vmHostname", nameOfNth(draft.hostname || "NAME", 1)]];
  const add = (name: string, value: string, unless = "") => {
    if (value !== unless) flags.push([name, value]);
  };
  if (draft.source === "name") add("imageName", draft.imageName || "IMAGE");
  if (draft.source === "url") add("imageURL", draft.imageUrl || "URL");
  if (draft.source === "file") add("imageFile", "FILE");
  add("memory", `${Math.round((parseSize(draft.memory, "M") ?? 0) / 1024 ** 2)}M`, "1024M");
  add("milliCPUs", draft.milliCpus, "250");
  add("vCPUs", draft.virtualCpus);
  if (draft.source === "name") add("minFreeBytes", draft.freeSpace, "256M");
  add("secondaryVolumeSizes", draft.volumes.join(","));
  if (draft.initialiseVolumes && draft.volumes.length > 0) add("initialiseSecondaryVolumes", "true");
  add("subnetId", draft.subnet);
  add("ownerUsers", draft.ownerUsers.join(","));
  add("ownerGroups", draft.ownerGroups.join(","));
  const tags = Object.entries(tagsOf(draft.tags)).map(([key, value]) => `${key}=${value}`);
  add("vmTags", tags.join(","));
  if (draft.userData) add("userDataFile", "user-data");
  add("consoleType", draft.consoleType, "none");
  add("machineType", draft.machineType, "auto");
  add("firmwareType", draft.firmwareType, "default");
  if (draft.destroyProtection) add("destroyProtection", "true");
  if (draft.destroyOnPowerdown) add("destroyOnPowerdown", "true");
  if (draft.spreadVolumes) add("spreadVolumes", "true");
  if (draft.doNotStart) add("doNotStart", "true");
  if (draft.enableNetboot) add("enableNetboot", "true");
  add("cpuPriority", draft.cpuPriority, "0");
  add("extraKernelOptions", draft.extraKernelOptions);
  add("hypervisorHostname", draft.hypervisor.replace(/:\d+$/, ""));
  return ["vm-control", ...flags.map(([name, value]) => `-${name}=${shellWord(value)}`), "create-vm"].join(
    " \\\n  ",
  );
}
