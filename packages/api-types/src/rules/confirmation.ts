import type { ConfirmLevel } from "../methods/method-row.ts";
import type { MethodName } from "../methods/methods.ts";
import { methods } from "../methods/methods.ts";
import type { VmFacts } from "./caller.ts";

type Request = Readonly<Record<string, unknown>>;

export interface ConfirmationNeeded {
  readonly level: ConfirmLevel;
  /** What to know before saying yes, a sentence each. */
  readonly texts: readonly string[];
}

/** How much to ask before a call with this request, and what to say. */
export function confirmationFor(
  method: MethodName,
  request: Request = {},
  vm: VmFacts = {},
): ConfirmationNeeded {
  const row = methods[method];
  const { level, text, raised } = row.confirm;
  const base = text === undefined ? [] : [text];
  const isRaised = raised !== undefined && raisedWhen[row.implementedBy ?? method]?.(request, vm);
  return isRaised ? { level: raised.level, texts: [...base, raised.text] } : { level, texts: base };
}

/** The conditions that the rows of the table state in words. */
const raisedWhen: Readonly<Record<string, (request: Request, vm: VmFacts) => boolean>> = {
  ChangeVmSize: (request, vm) =>
    (["MemoryInMiB", "MilliCPUs", "VirtualCPUs"] as const).some((name) => {
      const wanted = Number(request[name] ?? 0);
      return wanted > 0 && wanted < (vm[name] ?? 0);
    }),
  ChangeVmVolumeSize: (request, vm) =>
    Number(request.VolumeSize ?? 0) < (vm.Volumes?.[Number(request.VolumeIndex ?? 0)]?.Size ?? 0),
  PatchVmImage: (request) => request.SkipBackup === true,
  ReplaceVmImage: (request) => request.SkipBackup === true || request.PreDelete === true,
  RestoreVmFromSnapshot: (request) => request.ForceIfNotStopped === true,
  SnapshotVm: (request, vm) => {
    const name = String(request.Name ?? "");
    const exists = vm.Volumes?.some((volume) => Object.hasOwn(volume.Snapshots ?? {}, name)) ?? false;
    return exists || request.ForceIfNotStopped === true;
  },
  ChangeAddressPool: (request) =>
    isFilled(request.AddressesToRemove) || isFilled(request.MaximumFreeAddresses),
  UpdateSubnets: (request) => isFilled(request.Delete),
  SetDisabledState: (request) => request.Disable === true,
};

function isFilled(value: unknown): boolean {
  return typeof value === "object" && value !== null && Object.keys(value).length > 0;
}
