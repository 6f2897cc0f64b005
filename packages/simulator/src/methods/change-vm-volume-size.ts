import { refuse } from "../base/refusal.ts";
import type { DiskLayout } from "../disk/disk-format.ts";
import {
  bootSector,
  extHeader,
  LAYOUT_BYTES,
  layoutOf,
  PARTITION_START,
  resizeProblem,
} from "../disk/disk-format.ts";
import { openVm, requireStopped, whileBlocked } from "../state/access.ts";
import type { Vm } from "../state/vm.ts";
import { replyMethod } from "./define.ts";

const SMALLEST_FILE_SYSTEM = 2 ** 20;

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
      const layout = await readLayout(vm, name);
      if (size < before) {
        refuseShrink(layout, size);
        await setSize(vm, name, size, layout);
        volume.Size = size;
        hypervisor.announce(vm);
        return;
      }
      hypervisor.storage.requireSpace(new Map([[vm.files.backend(name) ?? 0, size - before]]));
      await vm.files.resize(name, size);
      volume.Size = size;
      hypervisor.announce(vm);
      // The volume stays enlarged when its content is nothing the tools can grow.
      const problem = resizeProblem(layout);
      if (problem !== undefined) refuse(problem);
      await setSize(vm, name, size, layout);
    });
  },
);

async function readLayout(vm: Vm, name: string): Promise<DiskLayout> {
  return layoutOf(await vm.files.read(name, 0, Math.min(LAYOUT_BYTES, vm.files.size(name) ?? 0)));
}

function refuseShrink(layout: DiskLayout, size: number): void {
  const problem = resizeProblem(layout);
  if (problem !== undefined) refuse(problem);
  const partition = layout.kind === "dos" ? layout.partitions[0] : undefined;
  const inner = partition === undefined ? size : size - partition.offset;
  if (partition !== undefined && inner >= partition.size) refuse("size greater than existing partition");
  if (inner < SMALLEST_FILE_SYSTEM) refuse(`size: ${Math.max(0, inner)} too small`);
}

/** Sizes the file, its partition and its file-system. */
async function setSize(vm: Vm, name: string, size: number, layout: DiskLayout): Promise<void> {
  await vm.files.resize(name, size);
  if (layout.kind === "ext") {
    await vm.files.write(name, 0, extHeader(size, layout.label));
    return;
  }
  await vm.files.write(name, 0, bootSector(size));
  const partition = size - PARTITION_START;
  const head = await vm.files.read(name, PARTITION_START, Math.min(LAYOUT_BYTES, Math.max(0, partition)));
  const inner = layoutOf(head);
  if (inner.kind === "ext") await vm.files.write(name, PARTITION_START, extHeader(partition, inner.label));
}
