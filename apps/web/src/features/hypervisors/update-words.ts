import type { Update } from "@stackdeck/api-types";
import { plural } from "../../ui/format.ts";

/** What a message of the update stream brings, in a few words. The first one of a stream is complete. */
export function updateWords(update: Update, isFirst: boolean): string {
  const vms = Object.keys(update.VMs ?? {});
  const parts: string[] = [];
  if (vms.length > 0) parts.push(vms.length === 1 ? `1 VM ${vms[0]}` : plural(vms.length, "VM"));
  if (update.HaveAddressPool) parts.push(plural(update.AddressPool?.length ?? 0, "address", "addresses"));
  if (update.HaveSubnets) parts.push(plural(update.Subnets?.length ?? 0, "subnet"));
  if (update.HaveDisabled) parts.push(update.Disabled ? "disabled" : "enabled");
  if (Object.keys(update.NumFreeAddresses ?? {}).length > 0) parts.push("free addresses");
  if (update.HealthStatus) parts.push(update.HealthStatus);
  const text = parts.join(" · ") || "sign of life";
  return isFirst ? `Complete: ${text}` : text;
}
