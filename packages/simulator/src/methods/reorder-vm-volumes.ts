import { refuse } from "../base/refusal.ts";
import { volumeFileName } from "../disk/storage.ts";
import { openVm, requireStopped } from "../state/access.ts";
import type { Vm } from "../state/vm.ts";
import { replyMethod } from "./define.ts";

export const reorderVmVolumes = replyMethod("ReorderVmVolumes", async ({ hypervisor, caller }, request) => {
  const given = request.VolumeIndices;
  const order = given.includes(0) ? given : [0, ...given];
  const vm = await openVm(hypervisor, caller, request.IpAddress, { token: request.AccessToken });
  if (order[0] !== 0 && vm.separateBoot) refuse("cannot reorder root volume with separate initrd");
  const volumes = vm.info.Volumes ?? [];
  if (order.length !== volumes.length) {
    refuse(`number of volume indices: ${order.length} != number of volumes: ${volumes.length}`);
  }
  requireStopped(vm);
  for (const [position, index] of order.entries()) {
    if (index >= volumes.length) refuse(`volume index: ${index} too large`);
    if (order.indexOf(index) !== position) refuse(`duplicate volume index: ${index}`);
  }
  await renameFiles(vm, order);
  vm.info.Volumes = order.flatMap((index) => volumes[index] ?? []);
  hypervisor.announce(vm);
});

/** Names follow the new positions; snapshot files keep theirs. */
async function renameFiles(vm: Vm, order: readonly number[]): Promise<void> {
  const old = [...vm.volumeFiles];
  for (const [position, index] of order.entries()) {
    if (position !== index) await vm.files.rename(old[index] ?? "", `${volumeFileName(position)}~`);
  }
  vm.volumeFiles = [];
  for (const [position, index] of order.entries()) {
    const name = position === index ? (old[index] ?? "") : volumeFileName(position);
    if (position !== index) await vm.files.rename(`${name}~`, name);
    vm.volumeFiles.push(name);
  }
}
