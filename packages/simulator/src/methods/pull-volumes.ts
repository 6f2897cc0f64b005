import { refuse } from "../base/refusal.ts";
import { rootSourceName } from "../disk/storage.ts";
import type { PeerCalls } from "../server/peer-calls.ts";
import type { Vm } from "../state/vm.ts";

/** A VM on another hypervisor and the token that opens it. */
export interface Source {
  readonly IpAddress: string;
  readonly AccessToken: string;
}

export function sourceOf({ IpAddress, AccessToken }: Source): Source {
  return { IpAddress, AccessToken };
}

/** Brings every volume of a VM up to date with the source. */
export async function pullVolumes(
  peer: PeerCalls,
  source: Source,
  vm: Vm,
  extraFiles: boolean,
): Promise<void> {
  for (const [VolumeIndex, name] of vm.volumeFiles.entries()) {
    const flags = { GetExtraFiles: extraFiles, IgnoreExtraFiles: !extraFiles };
    const { ExtraFiles } = await peer.pullVolume({ ...source, ...flags, VolumeIndex }, vm.files, name);
    for (const file of Object.keys(ExtraFiles)) {
      if (!rootSourceName(file)) refuse(`received unsupported extra file: ${file}`);
      vm.separateBoot = true;
    }
  }
}
