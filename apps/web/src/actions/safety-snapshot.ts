import type { FieldSpec, FormValues } from "../ui/form/field-spec.ts";
import { formatBytes } from "../ui/format.ts";
import type { ActionContext, PlannedCall } from "./action-spec.ts";

/** A snapshot keeps no time: one in its name is the only record. */
export function timedName(now: Date): string {
  return now.toISOString().slice(0, 16).replace(/[-:]/g, "").replace("T", "-");
}

/** Offers a way back from what puts older data in the place of newer. */
export function safetyField({ info }: ActionContext, only: "root" | "all"): FieldSpec {
  const volumes = (info.Volumes ?? []).slice(0, only === "root" ? 1 : undefined);
  const bytes = volumes.reduce((sum, volume) => sum + (volume.Size ?? 0), 0);
  return {
    kind: "check",
    name: "Safety",
    label: "First take a snapshot of what is there now",
    hint: `Up to ${formatBytes(bytes)} beside the volumes; discard it when all is well.`,
  };
}

/** The snapshot that is taken before, where it is wanted. */
export function safetySnapshot(
  values: FormValues,
  { vm }: ActionContext,
  only: "root" | "all",
): PlannedCall | undefined {
  if (values["Safety"] !== true) return undefined;
  return {
    method: "SnapshotVm",
    request: {
      Name: `before-restore-${timedName(new Date())}`,
      RootOnly: only === "root",
      ForceIfNotStopped: vm.state !== "stopped",
    },
  };
}
