import { refuse } from "../base/refusal.ts";
import { growContent, shrinkContent } from "../disk/resize.ts";
import { openVm, requireStopped, whileBlocked } from "../state/access.ts";
import { replyMethod } from "./define.ts";

export const changeVmVolumeSize = replyMethod(
  "ChangeVmVolumeSize",
  async ({ hypervisor, caller }, request) => {
    const vm = await openVm(hypervisor, caller, request.IpAddress);
    await whileBlocked(vm, async () => {
      const volume = vm.info.Volumes?.[request.VolumeIndex] ?? refuse("invalid volume index");
      if ((volume.Format ?? "raw") !== "raw") refuse("cannot resize non-RAW volumes");
      const [name, before, size] = [vm.volumeFile(request.VolumeIndex), volume.Size ?? 0, request.VolumeSize];
      if (size === before) return;
      requireStopped(vm);
      const content = { files: vm.files, name };
      if (size < before) await shrinkContent(content, size);
      else hypervisor.storage.requireSpace(new Map([[vm.files.backend(name) ?? 0, size - before]]));
      await vm.files.resize(name, size);
      volume.Size = size;
      hypervisor.announce(vm);
      // The volume stays enlarged when its content is nothing the tools can grow.
      if (size > before) await growContent(content);
    });
  },
);
