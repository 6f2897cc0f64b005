import type { LiveTopics, Operation } from "@stackdeck/api-types";
import type { LiveWindow } from "../../../api/live-window.ts";
import { isActive } from "../../operations/operation-words.ts";

/** How long the server keeps what has arrived of a download that was cut off. */
export const keptMs = 10 * 60_000;

/** The downloads of a VM's volumes, newest first. */
export function downloadsOf(ip: string): LiveTopics["operations"]["params"] {
  return { filter: `method:GetVmVolume target:${ip}`, sort: ["-StartedOn"], offset: 0, limit: 100 };
}

/** The newest download of a volume; those with an id in `except` do not count. */
export function downloadOf(
  window: LiveWindow<Operation> | undefined,
  index: number,
  except?: ReadonlySet<string>,
): Operation | undefined {
  for (const key of window?.keys ?? []) {
    const operation = window?.rows.get(key);
    if (operation?.TargetName.endsWith(`, volume ${index}`) && !except?.has(key)) return operation;
  }
  return undefined;
}

/** Whether a download is still worth a line where its volume is: at work, or cut off and able to go on. */
export function isShown(download: Operation, now: number): boolean {
  if (isActive(download)) return true;
  if (download.State === "succeeded") return false;
  return now - Date.parse(download.EndedOn) < keptMs;
}
