import { refuse } from "../base/refusal.ts";
import { readVm } from "../state/access.ts";
import { replyMethod } from "./define.ts";

export const getVmVolumeStorageConfiguration = replyMethod(
  "GetVmVolumeStorageConfiguration",
  async ({ hypervisor }, request) => {
    const vm = await readVm(hypervisor, request.IpAddress);
    const usable = hypervisor.storage.usable();
    const volumes = vm.info.Volumes ?? [];
    if (volumes.some(({ Type }) => Type === "memory"))
      refuse(`no volume directory for: /tmp/hyper-volumes/${vm.ip}`);
    return {
      StorageInfos: hypervisor.storage
        .infos()
        .map((info, index) => ({ ...info, UsableBytes: usable[index] ?? 0 })),
      VolumeStorageIndices: volumes.map((_, index) => vm.files.backend(vm.volumeFile(index)) ?? 0),
    };
  },
);
