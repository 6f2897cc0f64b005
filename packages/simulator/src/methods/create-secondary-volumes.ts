import type { CreateVmRequest } from "@stackdeck/api-types";
import { refuse } from "../base/refusal.ts";
import { volumeFileName } from "../disk/storage.ts";
import type { Vm } from "../state/vm.ts";
import type { Upload } from "./upload.ts";

/** Fills the secondary volumes of a new VM: streamed content, an ext4 file-system, or nothing. */
export async function writeSecondaryVolumes(vm: Vm, request: CreateVmRequest, upload: Upload): Promise<void> {
  const hasData = request.SecondaryVolumesData === true;
  for (const [index, volume] of (request.SecondaryVolumes ?? []).entries()) {
    const file = volumeFileName(index + 1);
    const init = request.SecondaryVolumesInit?.[index];
    const size = volume.Size ?? 0;
    if (volume.Interface === "dfm") {
      if (hasData) refuse("cannot copy data into DFM volume");
      if (init !== undefined) refuse("cannot initialise DFM volume");
      if ((volume.DFM.NvramSize ?? 0) * 2 >= size) refuse("DFM NVRAM must be less than half volume size");
    } else if (hasData) await upload.intoFile(vm.files, file, size);
    else if (init !== undefined) {
      vm.files.create(file, vm.files.backend(file) ?? 0, size, { kind: "ext4", label: init.Label });
    }
  }
}
